import type { JSX } from 'react';
import type { ScreenOf } from '../../../main/contract/snapshot.ts';
import { t } from '../../i18n/t.ts';
import { PrinterState } from '../../kit/printer-state.tsx';

/** The facts that a technician, or a program, reads off the screen. */
export function Trace({
  screen: { print, mode, voucherNo },
}: {
  readonly screen: ScreenOf<'receipt'>;
}): JSX.Element {
  return (
    <p className="receipt__trace small soft">
      {voucherNo === null ? null : (
        <span>
          {t('outcome.voucher')} <span data-field="voucher-no">{voucherNo}</span>
        </span>
      )}
      {mode === 'paper' ? (
        <span data-field="print-evidence" data-value={print.evidence}>
          {t(`receipt.evidence.${print.evidence}`)}
        </span>
      ) : null}
      {print.copy > 0 ? <span>{t('receipt.copy', { copy: print.copy })}</span> : null}
      <PrinterState />
    </p>
  );
}
