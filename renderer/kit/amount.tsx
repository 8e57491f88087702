import './amount.css';
import type { JSX } from 'react';
import { formatAmount } from '../../main/contract/format.ts';

interface AmountProps {
  /** Integer fen. */
  readonly fen: number;
  readonly size: 'hero' | 'card' | 'line';
  /** `amount` unless it is the sum of several. */
  readonly field?: 'amount' | 'total';
}

/** More than seven digits of yuan. */
function isLong(yuan = ''): boolean {
  return yuan.length > '1,234,567'.length;
}

/** Somebody's money: the largest thing on its screen, fen smaller than yuan, in tabular figures. */
export function Amount({ fen, size, field = 'amount' }: AmountProps): JSX.Element {
  const [yuan, cents] = formatAmount(fen).split('.');
  return (
    <span
      className={`amount amount--${size} ${isLong(yuan) ? 'amount--long' : ''}`.trimEnd()}
      data-field={field}
      data-value={fen}
    >
      ¥{yuan}
      <span className="amount__cents">.{cents}</span>
    </span>
  );
}
