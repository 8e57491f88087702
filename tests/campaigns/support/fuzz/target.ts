import fc from 'fast-check';

/** Something that takes what strangers send, and the rules that hold whatever they do. */
export interface FuzzTarget {
  readonly name: string;
  /** Of a thousand inputs so many are for this one: dear ones get fewer. */
  readonly share: number;
  /** Throws, or rejects, when a rule is broken. */
  readonly property: () => fc.IRawProperty<unknown>;
}

/** A rule of a property. */
export function must(holds: boolean, rule: string): void {
  if (!holds) throw new Error(rule);
}

/** Deep equality of plain data. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, bytesAsText) === JSON.stringify(b, bytesAsText);
}

function bytesAsText(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}

export const anyByte: fc.Arbitrary<number> = fc.integer({ min: 0, max: 255 });

/** Bytes of which many mean something to whoever hears them. */
export function noise(marks: readonly number[], maxLength: number): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof(fc.constantFrom(...marks), anyByte);
  return fc.array(byte, { maxLength }).map((bytes) => Uint8Array.from(bytes));
}

/** What happens to bytes on a bad line. */
const HARM = ['flip', 'drop', 'double', 'insert', 'cut'] as const;
export type Harm = { readonly kind: (typeof HARM)[number]; readonly at: number; readonly byte: number };

export const anyHarm: fc.Arbitrary<Harm> = fc.record({
  kind: fc.constantFrom(...HARM),
  at: fc.nat(400),
  byte: fc.integer({ min: 1, max: 255 }),
});

/** One harm to these bytes, somewhere; none are left alone. */
export function harmed(bytes: Uint8Array, { kind, at, byte }: Harm): Uint8Array {
  const where = bytes.length === 0 ? 0 : at % bytes.length;
  const before = [...bytes.subarray(0, where)];
  const [hit = 0, ...after] = bytes.subarray(where);
  switch (kind) {
    case 'flip':
      return Uint8Array.of(...before, hit ^ byte, ...after);
    case 'drop':
      return Uint8Array.of(...before, ...after);
    case 'double':
      return Uint8Array.of(...before, hit, hit, ...after);
    case 'insert':
      return Uint8Array.of(...before, byte, hit, ...after);
    case 'cut':
      return Uint8Array.from(before);
  }
}

/** The same bytes in pieces of these lengths, over and over; at least one byte each. */
export function inPieces(bytes: Uint8Array, lengths: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = lengths[pieces.length % lengths.length] ?? bytes.length;
    pieces.push(bytes.slice(at, at + length));
    at += length;
  }
  return pieces;
}

export const anyPieces: fc.Arbitrary<readonly number[]> = fc.array(fc.integer({ min: 1, max: 40 }), {
  minLength: 1,
  maxLength: 6,
});
