import type { Clock } from '../base/clock.ts';

/** A head that cools down by itself is nobody's business before this. */
const PATIENCE_MS = 30_000;

/** How long the head has been too hot. */
export class CoolingWatch {
  readonly #clock: Clock;
  #hotSince: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  see(hot: boolean): void {
    this.#hotSince = hot ? (this.#hotSince ?? this.#clock.monotonic()) : null;
  }

  /** Too hot, but only just. */
  get isCooling(): boolean {
    return this.#hotSince !== null && this.#clock.monotonic() - this.#hotSince < PATIENCE_MS;
  }
}
