/**
 * Time, injected everywhere. Production uses `SystemClock`; tests use `VirtualClock` and never sleep; the demo rig uses
 * `ShiftableClock`, so that a technician can jump to the end of a payment code's life.
 */
export interface Clock {
  /** Wall clock, milliseconds since the epoch. May jump; use it for stamps that people or servers read. */
  now(): number;
  /** Milliseconds that never run backwards; use it for durations. */
  monotonic(): number;
  /** Runs `action` once, at least `ms` milliseconds from now. */
  after(ms: number, action: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** A promise that settles after `ms` of the given clock. */
export function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}

export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  after(ms: number, action: () => void): Timer {
    const handle = setTimeout(action, ms);
    return { cancel: () => clearTimeout(handle) };
  }
}

interface Pending {
  readonly due: number;
  readonly order: number;
  readonly action: () => void;
}

/** Stands still until it is advanced. Timers fire in due order; timers set while advancing fire too when due. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #start: number;
  #order = 0;
  readonly #pending = new Set<Pending>();

  constructor(startEpochMs = Date.parse('2026-11-24T09:00:00+08:00')) {
    this.#now = startEpochMs;
    this.#start = startEpochMs;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now - this.#start;
  }

  after(ms: number, action: () => void): Timer {
    const pending: Pending = { due: this.#now + Math.max(0, ms), order: this.#order++, action };
    this.#pending.add(pending);
    return { cancel: () => this.#pending.delete(pending) };
  }

  /** Number of timers waiting; a test may assert that nothing is left behind. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Milliseconds until the next timer, or null when none waits. */
  untilNext(): number | null {
    const next = this.#next(Number.POSITIVE_INFINITY);
    return next === null ? null : next.due - this.#now;
  }

  /**
   * Moves time forward and fires what falls due. Between two timers it lets pending promises settle, so that code which
   * awaits a timer and then sets the next one behaves as it would in real time.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#next(end); next !== null; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.due);
      this.#pending.delete(next);
      next.action();
      await settle();
    }
    this.#now = end;
    await settle();
  }

  #next(end: number): Pending | null {
    let best: Pending | null = null;
    for (const pending of this.#pending) {
      if (pending.due > end) continue;
      if (
        best === null ||
        pending.due < best.due ||
        (pending.due === best.due && pending.order < best.order)
      ) {
        best = pending;
      }
    }
    return best;
  }
}

/** Lets everything that is already resolved run: enough turns for a chain of awaits, none of them timed. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Real time plus an offset that only grows. Advancing fires the timers that fall due and re-arms the others. */
export class ShiftableClock implements Clock {
  readonly #base: Clock;
  #offset = 0;
  readonly #armed = new Map<Pending, Timer>();
  #order = 0;

  constructor(base: Clock = new SystemClock()) {
    this.#base = base;
  }

  now(): number {
    return this.#base.now() + this.#offset;
  }

  monotonic(): number {
    return this.#base.monotonic() + this.#offset;
  }

  after(ms: number, action: () => void): Timer {
    const pending: Pending = { due: this.monotonic() + Math.max(0, ms), order: this.#order++, action };
    this.#arm(pending);
    return {
      cancel: () => {
        this.#armed.get(pending)?.cancel();
        this.#armed.delete(pending);
      },
    };
  }

  /**
   * Jumps `ms` milliseconds ahead, in whole ones, as a wall clock counts (the journal takes no other); due timers fire in
   * order, before this returns control to the event loop.
   */
  advance(ms: number): void {
    this.#offset += Math.max(0, Math.round(ms));
    const waiting = [...this.#armed.keys()].sort((a, b) => a.due - b.due || a.order - b.order);
    for (const pending of waiting) {
      this.#armed.get(pending)?.cancel();
      this.#arm(pending);
    }
  }

  #arm(pending: Pending): void {
    const timer = this.#base.after(Math.max(0, pending.due - this.monotonic()), () => {
      this.#armed.delete(pending);
      pending.action();
    });
    this.#armed.set(pending, timer);
  }
}
