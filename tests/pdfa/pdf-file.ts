import { inflateSync } from 'node:zlib';
import { Keyword, Lexer } from './lexer.ts';
import { PdfDict, PdfName, PdfNumber, PdfRef, PdfStream, type PdfValue } from './pdf-values.ts';

/** An object as it lies in the file; `faults` are spacings and lengths that PDF/A forbids. */
interface Placed {
  readonly value: PdfValue;
  readonly faults: readonly string[];
}

/**
 * A PDF with one plain cross-reference table, opened the way ISO 32000-1, 7.5 says: from its end, through the table. Knows
 * nothing of how ours are made.
 *
 * @throws Error where the file cannot be followed at all
 */
export class PdfFile {
  readonly bytes: Buffer;
  readonly trailer: PdfDict;
  readonly objects = new Map<number, PdfValue>();
  /** What is wrong with how objects and the table are written, each with its clause. */
  readonly faults: string[] = [];

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    const startxref = /startxref(?:\r\n|\n|\r)(\d+)(?:\r\n|\n|\r)%%EOF(?:\r\n|\n|\r)?$/.exec(
      bytes.toString('latin1', -64),
    );
    if (startxref === null) throw new Error('6.1.3 the file does not end with startxref and %%EOF');
    const table = this.#table(Number(startxref[1]));
    const trailer = new Lexer(bytes, table.end);
    const word = trailer.next();
    const dict = trailer.value();
    if (!(word instanceof Keyword && word.text === 'trailer' && dict instanceof PdfDict))
      throw new Error('no trailer');
    this.trailer = dict;
    for (const [id, offset] of table.offsets) {
      const { value, faults } = this.#object(id, offset);
      this.objects.set(id, value);
      this.faults.push(...faults);
    }
  }

  /** Follows references. */
  resolve(value: PdfValue | undefined): PdfValue {
    if (!(value instanceof PdfRef)) return value ?? null;
    return this.resolve(this.objects.get(value.id) ?? null);
  }

  /** An entry of a dictionary or of a stream's, followed. */
  get(holder: PdfValue | undefined, ...path: readonly string[]): PdfValue {
    const [key, ...rest] = path;
    const value = this.resolve(holder);
    if (key === undefined) return value;
    const dict = value instanceof PdfStream ? value.dict : value;
    return this.get(dict instanceof PdfDict ? dict.entries.get(key) : null, ...rest);
  }

  name(holder: PdfValue | undefined, ...path: readonly string[]): string | null {
    const value = this.get(holder, ...path);
    return value instanceof PdfName ? value.value : null;
  }

  number(holder: PdfValue | undefined, ...path: readonly string[]): number | null {
    const value = this.get(holder, ...path);
    return value instanceof PdfNumber ? value.value : null;
  }

  array(holder: PdfValue | undefined, ...path: readonly string[]): readonly PdfValue[] {
    const value = this.get(holder, ...path);
    return Array.isArray(value) ? value : [];
  }

  /** A stream's data with its filters undone. Knows FlateDecode. */
  data(stream: PdfValue | undefined): Buffer {
    const value = this.resolve(stream);
    if (!(value instanceof PdfStream)) return Buffer.alloc(0);
    const filter = this.get(value, 'Filter');
    const names = Array.isArray(filter) ? filter : filter === null ? [] : [filter];
    return names.reduce<Buffer>((data, name) => {
      if (!(name instanceof PdfName && name.value === 'FlateDecode'))
        throw new Error('a filter that is not read here');
      return inflateSync(data);
    }, value.raw);
  }

  get catalog(): PdfValue {
    return this.get(this.trailer, 'Root');
  }

  get pages(): readonly PdfValue[] {
    const leaves = (node: PdfValue): readonly PdfValue[] =>
      this.name(node, 'Type') === 'Pages'
        ? this.array(node, 'Kids').flatMap((kid) => leaves(this.resolve(kid)))
        : [node];
    return leaves(this.get(this.catalog, 'Pages'));
  }

  #table(start: number): { readonly offsets: ReadonlyMap<number, number>; readonly end: number } {
    const text = this.bytes.toString('latin1', start);
    const head = /^xref(\r\n|\n|\r)(\d+) (\d+)(?:\r\n|\n|\r| \n| \r)/.exec(text);
    if (head === null) throw new Error('6.1.4 no cross-reference table where startxref says');
    const [whole, , first, count] = head;
    const offsets = new Map<number, number>();
    for (let index = 0; index < Number(count); index++) {
      const entry = text.slice(whole.length + index * 20, whole.length + (index + 1) * 20);
      const parts = /^(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)$/.exec(entry);
      if (parts === null) throw new Error(`6.1.4 entry ${index} of the cross-reference table is not one`);
      if (parts[3] === 'n') offsets.set(Number(first) + index, Number(parts[1]));
    }
    return { offsets, end: start + whole.length + Number(count) * 20 };
  }

  #object(id: number, offset: number): Placed {
    const faults: string[] = [];
    const head = /^(\d+) (\d+) obj(\r\n|\n|\r)/.exec(this.bytes.toString('latin1', offset, offset + 40));
    if (head === null || Number(head[1]) !== id)
      throw new Error(`6.1.4 object ${id} is not where the table says`);
    if (!this.#isEol(offset - 1)) faults.push(`6.1.9 object ${id} does not begin on a line of its own`);
    const lexer = new Lexer(this.bytes, offset + head[0].length);
    const value = lexer.value();
    const placed = value instanceof PdfDict ? this.#stream(id, value, lexer, faults) : value;
    const end = lexer.next();
    if (!(end instanceof Keyword && end.text === 'endobj'))
      throw new Error(`6.1.9 object ${id} has no endobj`);
    if (!this.#isEol(lexer.at - 'endobj'.length - 1) || !this.#isEol(lexer.at)) {
      faults.push(`6.1.9 endobj of object ${id} does not stand on a line of its own`);
    }
    return { value: placed, faults };
  }

  #stream(id: number, dict: PdfDict, lexer: Lexer, faults: string[]): PdfValue {
    const behind = lexer.at;
    const word = lexer.next();
    if (!(word instanceof Keyword && word.text === 'stream')) {
      lexer.at = behind;
      return dict;
    }
    const eol = /^(\r\n|\n)/.exec(this.bytes.toString('latin1', lexer.at, lexer.at + 2))?.[0] ?? '';
    if (eol === '') faults.push(`6.1.7 stream of object ${id} has no line end before its data`);
    const from = lexer.at + eol.length;
    const length = dict.entries.get('Length');
    // A reference would have to be followed before the table is read; ours are written behind their data and are not.
    if (!(length instanceof PdfNumber)) throw new Error(`6.1.7 length of object ${id} is not a number`);
    const to = from + length.value;
    const end = /^(\r\n|\n|\r)endstream/.exec(this.bytes.toString('latin1', to, to + 12));
    if (end === null) throw new Error(`6.1.7 stream of object ${id} is not as long as it says`);
    lexer.at = to + end[0].length;
    return new PdfStream(dict, this.bytes.subarray(from, to));
  }

  #isEol(at: number): boolean {
    return this.bytes[at] === 0x0a || this.bytes[at] === 0x0d;
  }
}
