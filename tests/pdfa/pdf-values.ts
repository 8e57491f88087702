/** What a PDF is made of (ISO 32000-1, 7.3), as read; kept apart where PDF/A asks how it was written. */
export type PdfValue =
  | null
  | boolean
  | PdfNumber
  | PdfName
  | PdfString
  | PdfRef
  | PdfDict
  | PdfStream
  | readonly PdfValue[];

export class PdfNumber {
  readonly value: number;
  readonly isInteger: boolean;

  constructor(text: string) {
    this.value = Number(text);
    this.isInteger = !text.includes('.');
  }
}

export class PdfName {
  /** Escapes (`#20`) undone, one byte a character. */
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export class PdfString {
  readonly bytes: Buffer;
  /** The digits between `<` and `>` without white space; null = written as a literal. */
  readonly hex: string | null;

  constructor(bytes: Buffer, hex: string | null) {
    this.bytes = bytes;
    this.hex = hex;
  }

  /** Text strings are UTF-16BE with a mark, else bytes (of which ours use ASCII alone). */
  get text(): string {
    const isUtf16 = this.bytes[0] === 0xfe && this.bytes[1] === 0xff;
    return isUtf16
      ? Buffer.from(this.bytes).swap16().toString('utf16le').slice(1)
      : this.bytes.toString('latin1');
  }
}

export class PdfRef {
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }
}

export class PdfDict {
  readonly entries: ReadonlyMap<string, PdfValue>;

  constructor(entries: ReadonlyMap<string, PdfValue>) {
    this.entries = entries;
  }
}

export class PdfStream {
  readonly dict: PdfDict;
  /** As in the file, filters still on. */
  readonly raw: Buffer;

  constructor(dict: PdfDict, raw: Buffer) {
    this.dict = dict;
    this.raw = raw;
  }
}

/** A value and all that lies directly in it, references not followed. */
export function* within(value: PdfValue): Generator<PdfValue> {
  yield value;
  if (value instanceof PdfStream) yield* within(value.dict);
  else if (value instanceof PdfDict) for (const entry of value.entries.values()) yield* within(entry);
  else if (Array.isArray(value)) for (const entry of value) yield* within(entry);
}
