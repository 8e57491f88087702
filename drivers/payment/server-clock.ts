import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { LogEvents } from '../base/log-events.ts';
import { type HttpAnswer, onlyHeader } from '../transport/http.ts';

/** The server's stamp has whole seconds and travels: below this there is nothing to correct. */
const NOISE_MS = 5_000;
/** From here on a technician hears that the terminal's clock is off. */
export const TOLERATED_SKEW_MS = 60_000;

type Server = LogEvents['clock-off']['server'];

/**
 * What time it is at the wallet: our clock plus an offset learnt from the `Date` header of its answers. Requests are
 * signed with this time and answers judged by it, so that a terminal whose clock is off can still find out what became of
 * money that is under way. It does not heal the clock: see `isOff`.
 *
 * When somebody sets our clock right, that is known at once and without a call: a terminal that sells nothing because its
 * clock is off has nothing to ask the wallet either, and would never hear of it.
 */
export class ServerClock {
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #log: Log;
  #learnt: Learnt = { offsetMs: 0, wallMs: 0, monotonicMs: 0 };
  /** What the technician was told last. */
  #toldOff = false;

  constructor(server: Server, clock: Clock, log: Log) {
    this.#server = server;
    this.#clock = clock;
    this.#log = log;
  }

  /** Epoch milliseconds at the wallet, as far as known. */
  now(): number {
    return this.#clock.now() + this.offsetMs;
  }

  /**
   * How far the wallet is ahead of us, milliseconds; 0 = not known, or not worth a word. A clock that has been moved
   * against the monotonic one since the last answer counts as moved only when that brought it nearer to the wallet's: a
   * computer that has slept looks as if its clock had been moved too.
   */
  get offsetMs(): number {
    const { offsetMs, wallMs, monotonicMs } = this.#learnt;
    if (offsetMs === 0) return 0;
    const movedMs = this.#clock.now() - wallMs - (this.#clock.monotonic() - monotonicMs);
    const nowMs = Math.round(offsetMs - movedMs);
    if (Math.abs(nowMs) < NOISE_MS) return 0;
    return Math.abs(nowMs) < Math.abs(offsetMs) ? nowMs : offsetMs;
  }

  /** Our own clock cannot be trusted with the end of anything that the wallet ends by its own. */
  get isOff(): boolean {
    return Math.abs(this.offsetMs) >= TOLERATED_SKEW_MS;
  }

  /**
   * Only for answers that are the wallet's, or look like it: a captive portal has a clock as well.
   *
   * @returns true when the request just answered was signed with a time that may have been the reason of a refusal
   */
  learn(answer: HttpAnswer): boolean {
    const theirs = Date.parse(onlyHeader(answer, 'Date') ?? '');
    if (Number.isNaN(theirs)) return false;
    const wasWrong = Math.abs(theirs - this.now()) >= TOLERATED_SKEW_MS;
    const wallMs = this.#clock.now();
    const offsetMs = Math.abs(theirs - wallMs) < NOISE_MS ? 0 : theirs - wallMs;
    this.#learnt = { offsetMs, wallMs, monotonicMs: this.#clock.monotonic() };
    if (wasWrong || this.isOff !== this.#toldOff) {
      this.#toldOff = this.isOff;
      this.#log.event('clock-off', { server: this.#server, seconds: Math.round(offsetMs / 1000) });
    }
    return wasWrong;
  }
}

/** The difference at the last answer, and what both of our clocks said then. */
interface Learnt {
  readonly offsetMs: number;
  readonly wallMs: number;
  readonly monotonicMs: number;
}
