import type { BilledRefund } from '../../../drivers/payment/bill.ts';
import type { Order } from '../order-events.ts';
import { canStillTurnPaid } from '../order-moves.ts';
import type { OrderState } from '../port.ts';
import { dayOfInstant } from './day.ts';
import type { Finding, FindingAct } from './findings.ts';
import { found, type OrderFile } from './order-file.ts';

/** What a day's refunds in the wallet's bill have to be: ours, whole, and there. */

/** A refund of the day that this terminal has not decided on: another number, or ours before we have used it. */
export function foreignRefund(file: OrderFile, day: string): Finding | null {
  const strange = refundsOn(file, day).find((refund) => !isOwn(file.order, refund));
  if (strange === undefined) return null;
  return { ...found(file, 'BILL_FOREIGN_REFUND', act(file.order)), amountFen: strange.amountFen };
}

/** Our own refund of the day, but not of the whole payment. */
export function wrongRefund(file: OrderFile, order: Order, day: string): Finding | null {
  const wrong = refundsOn(file, day).find(
    (refund) => isOwn(order, refund) && refund.amountFen !== order.amountFen,
  );
  if (wrong === undefined) return null;
  return { ...found(file, 'BILL_REFUND_DIFFERS', act(order)), amountFen: wrong.amountFen };
}

/**
 * A refund that the wallet has answered for, and that is in none of its bills.
 *
 * @param ended orders whose refund was answered for on the day, by bills from the day before it was asked for
 * @param complete the day after is over and its bill is among them
 */
export function missingRefund(
  file: OrderFile,
  order: Order,
  { ended, complete }: { readonly ended: ReadonlySet<string>; readonly complete: boolean },
): Finding | null {
  if (!ended.has(order.id) || file.refunds.some((refund) => isOwn(order, refund))) return null;
  return found(file, 'BILL_LACKS_REFUND', 'none', complete);
}

function refundsOn({ refunds }: OrderFile, day: string): readonly BilledRefund[] {
  return refunds.filter(({ at }) => dayOfInstant(at) === day);
}

/** The number alone is not enough: before the request is on disk nobody here can have used it. */
function isOwn(order: Order | null, { outRefundNo }: BilledRefund): boolean {
  return order !== null && order.refund.body !== '' && order.refund.outRefundNo === outRefundNo;
}

function act(order: Order | null): FindingAct {
  return order === null ? 'none' : actOnContradiction(order);
}

/** Money is on its way to an end that may be the wrong one now. */
const UNDER_WAY: readonly OrderState[] = ['PAID', 'BOOKING', 'REFUNDING'];

/** Settled orders stay as they are: what was proven then was proven. Unpaid ones ask: the wallet's own answer then freezes. */
export function actOnContradiction({ state }: Order): FindingAct {
  if (canStillTurnPaid(state)) return 'ask-wallet';
  return UNDER_WAY.includes(state) ? 'freeze' : 'none';
}
