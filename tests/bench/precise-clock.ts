import { type Clock, SystemClock, type Timer } from '../../drivers/base/clock.ts';

/** The system's timers come up to so much late, milliseconds. */
const COARSE_MS = 2;

/**
 * Fires within some microseconds, where the system's timers are late by a millisecond: ten bytes at 115200 baud, which
 * would be counted against whoever waits for them. It pays with a busy event loop over the last two milliseconds, so it
 * is for emulated lines in measurements only.
 */
export class PreciseClock implements Clock {
  readonly #system = new SystemClock();

  now(): number {
    return this.#system.now();
  }

  monotonic(): number {
    return this.#system.monotonic();
  }

  after(ms: number, action: () => void): Timer {
    const due = this.monotonic() + ms;
    let waiting = true;
    const spin = () => {
      if (!waiting) return;
      if (this.monotonic() < due) setImmediate(spin);
      else action();
    };
    const coarse = ms > COARSE_MS ? this.#system.after(ms - COARSE_MS, spin) : null;
    if (coarse === null) setImmediate(spin);
    return {
      cancel() {
        waiting = false;
        coarse?.cancel();
      },
    };
  }
}
