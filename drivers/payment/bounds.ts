import { isFen } from '../base/money.ts';
import type { PrepayOrder, RefundOrder } from './port.ts';

/**
 * What every wallet asks of what goes into a body. Numbers and amounts out of bounds are the ledger's bugs, and thrown;
 * words come from outside, and are cut.
 */

/** @throws RangeError on a number that is not one of ours, or an amount that nobody can pay */
export function requireOrder({ outTradeNo, amountFen }: Pick<PrepayOrder, 'outTradeNo' | 'amountFen'>): void {
  requireOutTradeNo(outTradeNo);
  requireAmount(amountFen);
}

/**
 * @param numbers what the wallet takes for a refund's number
 * @throws RangeError on numbers and amounts out of bounds, and on more than was paid
 */
export function requireRefund(refund: RefundOrder, numbers: RegExp): void {
  requireOutTradeNo(refund.outTradeNo);
  requireAmount(refund.amountFen);
  requireAmount(refund.totalFen);
  if (refund.amountFen > refund.totalFen) throw new RangeError('a refund larger than the payment');
  if (!numbers.test(refund.outRefundNo)) throw new RangeError('not a refund number');
}

/**
 * What is paid for, in at most `max` characters.
 *
 * @throws RangeError when nothing is left: no wallet takes an order for nothing
 */
export function goodsText(text: string, max: number): string {
  const plain = plainText(text, max);
  if (plain === '') throw new RangeError('a payment needs a description');
  return plain;
}

/** Without characters of four bytes in UTF-8 (rare ideographs, emoji): wallets refuse them, and bills in GBK lack them. */
export function plainText(text: string, max: number): string {
  return [...text]
    .filter((character) => character.length === 1)
    .slice(0, max)
    .join('');
}

function requireOutTradeNo(number: string): void {
  if (!/^[0-9A-Z]{6,32}$/.test(number)) throw new RangeError('not an order number of ours');
}

function requireAmount(fen: number): void {
  if (!isFen(fen) || fen === 0) throw new RangeError(`not an amount to pay: ${fen}`);
}
