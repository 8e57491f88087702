import type {
  AgencyPort,
  Bill,
  Booking,
  BookingFault,
  CaseDesk,
  CaseRequest,
  Insured,
  LookupRefusal,
  LookupRequest,
  OpenedCase,
  PastPayment,
  PaymentHistory,
  Quote,
  QuoteRequest,
} from '../../../drivers/agency/port.ts';
import type { Clock } from '../../../drivers/base/clock.ts';
import { done, type Outcome, unknown } from '../../../drivers/base/outcome.ts';
import { INSURED, LARGE, MEDICAL, PAID_BILL, PENSION } from './people.ts';

/** How long an answer takes. */
export const ANSWER_MS = 200;
/** How long a price holds. */
export const QUOTE_MS = 600_000;

/** Answers for one resident. `down` lets every question time out; the other fields replace single answers. */
export class FakeAgency implements AgencyPort, CaseDesk, PaymentHistory {
  readonly lookups: LookupRequest[] = [];
  readonly quotes: QuoteRequest[] = [];
  down = false;
  /** Any question throws this: a bug in the client. */
  bug: Error | null = null;
  lookupAnswer: Outcome<Insured, LookupRefusal> = done(INSURED);
  billsAnswer: Outcome<readonly Bill[], 'NOT_FOUND' | 'UNEXPECTED'> = done([PENSION, MEDICAL, PAID_BILL]);
  quoteRefusal: Outcome<Quote> | null = null;
  /** What prices have risen by since the bills were shown. */
  riseFen = 0;
  /** How often it was asked what was paid before. */
  historyAsked = 0;
  paymentsAnswer: Outcome<readonly PastPayment[], 'NOT_FOUND' | 'UNEXPECTED'> = done([]);
  /** A bug in that question alone. */
  historyBug: Error | null = null;
  readonly caseRequests: CaseRequest[] = [];
  caseAnswer: Outcome<OpenedCase> = done({ caseNo: 'C-1', dueDate: '2026-12-01' });
  quoteMs = QUOTE_MS;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async lookup(request: LookupRequest): Promise<Outcome<Insured, LookupRefusal>> {
    this.lookups.push(request);
    return this.#answer(this.lookupAnswer);
  }

  async bills(): Promise<Outcome<readonly Bill[], 'NOT_FOUND' | 'UNEXPECTED'>> {
    return this.#answer(this.billsAnswer);
  }

  async quote(request: QuoteRequest): Promise<Outcome<Quote, string>> {
    this.quotes.push(request);
    const { lines } = request;
    const amountFen = lines.reduce((sum, { billId, tierId }) => sum + priceOf(billId, tierId), this.riseFen);
    const validUntil = new Date(this.#clock.now() + this.quoteMs).toISOString();
    const quote = { quoteId: `Q-${this.quotes.length}`, amountFen, lines, validUntil };
    return this.#answer(this.quoteRefusal ?? done(quote));
  }

  async payments(): Promise<Outcome<readonly PastPayment[], 'NOT_FOUND' | 'UNEXPECTED'>> {
    this.historyAsked += 1;
    if (this.historyBug !== null) throw this.historyBug;
    return this.down ? unknown('timeout') : this.paymentsAnswer;
  }

  async openCase(request: CaseRequest): Promise<Outcome<OpenedCase>> {
    this.caseRequests.push(request);
    return this.#answer(this.caseAnswer);
  }

  async book(): Promise<Outcome<Booking, BookingFault>> {
    throw new Error('the visit never books');
  }

  async queryBooking(): Promise<Outcome<Booking | null, BookingFault>> {
    throw new Error('the visit never asks about bookings');
  }

  async close(): Promise<void> {}

  async #answer<T, Code extends string>(answer: Outcome<T, Code>): Promise<Outcome<T, Code>> {
    await new Promise<void>((resolve) => this.#clock.after(ANSWER_MS, resolve));
    if (this.bug !== null) throw this.bug;
    return this.down ? unknown('timeout') : answer;
  }
}

function priceOf(billId: string, tierId: string | undefined): number {
  const bill = [PENSION, MEDICAL, LARGE].find((candidate) => candidate.billId === billId);
  const amount = bill?.tiers?.find((tier) => tier.tierId === tierId)?.amountFen ?? bill?.amountFen ?? 0;
  return amount + (bill?.lateFeeFen ?? 0);
}
