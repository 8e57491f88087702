import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Bill } from '../port.ts';
import { type caseRequest, type ModelCase, openCase } from './agency-cases.ts';
import { listPayments, type ModelPayment, paidTwice } from './agency-payments.ts';
import { isHolder, notInsured, priceOf, publicPart } from './agency-register.ts';
import {
  apiError,
  type bookingRequest,
  type lookupRequest,
  type Plain,
  type quoteRequest,
  rfc3339,
  shanghaiDay,
} from './messages.ts';
import type { Person } from './people.ts';

type Line = z.infer<typeof quoteRequest>['lines'][number];

interface ModelQuote {
  readonly quoteId: string;
  readonly amountFen: number;
  readonly lines: readonly Line[];
  readonly validUntil: number;
}

type Verdict =
  | { readonly status: 'booked'; readonly voucherNo: string; readonly bookedAt: string }
  | { readonly status: 'pending' }
  | { readonly status: 'rejected'; readonly code: string };

interface ModelBooking {
  readonly request: z.infer<typeof bookingRequest>;
  readonly lines: readonly Line[];
  verdict: Verdict;
}

/** What the agency remembers. Holds no name, identity number, card number or token: it may lie on the kiosk's disk. */
export interface ModelState {
  seq: number;
  quotes: ModelQuote[];
  bookings: ModelBooking[];
  /** SHA-256 of tokens that have been used. */
  spentTokens: string[];
  cases: ModelCase[];
  /** Taken by somebody else than a terminal; what terminals have booked is in `bookings`. */
  payments: ModelPayment[];
}

/** How the next new booking is to end, whatever its merits. */
export type NextBooking =
  | { readonly status: 'pending' }
  | { readonly status: 'rejected'; readonly code: string };

export interface AgencyBooks {
  readonly bookings: readonly {
    readonly bookingKey: string;
    readonly amountFen: number;
    readonly status: Verdict['status'];
    readonly voucherNo?: string;
    readonly code?: string;
    readonly billIds: readonly string[];
  }[];
  /** Sum of all bookings that stand. */
  readonly bookedFen: number;
}

/** The agency's register and books, without any wire. Time is looked at, never waited for. */
export class AgencyModel {
  readonly #people: readonly Person[];
  readonly #now: () => number;
  readonly #quoteLifeMs: number;
  readonly #state: ModelState;
  readonly #issuedTokens = new Map<string, string>();
  /** Set by a lever, used once; not remembered over a restart. */
  nextBooking: NextBooking | null = null;

  constructor(options: {
    readonly people: readonly Person[];
    readonly now: () => number;
    readonly quoteLifeMs: number;
    readonly state: ModelState;
  }) {
    this.#people = options.people;
    this.#now = options.now;
    this.#quoteLifeMs = options.quoteLifeMs;
    this.#state = options.state;
  }

  get state(): ModelState {
    return this.#state;
  }

  lookup(request: z.infer<typeof lookupRequest>): Plain {
    if (request.by === 'ecode') return this.#lookupToken(request.token);
    const person = this.#people.find((each) => isHolder(each, request));
    if (person === undefined) return notInsured();
    // A card that told little about its holder is no proof of who stands there.
    const weak = request.by === 'card' && request.idNumber === undefined;
    return publicPart(person, weak);
  }

  /** Everything that was booked is due again, for the next showing of the demo. Quotes stay: an open order may need its own. */
  forgetBookings(): void {
    this.#state.bookings = [];
  }

  /** A fresh token of somebody's electronic card; null when nobody has that id. */
  issueToken(insuredId: string): string | null {
    if (this.#person(insuredId) === undefined) return null;
    const token = `EC${randomBytes(12).toString('hex').toUpperCase()}`;
    this.#issuedTokens.set(token, insuredId);
    return token;
  }

  bills(insuredId: string): Plain {
    const person = this.#person(insuredId);
    if (person === undefined) return apiError(404, 'NOT_FOUND', '没有该参保人');
    return { status: 200, body: { bills: person.bills.map((bill) => this.#asOfNow(bill)) } };
  }

  quote(request: z.infer<typeof quoteRequest>): Plain {
    if (this.#person(request.payerId) === undefined) return apiError(404, 'NOT_FOUND', '没有该缴费人');
    let amountFen = 0;
    for (const line of request.lines) {
      const bill = this.#bill(line);
      if (bill === undefined) return apiError(404, 'NOT_FOUND', '没有该应缴信息');
      if (bill.status === 'paid') return apiError(409, 'ALREADY_PAID', '该费款已缴');
      if (bill.status !== 'due') return apiError(409, 'PERIOD_CLOSED', '该费款不可缴');
      const price = priceOf(bill, line.tierId);
      if (price === null) return apiError(400, 'BAD_TIER', '缴费档次不正确');
      amountFen += price;
    }
    const quote: ModelQuote = {
      quoteId: this.#number('Q'),
      amountFen,
      lines: request.lines,
      validUntil: this.#now() + this.#quoteLifeMs,
    };
    this.#state.quotes.push(quote);
    return {
      status: 200,
      body: {
        quoteId: quote.quoteId,
        amountFen,
        lines: quote.lines,
        validUntil: rfc3339(quote.validUntil),
      },
    };
  }

  book(request: z.infer<typeof bookingRequest>): Plain {
    const known = this.#booking(request.bookingKey);
    if (known !== undefined) {
      return JSON.stringify(known.request) === JSON.stringify(request)
        ? postAnswer(known)
        : apiError(422, 'KEY_REUSED', '该入账号已用于另一笔业务');
    }
    const quote = this.#state.quotes.find((each) => each.quoteId === request.quoteId);
    const forced = this.nextBooking;
    this.nextBooking = null;
    const refusal = this.#refusal(request, quote);
    const verdict: Verdict =
      forced ?? (refusal === null ? this.#booked() : { status: 'rejected', code: refusal });
    const booking: ModelBooking = { request, lines: quote?.lines ?? [], verdict };
    this.#state.bookings.push(booking);
    return postAnswer(booking);
  }

  queryBooking(bookingKey: string): Plain {
    const booking = this.#booking(bookingKey);
    return booking === undefined
      ? apiError(404, 'NOT_FOUND', '没有该笔入账')
      : { status: 200, body: answerOf(booking) };
  }

  openCase(request: z.infer<typeof caseRequest>): Plain {
    return openCase(request, {
      cases: this.#state.cases,
      now: this.#now(),
      knows: (insuredId) => this.#person(insuredId) !== undefined,
      hasVoucher: (voucherNo) => this.#payments().some((payment) => payment.voucherNo === voucherNo),
      number: () => this.#number('C'),
    });
  }

  payments(insuredId: string, from: string | null, to: string | null): Plain {
    if (this.#person(insuredId) === undefined) return apiError(404, 'NOT_FOUND', '没有该参保人');
    return listPayments(this.#payments(), insuredId, from, to);
  }

  /** Somebody, or the first of all, has paid last year's premium twice. false = nobody has that id. */
  payTwice(insuredId: string | undefined): boolean {
    const person = insuredId === undefined ? this.#people[0] : this.#person(insuredId);
    const bill = person?.bills.find(({ amountFen }) => amountFen !== undefined);
    if (person === undefined || bill === undefined) return false;
    this.#state.payments.push(...paidTwice(person.insuredId, bill, this.#now(), () => this.#number('4404')));
    return true;
  }

  /** The second of what was paid twice is given back. false = there is none. */
  giveBackSecond(): boolean {
    const standing = this.#state.payments.filter(({ refundedAt }) => refundedAt === undefined);
    const second = standing.at(-1);
    if (second === undefined || standing.length < 2) return false;
    second.refundedAt = rfc3339(this.#now());
    return true;
  }

  /** All bookings of one Asia/Shanghai day of payment, of one terminal or of all. */
  list(date: string | null, terminalId: string | null): Plain {
    if (date === null || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return apiError(400, 'BAD_REQUEST', '日期不正确');
    const bookings = this.#state.bookings
      .filter(({ request }) => shanghaiDay(request.paidAt) === date)
      .filter(({ request }) => terminalId === null || request.terminalId === terminalId)
      .map(({ request: { terminalId: _, ...rest }, verdict }) => ({
        ...rest,
        status: verdict.status,
        ...(verdict.status === 'booked' ? { voucherNo: verdict.voucherNo } : {}),
        ...(verdict.status === 'rejected' ? { code: verdict.code } : {}),
      }));
    return { status: 200, body: { bookings } };
  }

  /** Moves pending bookings, all or one, to their end. false = there was none. */
  settlePending(end: 'booked' | { readonly code: string }, bookingKey: string | undefined): boolean {
    const pending = this.#state.bookings.filter(
      ({ verdict, request }) =>
        verdict.status === 'pending' && (bookingKey ?? request.bookingKey) === request.bookingKey,
    );
    for (const booking of pending) {
      booking.verdict = end === 'booked' ? this.#booked() : { status: 'rejected', code: end.code };
    }
    return pending.length > 0;
  }

  inspect(): AgencyBooks {
    const bookings = this.#state.bookings.map(({ request, lines, verdict }) => ({
      bookingKey: request.bookingKey,
      amountFen: request.amountFen,
      billIds: lines.map((line) => line.billId),
      status: verdict.status,
      ...(verdict.status === 'booked' ? { voucherNo: verdict.voucherNo } : {}),
      ...(verdict.status === 'rejected' ? { code: verdict.code } : {}),
    }));
    const booked = bookings.filter((booking) => booking.status === 'booked');
    return { bookings, bookedFen: booked.reduce((sum, booking) => sum + booking.amountFen, 0) };
  }

  #lookupToken(token: string): Plain {
    const hash = createHash('sha256').update(token).digest('hex');
    const holder =
      this.#person(this.#issuedTokens.get(token) ?? '') ??
      this.#people.find((person) => person.ecodeTokens.includes(token));
    if (holder === undefined || this.#state.spentTokens.includes(hash)) {
      return apiError(410, 'TOKEN_EXPIRED', '二维码已失效，请刷新后再扫');
    }
    this.#state.spentTokens.push(hash);
    return publicPart(holder, false);
  }

  /** Why the agency would not book it; judged by the time of payment, not of the call. */
  #refusal(request: z.infer<typeof bookingRequest>, quote: ModelQuote | undefined): string | null {
    if (quote === undefined) return 'UNKNOWN_QUOTE';
    if (quote.amountFen !== request.amountFen) return 'AMOUNT_MISMATCH';
    if (Date.parse(request.paidAt) > quote.validUntil) return 'QUOTE_EXPIRED';
    for (const line of quote.lines) {
      if (this.#isTaken(line.billId)) return 'ALREADY_PAID';
      if (this.#bill(line)?.status !== 'due') return 'PERIOD_CLOSED';
    }
    return null;
  }

  /** What was paid elsewhere, and what terminals have booked, line by line. */
  #payments(): readonly ModelPayment[] {
    const booked = this.#state.bookings.flatMap(({ request, lines, verdict }) =>
      lines.flatMap((line): readonly ModelPayment[] => {
        const bill = this.#bill(line);
        if (verdict.status !== 'booked' || bill === undefined) return [];
        const { insuredId, tierId } = line;
        const { item, period } = bill;
        const { paidAt, channel, bookingKey } = request;
        const amountFen = priceOf(bill, tierId) ?? 0;
        const { voucherNo } = verdict;
        return [{ insuredId, voucherNo, item, period, amountFen, paidAt, channel, bookingKey }];
      }),
    );
    return [...this.#state.payments, ...booked];
  }

  #person(insuredId: string): Person | undefined {
    return this.#people.find((person) => person.insuredId === insuredId);
  }

  #bill(line: Line): Bill | undefined {
    const bill = this.#person(line.insuredId)?.bills.find((each) => each.billId === line.billId);
    return bill === undefined ? undefined : this.#asOfNow(bill);
  }

  #asOfNow(bill: Bill): Bill {
    const paid = this.#state.bookings.some(
      ({ verdict, lines }) =>
        verdict.status === 'booked' && lines.some((line) => line.billId === bill.billId),
    );
    return paid ? { ...bill, status: 'paid' } : bill;
  }

  /** A pending booking holds its bills: nobody else's money may be booked on them meanwhile. */
  #isTaken(billId: string): boolean {
    return this.#state.bookings.some(
      ({ verdict, lines }) => verdict.status !== 'rejected' && lines.some((line) => line.billId === billId),
    );
  }

  #booking(bookingKey: string): ModelBooking | undefined {
    return this.#state.bookings.find(({ request }) => request.bookingKey === bookingKey);
  }

  #booked(): Verdict {
    return { status: 'booked', voucherNo: this.#number('4404'), bookedAt: rfc3339(this.#now()) };
  }

  #number(prefix: string): string {
    this.#state.seq += 1;
    const day = rfc3339(this.#now()).slice(0, 10).replaceAll('-', '');
    return `${prefix}${day}${String(this.#state.seq).padStart(8, '0')}`;
  }
}

function postAnswer(booking: ModelBooking): Plain {
  const status = { booked: 200, pending: 202, rejected: 409 }[booking.verdict.status];
  return { status, body: answerOf(booking) };
}

function answerOf({ verdict, request }: ModelBooking): Plain['body'] {
  return { ...verdict, bookingKey: request.bookingKey };
}
