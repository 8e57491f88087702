/**
 * Counts what a roll still gives once its sensor says that it ends: the sensor sees a metre or more, but not how much.
 * After so many slips the paper counts as used up, so that no slip ends in the middle.
 */
export class RollCount {
  readonly #slips: number;
  #printed = 0;
  #isLow = false;

  /** @param slips that may be printed after the roll was first seen near its end */
  constructor(slips: number) {
    this.#slips = slips;
  }

  /** What the sensor says now; a new roll begins anew. */
  see(nearEnd: boolean): void {
    if (!nearEnd) this.#printed = 0;
    this.#isLow = nearEnd;
  }

  /** A slip, or a part of one, has come out. */
  used(): void {
    if (this.#isLow) this.#printed += 1;
  }

  /** Counted before a restart. Dropped again when the sensor sees a full roll. */
  remember(printed: number): void {
    this.#printed = printed;
  }

  /** A full one was put in, whatever the sensor says: it may sit badly, or the new roll be a thin one. */
  renew(): void {
    this.#printed = 0;
  }

  get counted(): { readonly isLow: boolean; readonly slips: number; readonly of: number } {
    return { isLow: this.#isLow, slips: this.#printed, of: this.#slips };
  }

  get isUsedUp(): boolean {
    return this.#isLow && this.#printed >= this.#slips;
  }
}
