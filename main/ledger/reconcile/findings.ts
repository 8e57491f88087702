import type { Fen } from '../../../drivers/base/money.ts';

/**
 * What can be wrong when the journal, the wallet's bill and the agency's list are laid side by side. Closed; the meaning
 * is the text behind each. Every one that is certain is an alarm, once.
 */
export type FindingCode =
  /** The wallet's bill has a payment that the journal does not count as paid: the wallet is asked; booked if still due, else refunded. */
  | 'BILL_PAID_UNSEEN'
  /** The wallet's bill has an order number of this terminal that the journal has never had (another disk, a copied terminal): staff. */
  | 'BILL_UNKNOWN_ORDER'
  /** Money that the journal has as paid is in no bill of the day before, the day itself or the day after: staff, nothing moves. */
  | 'BILL_LACKS_PAYMENT'
  /** The wallet's bill has another amount than the journal: what is not yet settled is frozen. */
  | 'BILL_AMOUNT_DIFFERS'
  /** The wallet's bill has a refund that this terminal has not made (merchant console): adopted, nothing is refunded again. */
  | 'BILL_FOREIGN_REFUND'
  /** The wallet's bill has this terminal's refund with another amount than was paid: what is under way is frozen, staff. */
  | 'BILL_REFUND_DIFFERS'
  /** The wallet has answered that the money is back, and no bill up to the day after has that refund: staff, nothing moves. */
  | 'BILL_LACKS_REFUND'
  /** The agency has booked an order number that the journal has never had: staff. */
  | 'AGENCY_UNKNOWN_BOOKING'
  /** The journal has a voucher, the agency's list has no such booking: staff. */
  | 'AGENCY_LACKS_BOOKING'
  /** The agency has booked another amount than was paid: staff. */
  | 'AGENCY_AMOUNT_DIFFERS'
  /** The agency has booked what the journal has refunded, or is refunding: staff. */
  | 'AGENCY_BOOKED_REFUNDED'
  /** The agency has booked what neither journal nor wallet has as paid: staff. */
  | 'AGENCY_BOOKED_UNPAID'
  /** Two orders for one bill are both booked: staff. */
  | 'AGENCY_BOOKED_TWICE';

/** What the terminal may do about it by itself. Neither moves money: a signed answer of the wallet, or staff, does. */
export type FindingAct = 'none' | 'ask-wallet' | 'freeze';

export interface Finding {
  readonly code: FindingCode;
  /** out_trade_no, and the booking key. */
  readonly order: string;
  /** What it is about, by whoever says so: bill, agency, journal, in this order. */
  readonly amountFen: Fen;
  readonly act: FindingAct;
  /** false = the day after may still explain it: looked at again tomorrow, no alarm. */
  readonly certain: boolean;
}
