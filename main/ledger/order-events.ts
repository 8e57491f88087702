import type { Booking } from '../../drivers/agency/port.ts';
import type { Fen } from '../../drivers/base/money.ts';
import type { UnknownCause } from '../../drivers/base/outcome.ts';
import type { ChannelId, Refund, Trade } from '../../drivers/payment/port.ts';
import type { PrintResult } from '../../drivers/printer/port.ts';
import type { MaskedPerson, OrderLine, OrderState, PrintRecord, RiskReview, SlipKind } from './port.ts';

/**
 * One order as it stands on disk: plain JSON, and everything that a process which starts from nothing needs to go on.
 * What only the screen needs (the payment code itself) is not in it.
 */
export interface Order {
  /** out_trade_no, and the booking key. */
  readonly id: string;
  /** Position of the order in this journal; grows for ever, whatever the wall clock does. */
  readonly seq: number;
  /** 1 after the first event; one more with every event that changed the order. */
  readonly version: number;
  readonly state: OrderState;
  readonly channel: ChannelId;
  readonly terminalId: string;
  /** HMAC-SHA256 of the insured id, hex. */
  readonly insured: string;
  readonly payer: MaskedPerson;
  readonly lines: readonly OrderLine[];
  readonly quoteId: string;
  readonly amountFen: Fen;
  /** Set when the order was opened, or never. */
  readonly riskReview?: RiskReview;
  /** Epoch milliseconds, like every number of time here. */
  readonly createdAt: number;
  /** The screen stops showing the code at this instant. */
  readonly expiresAt: number;
  /** Last instant at which the wallet lets anybody pay; a little after `expiresAt`. */
  readonly payableUntil: number;
  /** Null = no final answer yet, or one that only staff can complete (REFUND_STUCK, FROZEN). */
  readonly settledAt: number | null;
  readonly prepay: {
    readonly body: string;
    /** Attempts that ended without a usable answer. */
    readonly misses: number;
    /** The wallet has given us a code, so the order exists there. */
    readonly codeReceived: boolean;
  };
  /** Set, on disk, before any screen may show the code: without it nobody can have paid. */
  readonly shownAt: number | null;
  /** How far the way out of an unpaid order has come. */
  readonly closing: {
    readonly next: 'query' | 'close';
    /** The wallet has signed that the order is closed. */
    readonly proven: boolean;
    /** When the wallet first said that it knows no such order; a second such answer must agree. */
    readonly absentSince: number | null;
    /** By the wallet's last word nobody had scanned the code that is now hidden: it lives on and cannot be closed. */
    readonly unscanned: boolean;
  };
  readonly payment: Payment | null;
  /** `body` is empty until the booking is intended on disk; afterwards it never changes. */
  readonly booking: { readonly body: string; readonly next: 'book' | 'query-booking' };
  readonly voucher: { readonly voucherNo: string; readonly bookedAt: string } | null;
  readonly refund: {
    /** Fixed with the order: one number per refund decision, and an order is refunded once, in full. */
    readonly outRefundNo: string;
    /** The agency's code for not booking; null while no refund has been decided. */
    readonly reason: string | null;
    /** Empty until the refund is intended on disk; afterwards it never changes. */
    readonly body: string;
    readonly next: 'refund' | 'query-refund';
    /** First of the refusals that the wallet has given in a row. */
    readonly refusedSince: number | null;
    /** How often, in a row and since when, the wallet has said that it knows no such refund although it was asked for one. */
    readonly absent: { readonly since: number; readonly times: number } | null;
  };
  /** Since when no call got a usable answer; `hidden` = long enough that the code was taken off the screen. */
  readonly doubt: { readonly since: number; readonly hidden: boolean } | null;
  readonly prints: readonly PrintRecord[];
}

export interface Payment {
  readonly transactionId: string;
  /** RFC 3339, the wallet's. */
  readonly paidAt: string;
  readonly funding: 'balance' | 'bank-card' | 'ecny' | null;
}

/** The calls that an order can make. At most one of them is under way per order. */
export type Call = 'prepay' | 'query' | 'close' | 'book' | 'query-booking' | 'refund' | 'query-refund';

/** What is known when the resident confirms: the first event of every order, and the intent to ask for a code. */
export interface Opened {
  readonly type: 'OPENED';
  readonly at: number;
  readonly facts: Omit<
    Order,
    | 'version'
    | 'state'
    | 'createdAt'
    | 'settledAt'
    | 'prepay'
    | 'shownAt'
    | 'closing'
    | 'payment'
    | 'booking'
    | 'voucher'
    | 'refund'
    | 'doubt'
    | 'prints'
  > & { readonly prepayBody: string };
}

/** Everything that can happen to an order afterwards. `at` is the wall clock when it was learnt, epoch milliseconds. */
export type OrderEvent = { readonly at: number } & (
  | { readonly type: 'CODE_RECEIVED' }
  | { readonly type: 'PREPAY_REFUSED'; readonly code: string }
  | { readonly type: 'TRADE'; readonly trade: Trade }
  | { readonly type: 'CLOSE_DONE' }
  | { readonly type: 'CLOSE_REFUSED'; readonly code: string }
  /** Intents: on disk before the first byte leaves. `body` is what every attempt sends. */
  | { readonly type: 'BOOKING_INTENDED'; readonly body: string }
  | { readonly type: 'REFUND_INTENDED'; readonly body: string }
  | { readonly type: 'BOOKING_ANSWERED'; readonly booking: Booking }
  /** The agency has never seen the key. */
  | { readonly type: 'BOOKING_ABSENT' }
  /** The agency calls our request wrong (4xx other than 409). */
  | { readonly type: 'BOOKING_FAULT'; readonly call: 'book' | 'query-booking' }
  | { readonly type: 'REFUND_ANSWERED'; readonly refund: Refund }
  | { readonly type: 'REFUND_ABSENT' }
  | { readonly type: 'REFUND_REFUSED'; readonly code: string }
  /** No usable answer: nothing is proven, least of all failure. */
  | {
      readonly type: 'UNANSWERED';
      readonly call: Call;
      readonly cause: UnknownCause | 'throttled' | 'refused';
    }
  /** The wallet's bill says another amount, or a refund that is not ours; staff must look before anything else moves. */
  | { readonly type: 'BILL_CONTRADICTS' }
  | { readonly type: 'CANCELLED' }
  | { readonly type: 'EXPIRED' }
  /** A new process has found the order: no screen shows its code, and its last call may or may not have left. */
  | { readonly type: 'RESTARTED' }
  | {
      readonly type: 'PRINT_BEGUN';
      readonly jobId: string;
      readonly kind: SlipKind;
      readonly copy: number;
    }
  | { readonly type: 'PRINT_ENDED'; readonly jobId: string; readonly result: PrintResult }
);

/** What the engine has to do after an event. The reducer never does it itself. */
export type Command =
  | { readonly do: 'call'; readonly call: Call }
  /** Build the body, journal it, and only then call. */
  | { readonly do: 'intend'; readonly what: 'booking' | 'refund' }
  | { readonly do: 'alarm'; readonly code: AlarmCode };

/** What a technician is told of by itself. Closed; the meaning is the text behind each. */
export type AlarmCode =
  /** A signed answer names another merchant, app, order, currency or amount: the order is frozen. */
  | 'MONEY_MISMATCH'
  /** Money of an unbooked order was given back by somebody else than this terminal: the order is frozen. */
  | 'FOREIGN_REFUND'
  /** An order counted as closed has been paid after all; it is being booked, or refunded if no longer due. */
  | 'PAID_AFTER_CLOSE'
  /** The wallet refuses our calls: keys, contract or configuration. */
  | 'WALLET_REFUSES'
  /** The agency calls our booking wrong: frozen, neither booked nor refunded by itself. */
  | 'BOOKING_FAULT'
  /** The agency rejected a paid order with a code that this version does not know; it is refunded. */
  | 'BOOKING_CODE_UNKNOWN'
  /** The agency says booked although it had rejected and the money is on its way back. */
  | 'BOOKED_AFTER_REFUND'
  /** The wallet refuses the refund for now (merchant balance, for example); repeated with the same number. */
  | 'REFUND_REFUSED'
  /** The wallet will not refund by itself: staff. */
  | 'REFUND_STUCK'
  /** Found frozen at boot: nothing moves until staff has looked at it. */
  | 'ORDER_FROZEN'
  /** The journal cannot be written: no new sales. */
  | 'JOURNAL_READ_ONLY'
  /** An open order belongs to a channel that is no longer configured. */
  | 'NO_CHANNEL'
  /** A port threw instead of answering: a bug, treated as an unknown outcome. */
  | 'PORT_THREW';
