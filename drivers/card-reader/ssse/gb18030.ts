/**
 * Text → GB 18030 with all its characters, rare names included. The platform decodes it and does not encode it; this
 * turns its decoder around, so that `decode(encodeGb18030(text))` is the text for whatever the decoder can give. Every
 * character of GBK comes out in its GBK code.
 */
export function encodeGb18030(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) as number;
    if (point < 0x80) bytes.push(point);
    else if (point >= SUPPLEMENTARY) bytes.push(...fourBytes(point - SUPPLEMENTARY + SUPPLEMENTARY_INDEX));
    else bytes.push(...(table().get(char) ?? UNKNOWN));
  }
  return Uint8Array.from(bytes);
}

/** `?`, for half a surrogate pair: no decoder gives one. */
const UNKNOWN: readonly number[] = [0x3f];
const SUPPLEMENTARY = 0x10000;
/** Number of the four-byte code 90 30 81 30, where the supplementary planes begin (GB 18030, 4.3.3). */
const SUPPLEMENTARY_INDEX = 189_000;
/** Number of the last four-byte code of the basic plane, 84 31 A4 39. */
const LAST_BASIC_INDEX = 39_419;

/** Four-byte codes count 81–FE, 30–39, 81–FE, 30–39. */
function fourBytes(index: number): readonly number[] {
  const third = Math.floor(index / 10);
  const second = Math.floor(third / 126);
  const first = Math.floor(second / 10);
  return [0x81 + first, 0x30 + (second % 10), 0x81 + (third % 126), 0x30 + (index % 10)];
}

let built: ReadonlyMap<string, readonly number[]> | null = null;

/** Some 20 ms, once, for who needs it. */
function table(): ReadonlyMap<string, readonly number[]> {
  built ??= new Map([...basicFourByteCodes(), ...twoByteCodes()]);
  return built;
}

/** From the back, so that of two codes for one character the first wins. */
function twoByteCodes(): readonly (readonly [string, readonly number[]])[] {
  const decoder = new TextDecoder('gb18030');
  const codes: (readonly [string, readonly number[]])[] = [];
  for (let lead = 0xfe; lead >= 0x81; lead--) {
    for (let trail = 0xfe; trail >= 0x40; trail--) {
      const char = trail === 0x7f ? '' : decoder.decode(Uint8Array.of(lead, trail));
      if (char.length === 1 && char !== '\uFFFD') codes.push([char, [lead, trail]]);
    }
  }
  return codes;
}

function basicFourByteCodes(): readonly (readonly [string, readonly number[]])[] {
  const codes = Array.from({ length: LAST_BASIC_INDEX + 1 }, (_, index) => fourBytes(index));
  const text = new TextDecoder('gb18030').decode(Uint8Array.from(codes.flat()));
  return codes.map((code, at) => [text.charAt(at), code] as const);
}
