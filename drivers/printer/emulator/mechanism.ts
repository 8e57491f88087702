import { DOTS_PER_MM } from './model.ts';

/** Causes that a person puts into the machine and takes out again. */
export type MechanicalFault = 'cutter' | 'jam' | 'hot' | 'offline';

/** Paper, cover, motor and cutter: what the sensors see, and the status bytes that say so. */
export class Mechanism {
  /** Paper left in dots; infinite until somebody makes it end. */
  #paperLeft = Number.POSITIVE_INFINITY;
  #nearEnd = false;
  #coverOpen = false;
  readonly #faults = new Set<MechanicalFault>();
  /** A cutter or jam error holds on after its cause has gone, until the host or the cover resets it. */
  readonly #latched = new Set<MechanicalFault>();
  #fedDots = 0;

  get online(): boolean {
    // A stuck knife is not noticed before the next cut.
    const halted = this.#faults.has('hot') || this.#faults.has('offline') || this.#latched.size > 0;
    return !this.paperOut && !this.#coverOpen && !halted;
  }

  get paperOut(): boolean {
    return this.#paperLeft <= 0;
  }

  get coverOpen(): boolean {
    return this.#coverOpen;
  }

  /** All paper that has ever passed the head, mm. */
  get fedMm(): number {
    return this.#fedDots / DOTS_PER_MM;
  }

  feed(dots: number): void {
    this.#fedDots += dots;
    this.#paperLeft -= dots;
  }

  /** False when the knife is stuck: the error latches. */
  cut(): boolean {
    if (!this.#faults.has('cutter')) return true;
    this.#latched.add('cutter');
    return false;
  }

  endPaper(afterMm: number): void {
    this.#paperLeft = afterMm * DOTS_PER_MM;
  }

  loadPaper(): void {
    this.#paperLeft = Number.POSITIVE_INFINITY;
    this.#nearEnd = false;
  }

  setNearEnd(on: boolean): void {
    this.#nearEnd = on;
  }

  openCover(): void {
    this.#coverOpen = true;
  }

  /** Closing the cover makes the printer try again: what has lost its cause is forgotten. */
  closeCover(): void {
    this.#coverOpen = false;
    this.recover();
  }

  setFault(fault: MechanicalFault, on: boolean): void {
    if (!on) this.#faults.delete(fault);
    else this.#faults.add(fault);
    if (on && fault === 'jam') this.#latched.add(fault);
  }

  get recoverableError(): boolean {
    return this.#latched.size > 0;
  }

  recover(): void {
    for (const fault of this.#latched) if (!this.#faults.has(fault)) this.#latched.delete(fault);
  }

  /** DLE EOT 1 to 4. */
  realTime(n: number): number {
    const fixed = 0x12;
    switch (n) {
      case 1:
        return fixed | (this.online ? 0 : 0x08);
      case 2:
        return (
          fixed |
          (this.#coverOpen ? 0x04 : 0) |
          (this.paperOut ? 0x20 : 0) |
          (this.#errorBits() === 0 ? 0 : 0x40)
        );
      case 3:
        return fixed | this.#errorBits();
      default:
        return fixed | (this.#low ? 0x0c : 0) | (this.paperOut ? 0x60 : 0);
    }
  }

  /** GS r 1. */
  inOrder(): number {
    return this.#low ? 0x03 : 0;
  }

  get #low(): boolean {
    return this.#nearEnd || this.paperOut;
  }

  #errorBits(): number {
    return (
      (this.#latched.has('cutter') ? 0x08 : 0) |
      (this.#latched.has('jam') ? 0x04 : 0) |
      (this.#faults.has('hot') ? 0x40 : 0)
    );
  }
}
