import type { Clock, Timer } from '../../drivers/base/clock.ts';

/**
 * A clock whose timers end together. A statechart that died of a bug does not stop what it had started; its timers are on
 * this clock, and so they die with it.
 */
export class LifetimeClock implements Clock {
  readonly #base: Clock;
  readonly #timers = new Set<Timer>();
  #ended = false;

  constructor(base: Clock) {
    this.#base = base;
  }

  now(): number {
    return this.#base.now();
  }

  monotonic(): number {
    return this.#base.monotonic();
  }

  /** After the end nothing is set any more; the action is never run. */
  after(ms: number, action: () => void): Timer {
    if (this.#ended) return { cancel: () => undefined };
    const timer = this.#base.after(ms, () => {
      this.#timers.delete(timer);
      action();
    });
    this.#timers.add(timer);
    return {
      cancel: () => {
        this.#timers.delete(timer);
        timer.cancel();
      },
    };
  }

  end(): void {
    this.#ended = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }
}
