import type { ScreenOf } from '../contract/snapshot.ts';
import type { OrderView } from '../ledger/port.ts';
import { isFaultWindowOpen } from '../policy/refunds.ts';
import { outcomeResult } from './order-meaning.ts';

export type CaseKind = ScreenOf<'case'>['kind'];

/**
 * What a resident may hand in to the agency about this order: that the bill had been paid already, or that money which was
 * not booked does not come back by itself. The second for 48 hours; after that it is the counter's.
 */
export function caseOffer(order: OrderView, now: number): CaseKind | null {
  if (order.refund?.reason === 'ALREADY_PAID') return 'duplicate';
  return outcomeResult(order) === 'refund-stuck' && isFaultWindowOpen(order.createdAt, now) ? 'refund' : null;
}
