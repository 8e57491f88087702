/** Most characters of one code (card notes 4: electronic social security card, opaque, at most 2 KiB). */
export const MAX_CODE_LENGTH = 2_048;

export type ScannedLine = { readonly kind: 'code'; readonly text: string } | { readonly kind: 'rejected' };

const CR = 0x0d;
const LF = 0x0a;
/** AIM symbology identifier that some engines put before the data, e.g. `]Q1` for QR codes. */
const AIM_PREFIX = /^\][A-Za-z][0-9A-Za-z]/;

/**
 * Cuts what a scan engine sends into codes: text ended by CR, LF or both, or by silence (`flush`). A line with control
 * characters or bytes beyond ASCII, or one that is too long, is rejected whole: half a token is no token. Holds at most
 * one line of MAX_CODE_LENGTH.
 */
export class LineCutter {
  #line: number[] = [];
  #spoiled = false;

  push(bytes: Uint8Array): readonly ScannedLine[] {
    const lines: ScannedLine[] = [];
    for (const byte of bytes) {
      if (byte === CR || byte === LF) lines.push(...this.flush());
      else this.#take(byte);
    }
    return lines;
  }

  /** Whether something waits for its end. */
  get unfinished(): boolean {
    return this.#line.length > 0 || this.#spoiled;
  }

  /** Ends the line as it is; nothing when nothing came, which is also what stands between a CR and its LF. */
  flush(): readonly ScannedLine[] {
    if (!this.unfinished) return [];
    const text = String.fromCharCode(...this.#line)
      .replace(AIM_PREFIX, '')
      .trim();
    const spoiled = this.#spoiled;
    this.reset();
    return [spoiled || text === '' ? { kind: 'rejected' } : { kind: 'code', text }];
  }

  reset(): void {
    this.#line = [];
    this.#spoiled = false;
  }

  #take(byte: number): void {
    if (byte < 0x20 || byte > 0x7e || this.#line.length === MAX_CODE_LENGTH) {
      this.#spoiled = true;
      this.#line = [];
    }
    if (!this.#spoiled) this.#line.push(byte);
  }
}
