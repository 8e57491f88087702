import type { Order } from '../order-events.ts';
import type { DayVerdict } from './verdict.ts';

export interface EndedRefund {
  readonly order: Order;
  /** When the request was written down, before it was first sent; epoch milliseconds. */
  readonly since: number;
}

/** What reconciliation needs of the ledger, and all that it may do to it. */
export interface ReconciledLedger {
  /** Orders made in [from, to), epoch milliseconds. */
  ordersCreated(from: number, to: number): readonly Order[];
  /** Orders whose refund the wallet answered for in [from, to). */
  refundsEnded(from: number, to: number): readonly EndedRefund[];
  orderRow(id: string): Order | null;
  /** When the first order of the journal was made, epoch milliseconds; null = there is none. */
  firstOrderAt(): number | null;
  /** From that day on, by day and channel. */
  verdictsSince(day: string): readonly DayVerdict[];
  /** false = the journal cannot be written; the day is then done again. */
  keepVerdict(verdict: DayVerdict): boolean;
  /** Asks about an order that counts as unpaid; the signed answer takes it on: booked if still due, else refunded. */
  askWallet(id: string): void;
  /** Stops an order whose money is under way; staff. */
  freeze(id: string): void;
}
