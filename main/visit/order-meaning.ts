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
    case 'PREPARING':
    case 'QR_LIVE':
    case 'CLOSING':
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
    case 'unknown':
    case 'frozen':
      return null;
  }
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
    // Nobody may promise money that the wallet does not give back by itself.
    case 'refund-stuck':
    case 'unknown':
    case 'frozen':
      return 'safe';
  }
}
