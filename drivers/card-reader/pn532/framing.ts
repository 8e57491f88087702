import { concat } from '../../base/bytes.ts';
import { FrameCutter, type Step as FrameStep } from '../frame-cutter.ts';

/**
 * Framing of the PN532 on its high speed UART (NXP UM0701-02, 6.2; card notes 2.4), the same both ways:
 *
 *     00 | 00 FF | LEN LCS             | TFI PD0 … PDn | DCS | 00    LEN counts TFI to PDn, at most 255
 *     00 | 00 FF | FF FF LENM LENL LCS | TFI PD0 … PDn | DCS | 00    extended, when they are more
 *     00 | 00 FF | 00 FF | 00                                        ACK; from the host also: give up
 *     00 | 00 FF | FF 00 | 00                                        NACK: your last frame once more
 *     00 | 00 FF | 01 FF | 7F | 81 | 00                              error: that command makes no sense
 *
 * LEN + LCS, LENM + LENL + LCS and TFI + … + DCS are 0 modulo 256. Preamble and postamble are any number of zeros, none
 * included, so a frame begins at 00 FF and ends with DCS.
 */
const START: readonly [number, number] = [0x00, 0xff];
const FROM_HOST = 0xd4;
const FROM_READER = 0xd5;
const SYNTAX_ERROR = 0x7f;
const LONGEST_NORMAL = 0xff;

/** TFI and 264 bytes: the firmware takes and gives no more in one frame. */
export const MAX_CONTENT = 265;
/** Longest frame with one byte of preamble and postamble each. */
export const MAX_FRAME = MAX_CONTENT + 10;

export const ACK: Uint8Array = Uint8Array.of(0x00, ...START, 0x00, 0xff, 0x00);
export const NACK: Uint8Array = Uint8Array.of(0x00, ...START, 0xff, 0x00, 0x00);

export type Pn532Frame =
  | { readonly kind: 'ack' }
  | { readonly kind: 'nack' }
  /** The reader makes no sense of the command. */
  | { readonly kind: 'error' }
  /** `code` is the command's plus one. */
  | { readonly kind: 'answer'; readonly code: number; readonly data: Uint8Array }
  /** Whole, but not what a reader says: our own words come back, for example. */
  | { readonly kind: 'foreign' }
  /** The beginning of a frame that cannot be used. */
  | { readonly kind: 'damaged' };

/** A command frame. `data`: at most 263 bytes. */
export function encodeFrame(code: number, data: Uint8Array): Uint8Array {
  const content = Uint8Array.of(FROM_HOST, code, ...data);
  const { length } = content;
  if (length > MAX_CONTENT) throw new RangeError(`${length} bytes for one frame`);
  const head =
    length <= LONGEST_NORMAL
      ? [length, complement(length)]
      : [0xff, 0xff, length >> 8, length & 0xff, complement((length >> 8) + length)];
  return concat(
    Uint8Array.of(0x00, ...START, ...head),
    content,
    Uint8Array.of(complement(sum(content)), 0x00),
  );
}

function sum(bytes: Uint8Array): number {
  return bytes.reduce((total, byte) => total + byte, 0);
}

function complement(value: number): number {
  return -value & 0xff;
}

/** The first `length` bytes are this frame, or noise (`frame` null). */
type Step = FrameStep<Pn532Frame>;

/** What is no start code between frames is skipped without a word: pre- or postamble, or a reader that was just plugged in. */
export class Pn532Deframer extends FrameCutter<Pn532Frame> {
  constructor() {
    // A single zero may be preamble only.
    super(read, 2);
  }
}

const DAMAGED_START: Step = { length: START.length, frame: { kind: 'damaged' } };

function read(bytes: Uint8Array): Step {
  if (bytes[0] !== START[0]) return { length: 1, frame: null };
  if (bytes.length === 1) return 'need-more';
  if (bytes[1] !== START[1]) return { length: 1, frame: null };
  const [, , len, lcs] = bytes;
  if (len === undefined || lcs === undefined) return 'need-more';
  if (len === 0x00 && lcs === 0xff) return { length: 4, frame: { kind: 'ack' } };
  if (len === 0xff && lcs === 0x00) return { length: 4, frame: { kind: 'nack' } };
  if (len === 0xff && lcs === 0xff) return readExtended(bytes);
  // After a lost byte the length is the wrong one: look for the next start inside.
  if (len === 0 || complement(len) !== lcs) return DAMAGED_START;
  return readContent(bytes, 4, len);
}

function readExtended(bytes: Uint8Array): Step {
  const [, , , , high, low, lcs] = bytes;
  if (high === undefined || low === undefined || lcs === undefined) return 'need-more';
  const length = (high << 8) | low;
  if (length === 0 || length > MAX_CONTENT || complement(high + low) !== lcs) return DAMAGED_START;
  return readContent(bytes, 7, length);
}

function readContent(bytes: Uint8Array, from: number, length: number): Step {
  const end = from + length;
  const dcs = bytes[end];
  if (dcs === undefined) return 'need-more';
  const content = bytes.slice(from, end);
  if (complement(sum(content)) !== dcs) return { length: end + 1, frame: { kind: 'damaged' } };
  return { length: end + 1, frame: meaningOf(content) };
}

function meaningOf(content: Uint8Array): Pn532Frame {
  const [identifier, code] = content;
  if (identifier === FROM_READER && code !== undefined) {
    return { kind: 'answer', code, data: content.slice(2) };
  }
  return { kind: identifier === SYNTAX_ERROR && code === undefined ? 'error' : 'foreign' };
}
