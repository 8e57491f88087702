/** A key that went down. */
export interface Stroke {
  /** As the browser names it: one character, or a name such as `Enter` or `Shift`. */
  readonly key: string;
  /** When, in milliseconds of any clock that does not run backwards. */
  readonly at: number;
  /** Held down together with Ctrl, Alt or Meta. */
  readonly combined: boolean;
  /** The system's own repetition of a key that stays down. */
  readonly repeat: boolean;
}

export interface Verdict {
  /** The key belongs to a scanner, or may do so: nobody else may see it. */
  readonly swallow: boolean;
  /** The code that it completes. */
  readonly code: string | null;
}

/** Longest pause between two keys of a burst. Scanners pause for 1 to 20 ms, a quick typist's fingers for 80. */
const MAX_PAUSE_MS = 50;
/** Shorter bursts are no code of any kind that is shown here; two keys can fall on each other by accident. */
const MIN_LENGTH = 6;
/** The longest code (2 KiB) and its AIM prefix. */
const MAX_LENGTH = 2_048 + 3;

/** Keys that only change others. */
const MODIFIERS = new Set(['Shift', 'CapsLock', 'NumLock', 'Control', 'Alt', 'AltGraph', 'Meta']);

const PASS: Verdict = { swallow: false, code: null };
const SWALLOW: Verdict = { swallow: true, code: null };

/**
 * Tells the bursts of a scanner that types like a keyboard from fingers: characters less than 50 ms apart, ENTER at the
 * end. What the first character of a burst is can only be told by the second, so every printable character is kept from the
 * page: none of its controls takes any. Blanks and ENTER, which press buttons, are kept back in the middle of a burst
 * only, so that the terminal can still be worked with the keys of an assistive device.
 *
 * Holds at most one code.
 */
export class BurstRecogniser {
  #text = '';
  /** More than the longest code, or a character that no code has: this burst will not be one. */
  #spoiled = false;
  #last = Number.NEGATIVE_INFINITY;

  press({ key, at, combined, repeat }: Stroke): Verdict {
    if (MODIFIERS.has(key)) return PASS;
    const running = at - this.#last < MAX_PAUSE_MS && (this.#text !== '' || this.#spoiled);
    if (!running) this.#reset();
    if (repeat || combined) {
      this.#reset();
      return repeat && !combined && isCharacter(key) && key !== ' ' ? SWALLOW : PASS;
    }
    if (key === 'Enter') return running ? this.#finish() : PASS;
    if (!isCharacter(key)) {
      this.#reset();
      return PASS;
    }
    if (key === ' ' && !running) return PASS;
    this.#append(key);
    this.#last = at;
    return SWALLOW;
  }

  #append(key: string): void {
    if (this.#text.length === MAX_LENGTH || !/^[\x20-\x7e]$/.test(key)) {
      this.#spoiled = true;
      this.#text = '';
    }
    if (!this.#spoiled) this.#text += key;
  }

  /** The ENTER of a burst is the scanner's, even if the burst is no code. */
  #finish(): Verdict {
    const text = this.#text;
    this.#reset();
    return { swallow: true, code: text.length >= MIN_LENGTH ? text : null };
  }

  #reset(): void {
    this.#text = '';
    this.#spoiled = false;
  }
}

/** One character, of any script; everything else that a key can be has a longer name. */
function isCharacter(key: string): boolean {
  return [...key].length === 1;
}
