import type { Fen } from '../base/money.ts';
import type { Outcome } from '../base/outcome.ts';

/** The agency interface v1 as the terminal uses it. Shapes are the public contract (docs/agency-interface.md). */
export interface AgencyPort {
  lookup(request: LookupRequest): Promise<Outcome<Insured, LookupRefusal>>;
  bills(insuredId: string): Promise<Outcome<readonly Bill[], 'NOT_FOUND' | 'UNEXPECTED'>>;
  quote(request: QuoteRequest): Promise<Outcome<Quote, string>>;
  /** Idempotent by `bookingKey`: the same key and body always give the same answer. `bodyText` are the exact bytes. */
  book(bodyText: string): Promise<Outcome<Booking, BookingFault>>;
  /** ok(null) = the agency has never seen the key (404 NOT_FOUND). */
  queryBooking(bookingKey: string): Promise<Outcome<Booking | null, BookingFault>>;
  close(): Promise<void>;
}

export type LookupRequest =
  | {
      readonly by: 'card';
      readonly cardNumber?: string;
      readonly idNumber?: string;
      readonly name?: string;
      readonly cardIdentifier?: string;
      readonly region?: string;
    }
  | { readonly by: 'ecode'; readonly token: string };

/** Closed part of the 4xx codes; anything else is UNEXPECTED and alarmed. */
export type LookupRefusal = 'NOT_INSURED' | 'TOKEN_EXPIRED' | 'UNEXPECTED';

export interface Insured {
  readonly insuredId: string;
  /** In clear: masked before it leaves main. */
  readonly name: string;
  readonly idNumber: string;
  readonly cardNumber?: string;
  readonly categories: readonly ('resident' | 'flexible' | 'employee')[];
  readonly region: string;
  readonly verification: readonly ('none' | 'card-pin' | 'pin' | 'sms' | 'face')[];
  readonly verifyAll?: boolean;
  readonly phoneMasked?: string;
  /** `until` = RFC 3339. */
  readonly locked?: { readonly until: string };
}

export interface Bill {
  readonly billId: string;
  readonly insurance: 'pension' | 'medical';
  /** 征收品目, e.g. 城乡居民基本养老保险费. */
  readonly item: string;
  /** 费款所属期, e.g. 2026 or 2026-11. */
  readonly period: string;
  readonly base?: Fen;
  readonly rate?: number;
  readonly tiers?: readonly { readonly tierId: string; readonly label: string; readonly amountFen: Fen }[];
  readonly lastTierId?: string;
  readonly amountFen?: Fen;
  /** Comes on top of `amountFen`. */
  readonly lateFeeFen?: Fen;
  /** YYYY-MM-DD or RFC 3339. */
  readonly dueDate?: string;
  /** `other`: a status that this version does not know; not to be paid here. */
  readonly status: 'due' | 'subsidised' | 'paid' | 'closed' | 'other';
  readonly reason?: string;
}

export interface QuoteLine {
  readonly insuredId: string;
  readonly billId: string;
  readonly tierId?: string;
}

export interface QuoteRequest {
  readonly payerId: string;
  readonly lines: readonly QuoteLine[];
}

export interface Quote {
  readonly quoteId: string;
  /** The total to charge, late fees included. */
  readonly amountFen: Fen;
  readonly lines: readonly QuoteLine[];
  /** RFC 3339. The agency judges a booking by its `paidAt` against this. */
  readonly validUntil: string;
}

export interface BookingRequest {
  readonly bookingKey: string;
  readonly quoteId: string;
  readonly amountFen: Fen;
  readonly channel: 'wechat' | 'alipay' | 'aggregate';
  readonly channelTransactionId: string;
  /** RFC 3339. */
  readonly paidAt: string;
  readonly terminalId: string;
}

export type Booking =
  | { readonly status: 'booked'; readonly voucherNo: string; readonly bookedAt: string }
  | { readonly status: 'pending' }
  /** Final. Known codes: ALREADY_PAID, PERIOD_CLOSED, QUOTE_EXPIRED, AMOUNT_MISMATCH, UNKNOWN_QUOTE, INSURED_STATE; unknown ones are final too. */
  | { readonly status: 'rejected'; readonly code: string };

/** Any 4xx on a booking other than 409 is a fault of ours: freeze, alarm, no refund. */
export type BookingFault = 'OUR_FAULT';

/** What somebody hands in, to be answered by a person. */
export interface CaseRequest {
  readonly kind: 'duplicate' | 'refund' | 'objection';
  readonly insuredId: string;
  readonly voucherNo?: string;
  /** Our order number, where it is about one: tells two cases of the same kind apart. */
  readonly note?: string;
}

export interface OpenedCase {
  readonly caseNo: string;
  /** YYYY-MM-DD or RFC 3339. */
  readonly dueDate: string;
}

/** Where cases are handed in. Unknown = nobody knows whether it was: the same request may be sent again. */
export interface CaseDesk {
  openCase(request: CaseRequest): Promise<Outcome<OpenedCase, string>>;
}

/** What somebody has paid before, wherever it was. */
export interface PaymentHistory {
  /** Payments of the Asia/Shanghai days `from` to `to`, both YYYY-MM-DD and included. */
  payments(
    insuredId: string,
    days: DaySpan,
  ): Promise<Outcome<readonly PastPayment[], 'NOT_FOUND' | 'UNEXPECTED'>>;
}

export interface DaySpan {
  readonly from: string;
  readonly to: string;
}

export interface PastPayment {
  readonly voucherNo: string;
  /** 征收品目. */
  readonly item: string;
  /** 费款所属期. */
  readonly period: string;
  readonly amountFen: Fen;
  /** RFC 3339. */
  readonly paidAt: string;
  /** Where it was paid, in the agency's own word: not only wallets, and not only here. */
  readonly channel: string;
  /** Our order number, when it was paid at a terminal. */
  readonly bookingKey?: string;
  /** False = the agency gives nothing back of it (a top-up, for example). */
  readonly refundable?: boolean;
  /** RFC 3339: it has been given back. */
  readonly refundedAt?: string;
}

/** What reconciliation asks the agency for; the ledger and the visit have no use for it. */
export interface BookingList {
  /** What this terminal's payments of one Asia/Shanghai day (YYYY-MM-DD, of `paidAt`) have come to, in all three states. */
  bookings(day: string, terminalId: string): Promise<Outcome<readonly ListedBooking[], 'UNEXPECTED'>>;
  close(): Promise<void>;
}

export type ListedBooking = {
  readonly bookingKey: string;
  readonly amountFen: Fen;
  readonly channel: BookingRequest['channel'];
  readonly channelTransactionId: string;
  /** RFC 3339. */
  readonly paidAt: string;
} & (
  | { readonly status: 'booked'; readonly voucherNo: string }
  | { readonly status: 'pending' }
  | { readonly status: 'rejected'; readonly code: string }
);
