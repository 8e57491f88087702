import type { Timer } from '../../drivers/base/clock.ts';
import type { Learnt } from './calls.ts';
import type { Call, Order } from './order-events.ts';
import type { OrderState } from './port.ts';
import { delayBefore, LEAST_GAP_MS } from './schedule.ts';

/** What comes from us and not from an answer. */
export type Owed = 'CANCELLED' | 'EXPIRED' | 'RESTARTED' | 'BILL_CONTRADICTS';

/** What this process knows of an open order beyond its row: the code on the screen, timers, and how calls have gone. */
export class Run {
  #order: Order;
  codeUrl: string | null = null;
  /** A call is under way; there is never a second one. */
  busy = false;
  /** Something happened that could not be written yet; it goes before any call. */
  owed: Owed | null = null;
  #next: Timer | null = null;
  #expiry: Timer | null = null;
  #enteredAt: number;
  /** What the next delay counts from: the end of the last call, or the entry into the state. */
  #since: number;
  #lastCallAt = Number.NEGATIVE_INFINITY;
  #lastCall: Call | null = null;
  #notBefore = Number.NEGATIVE_INFINITY;
  #calls = 0;
  #silent = false;
  #throttled = 0;
  #askedToWaitMs = 0;

  /** Times are those of the monotonic clock. */
  constructor(order: Order, now: number) {
    this.#order = order;
    this.#enteredAt = now;
    this.#since = now;
  }

  get order(): Order {
    return this.#order;
  }

  moveTo(order: Order, now: number): void {
    if (order.state !== this.#order.state) {
      this.#enteredAt = now;
      this.#since = now;
      this.#calls = 0;
    }
    this.#order = order;
  }

  /** No call before this time of the monotonic clock. */
  holdUntil(time: number): void {
    this.#notBefore = time;
  }

  /** A call that began in `state` has ended. */
  called(call: Call, state: OrderState, now: number, { event, waitMs }: Learnt): void {
    const wasSilentToo = this.#silent && this.#lastCall === call;
    this.#lastCallAt = now;
    this.#lastCall = call;
    this.#since = now;
    this.#silent = event.type === 'UNANSWERED';
    // The first answer after silence: whoever waited through the outage need not wait for the slow steps of the ladder.
    // Only to the very call that had none: who answers every question, and never the request between, is not back.
    if (wasSilentToo && !this.#silent) this.#calls = 0;
    else if (state === this.#order.state) this.#calls += 1;
    this.#throttled = waitMs === undefined ? 0 : this.#throttled + 1;
    this.#askedToWaitMs = waitMs ?? 0;
  }

  /** Milliseconds from `now` until this call is due. The same whenever it is asked: planning twice postpones nothing. */
  untilDue(call: Call, now: number): number {
    const delay = delayBefore(call, this.#order, {
      calls: this.#calls,
      throttled: this.#throttled,
      askedToWaitMs: this.#askedToWaitMs,
      sinceEnteredMs: now - this.#enteredAt,
      silent: this.#silent,
      again: this.#lastCall === call,
      absent: this.#order.closing.absentSince !== null,
    });
    return Math.max(0, this.#since + delay - now, this.#notBefore - now);
  }

  /** Milliseconds until a call that a person asked for may go; null when the server wants to be left alone. */
  untilPolite(now: number): number | null {
    return this.#throttled > 0 ? null : Math.max(0, this.#lastCallAt + LEAST_GAP_MS - now);
  }

  setNext(timer: Timer | null): void {
    this.#next?.cancel();
    this.#next = timer;
  }

  setExpiry(timer: Timer | null): void {
    this.#expiry?.cancel();
    this.#expiry = timer;
  }

  get hasExpiry(): boolean {
    return this.#expiry !== null;
  }

  cancelTimers(): void {
    this.setNext(null);
    this.setExpiry(null);
  }
}
