import { codeText, MAX_RAW_LENGTH } from './code-text.ts';

/** A whole code, or something that is none. */
export type Scanned = { readonly kind: 'code'; readonly text: string } | { readonly kind: 'rejected' };

const CR = 0x0d;
const LF = 0x0a;

/**
 * Cuts what a scan engine sends into codes: text ended by CR, LF or both, or by silence (`flush`). A line with control
 * characters or bytes beyond ASCII, or one that is too long, is rejected whole. Holds at most one line of MAX_RAW_LENGTH.
 */
export class LineCutter {
  #line: number[] = [];
  #spoiled = false;

  push(bytes: Uint8Array): readonly Scanned[] {
    const lines: Scanned[] = [];
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
  flush(): readonly Scanned[] {
    if (!this.unfinished) return [];
    const text = this.#spoiled ? null : codeText(String.fromCharCode(...this.#line));
    this.reset();
    return [text === null ? { kind: 'rejected' } : { kind: 'code', text }];
  }

  reset(): void {
    this.#line = [];
    this.#spoiled = false;
  }

  #take(byte: number): void {
    if (byte < 0x20 || byte > 0x7e || this.#line.length === MAX_RAW_LENGTH) {
      this.#spoiled = true;
      this.#line = [];
    }
    if (!this.#spoiled) this.#line.push(byte);
  }
}
