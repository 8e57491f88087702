import type { Clock } from '../../drivers/base/clock.ts';
import { isRightPin, type PinHash } from './pin-hash.ts';

/** Tries until the first wait; each further one doubles the wait, up to the last. */
const TRIES = 5;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Says whether a number is the technician's, and makes guessing slow: the count outlives the window, not the app. */
export class OperatorLock {
  readonly #pin: PinHash;
  readonly #clock: Clock;
  #wrong = 0;
  /** Monotonic: setting the wall clock must not help. */
  #waitUntil = 0;

  constructor(pin: PinHash, clock: Clock) {
    this.#pin = pin;
    this.#clock = clock;
  }

  state(): { readonly triesLeft: number; readonly waitSeconds: number } {
    const waitSeconds = Math.max(0, Math.ceil((this.#waitUntil - this.#clock.monotonic()) / 1_000));
    return { triesLeft: waitSeconds > 0 ? 0 : Math.max(1, TRIES - this.#wrong), waitSeconds };
  }

  /** `wait`: the number was not even looked at. */
  try(pin: string): 'right' | 'wrong' | 'wait' {
    if (this.state().waitSeconds > 0) return 'wait';
    if (isRightPin(this.#pin, pin)) {
      this.#wrong = 0;
      return 'right';
    }
    this.#wrong += 1;
    const over = this.#wrong - TRIES;
    if (over >= 0) {
      this.#waitUntil = this.#clock.monotonic() + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** over);
    }
    return 'wrong';
  }
}
