import type { Fen } from '../../drivers/base/money.ts';
import type { Result } from '../../drivers/base/result.ts';
import type { Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { ChannelId, Funding } from '../../drivers/payment/port.ts';
import type { PrintResult } from '../../drivers/printer/port.ts';

/**
 * What the visit may know of the money. Every answer is already on disk when it is given: a view that somebody has seen
 * can no longer be lost. Orders go on by themselves (watcher, boot recovery) whether anybody looks or not.
 */
export interface Ledger {
  /** Resolves every order that an earlier run left open, then keeps watching. Sales of other bills need not wait. */
  start(): void;
  /**
   * Writes the order down, asks the wallet for a payment code and answers as soon as the order is durable: with state
   * PREPARING, no code yet. The code and everything after it come through `subscribe`.
   */
  open(request: NewOrder): Promise<Result<OrderView, OpenOrderError>>;
  order(id: string): OrderView | null;
  /** Called after every durable change of any order, with its newest view. */
  subscribe(listener: (order: OrderView) => void): Unsubscribe;
  /** 我已支付: asks the wallet now instead of at the next poll. Does nothing for an order that waits for no payment. */
  askNow(id: string): void;
  /** The resident leaves: last query, close, query. What came of it comes through `subscribe`; it may be BOOKED. */
  cancel(id: string): void;
  /** Orders of this person that are not settled, whose slip nobody has proof of, or about which a case is held; newest first. */
  ordersOf(insuredId: string): readonly OrderView[];
  /** True while an earlier order for the bill could still take money and is not `replaceable`: not to be sold again. */
  isBillLocked(insuredId: string, billId: string): boolean;
  /** Journals the intent to print before a byte leaves; the same call numbers the copies (0 = the original). */
  beginPrint(id: string, kind: SlipKind): Promise<Result<PrintIntent, 'UNKNOWN_ORDER' | 'JOURNAL'>>;
  endPrint(jobId: string, result: PrintResult): Promise<void>;
  /** Orders not settled, oldest first: the technician's list. */
  openOrders(): readonly OrderView[];
  /** The newest orders of this terminal, settled or not, newest first, at most 50: what a technician looks at. */
  recentOrders(): readonly OrderView[];
  /** The newest print jobs, whatever they were for and however old that is, newest first, at most 20: what may still be in the printer. */
  recentPrints(): readonly PrintRecord[];
  /** Nothing can be sold while the journal cannot be written. */
  health(): 'ready' | 'read-only';
  stop(): Promise<void>;
}

/** Which text the slip carries: booked, paid and being booked, refund on its way. */
export type SlipKind = 'booked' | 'pending' | 'refunding';

/** Slips that belong to nobody's order or case: for the counter (柜台办理单), and the technician's day and calibration. */
export type LooseSlip = 'counter' | 'day' | 'calibration';

/** What a print job was for: an order's slip, a case's (业务受理单), or one that belongs to nobody. */
export type PrintKind = SlipKind | 'case' | LooseSlip;

export interface NewOrder {
  readonly channel: ChannelId;
  /** In clear here; only a keyed hash is written to disk. */
  readonly insuredId: string;
  readonly payer: MaskedPerson;
  readonly quoteId: string;
  /** RFC 3339. */
  readonly quoteValidUntil: string;
  readonly amountFen: Fen;
  readonly lines: readonly OrderLine[];
  readonly riskReview?: RiskReview;
}

/** Why staff are to look at a payment; it goes on all the same. `large-amount`: over the limit, confirmed once more. */
export type RiskReview = 'large-amount';

/** As it may stand on a slip: 王*明, 110***********0011. */
export interface MaskedPerson {
  readonly name: string;
  readonly idNumber: string;
}

export interface OrderLine {
  readonly billId: string;
  readonly insurance: 'pension' | 'medical';
  /** 征收品目. */
  readonly item: string;
  /** 费款所属期. */
  readonly period: string;
  readonly tierLabel?: string;
  readonly amountFen: Fen;
  readonly lateFeeFen?: Fen;
}

export type OpenOrderError =
  /** Another order for one of the bills is still open. */
  | 'BILL_LOCKED'
  /** The journal cannot be written (disk full, read-only): no new sales. */
  | 'JOURNAL'
  /** The channel is not configured. */
  | 'NO_CHANNEL'
  /** The terminal's clock is too far from the wallet's: no new orders (`MOST_SKEW_MS`), those open go on. */
  | 'CLOCK_OFF';

export type OrderState =
  | 'PREPARING'
  | 'QR_LIVE'
  | 'CLOSING'
  | 'NEVER_CREATED'
  | 'CLOSED'
  | 'PAID'
  | 'BOOKING'
  | 'BOOKED'
  | 'REFUNDING'
  | 'REFUNDED'
  /** The wallet will not refund by itself (account closed, for example): staff. */
  | 'REFUND_STUCK'
  /** A signed answer contradicts our record: nothing moves by itself any more. */
  | 'FROZEN';

/** For people: contracts page, `data-field="pay-status"`. */
export type PayStatus =
  | 'waiting'
  | 'checking'
  | 'paid'
  | 'booking'
  | 'booked'
  | 'refunding'
  | 'refunded'
  | 'closed'
  | 'unknown';

export interface OrderView {
  /** out_trade_no, and the booking key. */
  readonly id: string;
  /** Grows with every durable change of this order. */
  readonly version: number;
  readonly state: OrderState;
  readonly status: PayStatus;
  readonly channel: ChannelId;
  readonly amountFen: Fen;
  /** To be drawn as a QR code; null whenever nobody should scan it: not yet made, paid, closing, expired. */
  readonly codeUrl: string | null;
  /** Epoch milliseconds at which the payment code dies. */
  readonly expiresAt: number;
  readonly createdAt: number;
  readonly payer: MaskedPerson;
  readonly lines: readonly OrderLine[];
  readonly transactionId?: string;
  /** Where the money came from, as far as the wallet says. */
  readonly funding?: Funding;
  /** RFC 3339, the wallet's. */
  readonly paidAt?: string;
  readonly voucherNo?: string;
  /** RFC 3339, the agency's. */
  readonly bookedAt?: string;
  readonly refund?: RefundView;
  /** The last call about this order got no usable answer: whatever the screen says, it must not say failed. */
  readonly doubtful: boolean;
  /**
   * Left and unpaid, but its code lives on because nobody has scanned it (Alipay): its bills may be sold again. What is
   * paid on it after all is booked if still due, else refunded.
   */
  readonly replaceable?: true;
  readonly riskReview?: RiskReview;
  /** No money will move any more. */
  readonly settled: boolean;
  readonly prints: readonly PrintRecord[];
}

export interface RefundView {
  readonly outRefundNo: string;
  readonly amountFen: Fen;
  /** Why it could not be booked: the agency's code, or LATE_PAYMENT. */
  readonly reason: string;
  readonly funding?: Funding;
}

export interface PrintIntent {
  readonly jobId: string;
  /** 0 = original, 1 = first reprint (第 1 次补打) … */
  readonly copy: number;
}

export interface PrintRecord {
  readonly jobId: string;
  readonly kind: PrintKind;
  readonly copy: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** PENDING = sent and no result yet; found at boot it becomes UNCERTAIN. */
  readonly state: 'PENDING' | 'PRINTED' | 'UNCERTAIN' | 'FAILED_CLEAN';
  readonly evidence: 'A' | 'B' | 'C' | 'D' | 'none';
}
