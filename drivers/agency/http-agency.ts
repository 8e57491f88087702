import type { ZodType } from 'zod';
import { done, type Outcome, refused, unknown } from '../base/outcome.ts';
import { parseServerUrl } from '../transport/http.ts';
import { AgencyCaller, type CallerParts, NO_SUCH_CALL, type Spoken } from './caller.ts';
import type {
  AgencyPort,
  Bill,
  Booking,
  BookingFault,
  BookingList,
  BookingRequest,
  CaseDesk,
  CaseRequest,
  DaySpan,
  Insured,
  ListedBooking,
  LookupRefusal,
  LookupRequest,
  OpenedCase,
  PastPayment,
  PaymentHistory,
  Quote,
  QuoteLine,
  QuoteRequest,
} from './port.ts';
import type { HandedReceipt, ReceiptDesk, ReceiptRefusal } from './receipt-desk.ts';
import {
  billsShape,
  bookingShape,
  caseShape,
  insuredShape,
  listedBookingsShape,
  paymentsShape,
  quoteShape,
  receiptShape,
  rejectionShape,
} from './shapes.ts';

/**
 * The agency interface v1 over HTTPS (plain http on 127.0.0.1 only). 5xx, time-outs and broken answers are *unknown*;
 * a 409 on a booking is final; every other 4xx on a booking is a fault of ours. People travel in bodies only: what
 * goes into an address is the agency's own insuredId and our booking key.
 */
export class HttpAgency implements AgencyPort, BookingList, CaseDesk, PaymentHistory, ReceiptDesk {
  readonly #caller: AgencyCaller;

  /** Throws on a base address that the configuration check would have refused. */
  constructor(config: { readonly baseUrl: string }, parts: CallerParts) {
    const base = parseServerUrl(config.baseUrl);
    if (!base.ok) throw new Error(`agency base address: ${base.error.code}`);
    this.#caller = new AgencyCaller(base.value, parts);
  }

  lookup(request: LookupRequest): Promise<Outcome<Insured, LookupRefusal>> {
    const body = JSON.stringify(request);
    return this.#caller.call(
      { op: 'lookup', method: 'POST', target: '/v1/insured/lookup', body },
      (answer) => (isRefusal(answer) ? refused(lookupRefusal(answer)) : reading(insuredShape, answer)),
    );
  }

  bills(insuredId: string): Promise<Outcome<readonly Bill[], 'NOT_FOUND' | 'UNEXPECTED'>> {
    const target = `/v1/insured/${encodeURIComponent(insuredId)}/bills`;
    return this.#caller.call({ op: 'bills', method: 'GET', target }, (answer) => {
      if (isRefusal(answer)) return refused(answer.status === 404 ? 'NOT_FOUND' : 'UNEXPECTED');
      const outcome = reading(billsShape, answer);
      return outcome.kind === 'ok' ? done(outcome.value.bills) : outcome;
    });
  }

  quote(request: QuoteRequest): Promise<Outcome<Quote, string>> {
    const body = JSON.stringify(request);
    return this.#caller.call<Quote, string>(
      { op: 'quote', method: 'POST', target: '/v1/quotes', body },
      (answer) => {
        if (isRefusal(answer)) return refused(answer.code);
        const outcome = reading(quoteShape, answer);
        if (outcome.kind !== 'ok') return outcome;
        // A price for something else than what was asked must never be charged.
        return isSameLines(outcome.value.lines, request.lines) ? outcome : unknown('bad-answer');
      },
    );
  }

  book(bodyText: string): Promise<Outcome<Booking, BookingFault>> {
    const key = keyOf(bodyText);
    return this.#caller.call(
      { op: 'book', method: 'POST', target: '/v1/bookings', body: bodyText },
      (answer) => {
        if (answer.status === 409) {
          const rejection = rejectionShape.safeParse(answer.json);
          return rejection.success
            ? ours(key, done({ ...rejection.data, status: 'rejected' }))
            : unknown('bad-answer');
        }
        return isRefusal(answer) ? refused('OUR_FAULT') : ours(key, reading(bookingShape, answer));
      },
    );
  }

  queryBooking(bookingKey: string): Promise<Outcome<Booking | null, BookingFault>> {
    const target = `/v1/bookings/${encodeURIComponent(bookingKey)}`;
    return this.#caller.call<Booking | null, BookingFault>(
      { op: 'query-booking', method: 'GET', target },
      (answer) => {
        if (!isRefusal(answer)) return ours(bookingKey, reading(bookingShape, answer));
        return answer.status === 404 && answer.code === 'NOT_FOUND' ? done(null) : refused('OUR_FAULT');
      },
    );
  }

  bookings(day: string, terminalId: string): Promise<Outcome<readonly ListedBooking[], 'UNEXPECTED'>> {
    const target = `/v1/bookings?date=${day}&terminalId=${encodeURIComponent(terminalId)}`;
    return this.#caller.call({ op: 'bookings', method: 'GET', target }, (answer) => {
      if (isRefusal(answer)) return refused('UNEXPECTED');
      const outcome = reading(listedBookingsShape, answer);
      return outcome.kind === 'ok' ? done(outcome.value.bookings) : outcome;
    });
  }

  payments(
    insuredId: string,
    { from, to }: DaySpan,
  ): Promise<Outcome<readonly PastPayment[], 'NOT_FOUND' | 'UNEXPECTED'>> {
    const target = `/v1/insured/${encodeURIComponent(insuredId)}/payments?from=${from}&to=${to}`;
    return this.#caller.call({ op: 'payments', method: 'GET', target }, (answer) => {
      if (isRefusal(answer)) return refused(answer.status === 404 ? 'NOT_FOUND' : 'UNEXPECTED');
      const outcome = reading(paymentsShape, answer);
      return outcome.kind === 'ok' ? done(outcome.value.payments) : outcome;
    });
  }

  openCase(request: CaseRequest): Promise<Outcome<OpenedCase, string>> {
    const body = JSON.stringify(request);
    return this.#caller.call<OpenedCase, string>(
      { op: 'case', method: 'POST', target: '/v1/cases', body },
      (answer) => (isRefusal(answer) ? refused(answer.code) : reading(caseShape, answer)),
    );
  }

  putReceipt(claim: string, receipt: HandedReceipt): Promise<Outcome<void, ReceiptRefusal>> {
    const target = `/v1/receipts/${encodeURIComponent(claim)}`;
    const body = JSON.stringify(receipt);
    return this.#caller.call<void, ReceiptRefusal>(
      { op: 'put-receipt', method: 'PUT', target, body, isExtension: true },
      (answer) => {
        if (isRefusal(answer)) return refused(answer.code === NO_SUCH_CALL ? 'NO_DESK' : 'UNEXPECTED');
        const parsed = receiptShape.safeParse(answer.json);
        // A page that says 200 has not taken anything: the answer names what was handed over.
        return parsed.success && parsed.data.claim === claim ? done(undefined) : unknown('bad-answer');
      },
    );
  }

  close(): Promise<void> {
    return this.#caller.close();
  }
}

/** undefined for a body that is none: the agency will say so. */
function keyOf(bodyText: string): string | undefined {
  try {
    const { bookingKey } = JSON.parse(bodyText) as Partial<BookingRequest>;
    return bookingKey;
  } catch {
    return undefined;
  }
}

/** An answer that names another booking than ours has gone astray, and says nothing about ours. */
function ours(
  key: string | undefined,
  outcome: Outcome<Booking & { readonly bookingKey?: string | undefined }, never>,
): Outcome<Booking, never> {
  if (outcome.kind !== 'ok') return outcome;
  const { bookingKey = key, ...booking } = outcome.value;
  return bookingKey === key ? done(booking) : unknown('bad-answer');
}

function isRefusal(answer: Spoken): answer is Spoken & { readonly code: string } {
  return 'code' in answer;
}

function lookupRefusal({ status, code }: { readonly status: number; readonly code: string }): LookupRefusal {
  if (status === 404 && code === 'NOT_INSURED') return code;
  return status === 410 && code === 'TOKEN_EXPIRED' ? code : 'UNEXPECTED';
}

/** 200 and 202 are the only successes of the interface; another one is an answer to a question that was not asked. */
function reading<Shape>(shape: ZodType<Shape>, answer: Spoken): Outcome<Shape, never> {
  const parsed = shape.safeParse(answer.status === 200 || answer.status === 202 ? answer.json : undefined);
  return parsed.success ? done(parsed.data) : unknown('bad-answer');
}

/** The same lines in any order. A tier may be named in the answer only if it was chosen. */
function isSameLines(answered: readonly QuoteLine[], asked: readonly QuoteLine[]): boolean {
  const keys = (lines: readonly QuoteLine[]): string =>
    JSON.stringify(lines.map(({ insuredId, billId, tierId }) => [insuredId, billId, tierId ?? '']).sort());
  return keys(answered) === keys(asked);
}
