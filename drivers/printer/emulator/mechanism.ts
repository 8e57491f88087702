import { DOTS_PER_MM, type EmulatedModel } from './model.ts';

/** Causes that a person puts into the machine and takes out again. */
export type MechanicalFault = 'cutter' | 'blunt' | 'jam' | 'hot' | 'offline';

/** `tab`: a bridge of paper is left in the middle. `none`: the knife is stuck. */
export type Cut = 'through' | 'tab' | 'none';

/** Paper, cover, motor and cutter: what the sensors see, and the status bytes that say so. */
export class Mechanism {
  readonly #model: EmulatedModel;
  /** Paper left in dots; infinite until somebody makes it end. */
  #paperLeft = Number.POSITIVE_INFINITY;
  #nearEnd = false;
  #coverOpen = false;
  readonly #faults = new Set<MechanicalFault>();
  /** A cutter or jam error holds on after its cause has gone, until the host or the cover resets it. */
  readonly #latched = new Set<MechanicalFault>();
  #fedDots = 0;
  /** A slip is at the exit, or cut off and not handed out yet. */
  #slip: 'none' | 'inside' | 'exit' = 'none';
  /** That slip is still joined to the roll. */
  #isJoined = false;
  #retracted = 0;

  constructor(model: EmulatedModel) {
    this.#model = model;
  }

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

  /** As far through as it was told to, where the knife can. A stuck one latches an error; a blunt one is not noticed. */
  cut(how: 'full' | 'partial'): Cut {
    if (this.#faults.has('cutter')) {
      this.#latched.add('cutter');
      return 'none';
    }
    const { presenter, cutsThrough } = this.#model;
    if (presenter !== 'none') this.#slip = presenter === 'told' ? 'inside' : 'exit';
    this.#isJoined = how === 'partial' || !cutsThrough || this.#faults.has('blunt');
    return this.#isJoined ? 'tab' : 'through';
  }

  /** A next slip pushes the last one out. */
  get slipAtExit(): boolean {
    return this.#slip === 'exit';
  }

  /** Slips that were drawn back, all told. */
  get retracted(): number {
    return this.#retracted;
  }

  present(): void {
    if (this.#slip === 'inside') this.#slip = 'exit';
  }

  /** False when there is nothing to draw back, or when it is joined to the roll and crumples. */
  retract(): boolean {
    if (this.#slip === 'none') return false;
    if (this.#isJoined) {
      this.#latched.add('jam');
      return false;
    }
    this.#retracted += 1;
    this.#slip = 'none';
    return true;
  }

  takeSlip(): void {
    this.#slip = 'none';
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
          fixed | (this.#coverOpen ? 0x04 : 0) | (this.paperOut ? 0x20 : 0) | (this.#hasError ? 0x40 : 0)
        );
      case 3:
        return fixed | this.#errorBits();
      default:
        return fixed | (this.#low ? 0x0c : 0) | (this.paperOut ? 0x60 : this.#hasExitBit ? 0x40 : 0);
    }
  }

  get #hasExitBit(): boolean {
    return this.#model.hasExitBit && this.slipAtExit;
  }

  /** The four bytes of automatic status; the last is reserved and 0F, as on BTP-M300. */
  automatic(): readonly number[] {
    return [
      0x10 | (this.online ? 0 : 0x08) | (this.#coverOpen ? 0x20 : 0),
      this.#errorBits(),
      (this.#low ? 0x03 : 0) | (this.paperOut ? 0x0c : 0),
      0x0f,
    ];
  }

  /** Masung, DLE EOT 5. */
  masungExit(): readonly number[] {
    return [(this.#latched.has('jam') ? 0x08 : 0) | (this.slipAtExit ? 0x04 : 0)];
  }

  /** Custom, DLE EOT 20: paper, user, recoverable, unrecoverable. */
  customFull(): readonly number[] {
    return [
      0x10,
      0x0f,
      (this.paperOut ? 0x01 : 0) | (this.#low ? 0x04 : 0) | (this.slipAtExit ? 0x20 : 0),
      this.#coverOpen ? 0x02 : 0,
      (this.#faults.has('hot') ? 0x01 : 0) | (this.#latched.has('jam') ? 0x40 : 0),
      this.#latched.has('cutter') ? 0x01 : 0,
    ];
  }

  /** GS r 1. */
  inOrder(): number {
    return this.#low ? 0x03 : 0;
  }

  get #low(): boolean {
    return this.#nearEnd || this.paperOut;
  }

  get #hasError(): boolean {
    return this.#latched.size > 0 || this.#faults.has('hot');
  }

  #errorBits(): number {
    return (
      (this.#latched.has('cutter') ? 0x08 : 0) |
      (this.#latched.has('jam') && this.#model.hasJamBit ? 0x04 : 0) |
      (this.#faults.has('hot') ? 0x40 : 0)
    );
  }
}
