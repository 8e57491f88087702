import type { ScreenOf } from '../contract/snapshot.ts';
import type { OrderView, SlipKind } from '../ledger/port.ts';

/** What an order's state means in front of a resident. */

export type OutcomeResult = ScreenOf<'outcome'>['result'];

export function outcomeResult(order: OrderView): OutcomeResult {
  switch (order.state) {
    case 'BOOKED':
      return 'booked';
    case 'PAID':
    case 'BOOKING':
      return 'pending';
    case 'REFUNDING':
      return 'refunding';
    case 'REFUND_STUCK':
      return 'refund-stuck';
    case 'REFUNDED':
      return 'refunded';
    case 'CLOSED':
    case 'NEVER_CREATED':
      return 'closed';
    case 'FROZEN':
      return 'frozen';
    case 'CLOSING':
      return order.replaceable === true ? 'unscanned' : 'unknown';
    case 'PREPARING':
    case 'QR_LIVE':
      return 'unknown';
  }
}

/** The slip that tells the truth about this order; null where nothing is proven that paper could say. */
export function slipKind(order: OrderView): SlipKind | null {
  switch (outcomeResult(order)) {
    case 'booked':
      return 'booked';
    case 'pending':
      return 'pending';
    case 'refunding':
    case 'refunded':
    case 'refund-stuck':
      return 'refunding';
    case 'closed':
    case 'unscanned':
    case 'unknown':
    case 'frozen':
      return null;
  }
}

/** No money has gone, so far as anybody can know: paying anew is safe. */
export function isUnpaid(order: OrderView): boolean {
  const result = outcomeResult(order);
  return result === 'closed' || result === 'unscanned';
}

/** Earlier orders that somebody who comes back should see: one that took nothing and wants nothing is none of them. */
export function worthShowing(orders: readonly OrderView[]): readonly OrderView[] {
  return orders.filter((order) => !isUnpaid(order));
}

/** What the last screen says about the money. */
export function farewellResult(order: OrderView | null): ScreenOf<'farewell'>['result'] {
  if (order === null) return 'nothing';
  switch (outcomeResult(order)) {
    case 'booked':
      return 'paid';
    case 'pending':
      return 'pending';
    case 'refunding':
    case 'refunded':
      return 'refunding';
    case 'closed':
      return 'nothing';
    case 'unscanned':
      return 'unscanned';
    // Nobody may promise money that the wallet does not give back by itself.
    case 'refund-stuck':
    case 'unknown':
    case 'frozen':
      return 'safe';
  }
}
