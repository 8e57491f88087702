import { concat, xor } from '../../base/bytes.ts';

/**
 * Framing of the nibble readers (长城 GWI-IC20 class; card notes 2.5, from a captured session and the makers' command
 * interface for tablet peripherals):
 *
 *     02 | nibbles of: length of data (16 bits, big endian) | data | XOR of data | 03
 *
 * Every byte between the ends travels as two, 30 + its high and 30 + its low half. So only 02, 03 and 30–3F are ever on
 * the wire: whatever else arrives inside a frame has spoiled it, and outside frames it means nothing (HID reports are
 * filled up with zeros).
 */
const STX = 0x02;
const ETX = 0x03;
const NIBBLE = 0x30;
const LENGTH_BYTES = 2;

/** Most data in one frame, either way: two command bytes, a slot, and a command TPDU of 261 bytes. */
export const NIBBLE_MAX_DATA = 264;
/** The same as a frame on the wire, in bytes. */
export const LONGEST_FRAME = 2 + 2 * (LENGTH_BYTES + NIBBLE_MAX_DATA + 1);

export type NibbleFrame =
  | { readonly kind: 'message'; readonly data: Uint8Array }
  /** A frame began and cannot be used. */
  | { readonly kind: 'damaged' };

/** `data`: at most NIBBLE_MAX_DATA bytes. */
export function encodeFrame(data: Uint8Array): Uint8Array {
  if (data.length > NIBBLE_MAX_DATA) throw new RangeError(`${data.length} bytes in a nibble frame`);
  const inner = concat(Uint8Array.of(data.length >> 8, data.length & 0xff), data, Uint8Array.of(xor(data)));
  const nibbles = [...inner].flatMap((byte) => [NIBBLE | (byte >> 4), NIBBLE | (byte & 0x0f)]);
  return Uint8Array.of(STX, ...nibbles, ETX);
}

/**
 * Cuts a stream of bytes, split and merged anywhere, into frames. Holds at most one unfinished frame of LONGEST_FRAME
 * bytes. A spoiled frame is reported once, at the byte that spoils it; what is left of it is skipped.
 */
export class NibbleDeframer {
  /** Halves since the last STX; null outside a frame. */
  #halves: number[] | null = null;

  push(bytes: Uint8Array): readonly NibbleFrame[] {
    const frames: NibbleFrame[] = [];
    for (const byte of bytes) {
      const frame = this.#take(byte);
      if (frame !== null) frames.push(frame);
    }
    return frames;
  }

  /** Whether the beginning of a frame waits for its rest. */
  get unfinished(): boolean {
    return this.#halves !== null;
  }

  /** The rest did not come in time. */
  reset(): void {
    this.#halves = null;
  }

  #take(byte: number): NibbleFrame | null {
    const halves = this.#halves;
    if (byte === STX) {
      this.#halves = [];
      return halves === null ? null : { kind: 'damaged' };
    }
    if (halves === null) return null;
    if (byte === ETX) {
      this.#halves = null;
      return read(halves);
    }
    halves.push(byte & 0x0f);
    if ((byte & 0xf0) === NIBBLE && halves.length <= LONGEST_FRAME - 2) return null;
    this.#halves = null;
    return { kind: 'damaged' };
  }
}

function read(halves: readonly number[]): NibbleFrame {
  const inner = Uint8Array.from({ length: halves.length >> 1 }, (_, i) => {
    const [high = 0, low = 0] = halves.slice(2 * i, 2 * i + 2);
    return (high << 4) | low;
  });
  const data = inner.subarray(LENGTH_BYTES, -1);
  const [lengthHigh = 0, lengthLow = 0] = inner;
  const whole =
    halves.length === 2 * (LENGTH_BYTES + data.length + 1) &&
    data.length === ((lengthHigh << 8) | lengthLow) &&
    xor(data) === inner.at(-1);
  return whole ? { kind: 'message', data: data.slice() } : { kind: 'damaged' };
}
