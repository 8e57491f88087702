import { PdfDict, PdfName, PdfNumber, PdfRef, PdfString, type PdfValue } from './pdf-values.ts';

/** A keyword: `obj`, `stream`, or an operator of a content stream. */
export class Keyword {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const WHITE = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const DELIMITERS = new Set([...'()<>[]{}/%'].map((char) => char.charCodeAt(0)));
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Reads the tokens and values of PDF syntax (ISO 32000-1, 7.2 and 7.3). @throws Error where it is broken */
export class Lexer {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** null at the end. */
  next(): PdfValue | Keyword | undefined {
    this.#skip();
    if (this.at >= this.#bytes.length) return undefined;
    const char = this.#char();
    if (char === '/') return this.#name();
    if (char === '(') return this.#literal();
    if (char === '[') return this.#array();
    if (char === '<') return this.#char(1) === '<' ? this.#dict() : this.#hex();
    const word = this.#word();
    if (word === '') throw new Error(`unexpected ${char} at ${this.at}`);
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) return new PdfNumber(word);
    if (word === 'true' || word === 'false') return word === 'true';
    return word === 'null' ? null : new Keyword(word);
  }

  /** A value, or a reference `12 0 R`. */
  value(): PdfValue {
    const first = this.next();
    if (first instanceof Keyword || first === undefined) throw new Error(`no value at ${this.at}`);
    if (!(first instanceof PdfNumber && first.isInteger)) return first;
    const behind = this.at;
    const match = /^\s+\d+\s+R(?![^\s/<>[\]()%])/.exec(this.#bytes.toString('latin1', behind, behind + 24));
    if (match === null) return first;
    this.at = behind + match[0].length;
    return new PdfRef(first.value);
  }

  #skip(): void {
    for (;;) {
      const byte = this.#bytes[this.at];
      if (byte !== undefined && WHITE.has(byte)) this.at++;
      else if (byte === 0x25) while (this.at < this.#bytes.length && !/[\r\n]/.test(this.#char())) this.at++;
      else return;
    }
  }

  #char(ahead = 0): string {
    return String.fromCharCode(this.#bytes[this.at + ahead] ?? 0);
  }

  #word(): string {
    const from = this.at;
    for (;;) {
      const byte = this.#bytes[this.at];
      if (byte === undefined || WHITE.has(byte) || DELIMITERS.has(byte)) break;
      this.at++;
    }
    return this.#bytes.toString('latin1', from, this.at);
  }

  #name(): PdfName {
    this.at++;
    const escaped = this.#word();
    return new PdfName(
      escaped.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    );
  }

  #literal(): PdfString {
    const found: string[] = [];
    let depth = 0;
    do {
      if (this.at >= this.#bytes.length) throw new Error('a string without its end');
      const char = this.#char();
      this.at++;
      if (char === '\\') found.push(this.#escape());
      else {
        if (char === '(') depth++;
        if (char === ')') depth--;
        found.push(char);
      }
    } while (depth > 0);
    return new PdfString(Buffer.from(found.slice(1, -1).join(''), 'latin1'), null);
  }

  #escape(): string {
    const octal = /^[0-7]{1,3}/.exec(this.#bytes.toString('latin1', this.at, this.at + 3))?.[0];
    if (octal !== undefined) {
      this.at += octal.length;
      return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    }
    const char = this.#char();
    this.at++;
    return ESCAPES[char] ?? (/[\r\n]/.test(char) ? '' : char);
  }

  #hex(): PdfString {
    const end = this.#bytes.indexOf('>', this.at);
    const digits = this.#bytes.toString('latin1', this.at + 1, end).replaceAll(/\s/g, '');
    this.at = end + 1;
    return new PdfString(Buffer.from(digits, 'hex'), digits);
  }

  #array(): readonly PdfValue[] {
    this.at++;
    const found: PdfValue[] = [];
    for (;;) {
      this.#skip();
      if (this.#char() === ']') break;
      found.push(this.value());
    }
    this.at++;
    return found;
  }

  #dict(): PdfDict {
    this.at += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      this.#skip();
      if (this.#char() === '>') break;
      const key = this.next();
      if (!(key instanceof PdfName)) throw new Error(`a dictionary without a key at ${this.at}`);
      entries.set(key.value, this.value());
    }
    this.at += 2;
    return new PdfDict(entries);
  }
}
