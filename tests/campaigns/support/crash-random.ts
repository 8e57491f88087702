/** Luck that can be had again: the same seed gives the same numbers on every machine (mulberry32). */
export class Luck {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 ≤ x < 1. */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** 0 … `below` - 1. */
  whole(below: number): number {
    return Math.floor(this.share() * below);
  }

  oneOf<T>(things: readonly T[]): T {
    const thing = things[this.whole(things.length)];
    if (thing === undefined) throw new RangeError('nothing to choose from');
    return thing;
  }

  chance(share: number): boolean {
    return this.share() < share;
  }
}
