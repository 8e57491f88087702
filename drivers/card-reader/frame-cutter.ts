import { concat } from '../base/bytes.ts';

/** What stands at the beginning of the bytes: so many of them, meaning a frame or (null) nothing. */
export type Step<Frame> = 'need-more' | { readonly length: number; readonly frame: Frame | null };

/**
 * Cuts a stream of bytes, split and merged anywhere, into frames, for protocols whose frames can be told from their first
 * bytes on. Holds at most one unfinished frame: `read` must not ask for more than the longest that there is.
 */
export class FrameCutter<Frame> {
  readonly #read: (bytes: Uint8Array) => Step<Frame>;
  readonly #shortestStart: number;
  #buffer: Uint8Array = new Uint8Array(0);

  /** @param shortestStart fewer waiting bytes than this are not yet the beginning of a frame */
  constructor(read: (bytes: Uint8Array) => Step<Frame>, shortestStart = 1) {
    this.#read = read;
    this.#shortestStart = shortestStart;
  }

  push(bytes: Uint8Array): readonly Frame[] {
    this.#buffer = concat(this.#buffer, bytes);
    const frames: Frame[] = [];
    let at = 0;
    while (at < this.#buffer.length) {
      const step = this.#read(this.#buffer.subarray(at));
      if (step === 'need-more') break;
      at += step.length;
      if (step.frame !== null) frames.push(step.frame);
    }
    this.#buffer = this.#buffer.slice(at);
    return frames;
  }

  /** Whether the beginning of a frame waits for its rest. */
  get unfinished(): boolean {
    return this.#buffer.length >= this.#shortestStart;
  }

  /** The rest did not come in time (1 s, card notes 9). */
  reset(): void {
    this.#buffer = new Uint8Array(0);
  }
}
