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
 */
export class ServerClock {
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #log: Log;
  #offsetMs = 0;

  constructor(server: Server, clock: Clock, log: Log) {
    this.#server = server;
    this.#clock = clock;
    this.#log = log;
  }

  /** Epoch milliseconds at the wallet, as far as known. */
  now(): number {
    return this.#clock.now() + this.#offsetMs;
  }

  /** How far the wallet is ahead of us, milliseconds; 0 = not known, or not worth a word. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Our own clock cannot be trusted with the end of anything that the wallet ends by its own. */
  get isOff(): boolean {
    return Math.abs(this.#offsetMs) >= TOLERATED_SKEW_MS;
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
    const offset = theirs - this.#clock.now();
    const before = this.isOff;
    this.#offsetMs = Math.abs(offset) < NOISE_MS ? 0 : offset;
    if (wasWrong || this.isOff !== before) {
      this.#log.event('clock-off', { server: this.#server, seconds: Math.round(this.#offsetMs / 1000) });
    }
    return wasWrong;
  }
}
