import type { AgencyPort, Booking, BookingFault } from '../../../drivers/agency/port.ts';
import { done, type Outcome, refused } from '../../../drivers/base/outcome.ts';
import type {
  PaymentChannel,
  PrepayOrder,
  Refund,
  RefundOrder,
  Trade,
} from '../../../drivers/payment/port.ts';
import type { Call } from '../order-events.ts';

type Answers = {
  prepay: Outcome<{ readonly codeUrl: string }>;
  query: Outcome<Trade>;
  close: Outcome<void>;
  book: Outcome<Booking, BookingFault>;
  'query-booking': Outcome<Booking | null, BookingFault>;
  refund: Outcome<Refund>;
  'query-refund': Outcome<Refund | null>;
};

export const CODE_URL = 'weixin://wxpay/bizpayurl?pr=test';

/** Used when nothing else is scripted: a shop where everybody hesitates and nothing goes wrong. */
const USUAL: Answers = {
  prepay: done({ codeUrl: CODE_URL }),
  query: done({ state: 'UNPAID' }),
  close: done(undefined),
  book: done({ status: 'booked', voucherNo: 'V1', bookedAt: '2026-11-24T09:00:10+08:00' }),
  'query-booking': done(null),
  refund: done({ state: 'PROCESSING', amountFen: 38_000 }),
  'query-refund': done({ state: 'SUCCESS', amountFen: 38_000 }),
};

/**
 * Ports that answer from a script and remember what they were asked: for the engine's timing and its unusual paths.
 * What the money does over real wires is the crash campaign's business.
 */
export class ScriptedPorts {
  /** `call:argument`, in the order of arrival. */
  readonly asked: string[] = [];
  readonly #script = new Map<Call, (() => Promise<unknown>)[]>();
  readonly #always = new Map<Call, unknown>();

  /** The next answer to this call; later ones queue. */
  next<C extends Call>(call: C, ...answers: Answers[C][]): this {
    for (const answer of answers) this.#queue(call, () => Promise.resolve(answer));
    return this;
  }

  always<C extends Call>(call: C, answer: Answers[C]): this {
    this.#always.set(call, answer);
    return this;
  }

  /** The next answer comes when the returned function is called with it. */
  held<C extends Call>(call: C): (answer: Answers[C]) => void {
    const { promise, resolve } = deferred<Answers[C]>();
    this.#queue(call, () => promise);
    return resolve;
  }

  throws(call: Call): this {
    this.#queue(call, () => Promise.reject(new Error('bug')));
    return this;
  }

  count(call: Call): number {
    return this.asked.filter((entry) => entry.startsWith(`${call}:`)).length;
  }

  readonly channel: PaymentChannel = {
    id: 'wechat',
    scannedWith: ['wechat'],
    prepayBody: (order: PrepayOrder) => JSON.stringify(order),
    prepay: (body) => this.#answer('prepay', body),
    query: (id) => this.#answer('query', id),
    close: (id) => this.#answer('close', id),
    refundBody: (refund: RefundOrder) => JSON.stringify(refund),
    refund: (body) => this.#answer('refund', body),
    queryRefund: (no) => this.#answer('query-refund', no),
    shutdown: () => Promise.resolve(),
  };

  readonly agency: AgencyPort = {
    lookup: () => Promise.resolve(refused('UNEXPECTED')),
    bills: () => Promise.resolve(refused('UNEXPECTED')),
    quote: () => Promise.resolve(refused('UNEXPECTED')),
    book: (body) => this.#answer('book', body),
    queryBooking: (key) => this.#answer('query-booking', key),
    close: () => Promise.resolve(),
  };

  #queue(call: Call, answer: () => Promise<unknown>): void {
    const queue = this.#script.get(call) ?? [];
    queue.push(answer);
    this.#script.set(call, queue);
  }

  #answer<C extends Call>(call: C, argument: string): Promise<Answers[C]> {
    this.asked.push(`${call}:${argument}`);
    const scripted = this.#script.get(call)?.shift();
    const answer = scripted?.() ?? Promise.resolve(this.#always.get(call) ?? USUAL[call]);
    return answer as Promise<Answers[C]>;
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
