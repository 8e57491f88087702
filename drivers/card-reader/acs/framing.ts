import { concat, xor } from '../../base/bytes.ts';
import { announcedLength, CCID_HEADER_LENGTH, CCID_MAX_DATA } from '../ccid.ts';
import { FrameCutter, type Step as FrameStep } from '../frame-cutter.ts';

/**
 * Serial framing of ACS readers (ACR1281S-C1 reference manual pp. 14–26, ACR122S manual pp. 9–13; card notes 2.2):
 *
 *     02 | CCID message | XOR of the message | 03       both ways
 *     02 | code | code | 03                              reader's verdict on the frame it got, before the answer
 *     02 | 50 | bits | 50^bits | 03                      slot change, unasked
 *     02 | 00 × 11 | 03                                  host asks for the last answer again
 *
 * Frames end where the CCID length says, never at the next 03, which may be data.
 */
const STX = 0x02;
const ETX = 0x03;
const SLOT_CHANGE = 0x50;
const HARDWARE_ERROR = 0x51;

export type AcsRefusal = 'checksum' | 'length' | 'etx' | 'slot' | 'timeout';

/** Second byte of a verdict → its meaning. 99 is the ACR1281S's word for a time-out, FC the ACR122L's. */
const VERDICTS: ReadonlyMap<number, 'ack' | AcsRefusal> = new Map([
  [0x00, 'ack'],
  [0xff, 'checksum'],
  [0xfe, 'length'],
  [0xfd, 'etx'],
  [0xfb, 'slot'],
  [0x99, 'timeout'],
  [0xfc, 'timeout'],
]);

/** Message types that a reader sends: data block, slot status, parameters, escape, hardware error. */
const READER_TYPES: readonly number[] = [0x80, 0x81, 0x82, 0x83, HARDWARE_ERROR];

export type AcsFrame =
  | { readonly kind: 'ack' }
  | { readonly kind: 'refused'; readonly why: AcsRefusal }
  | { readonly kind: 'slot-change'; readonly contactPresent: boolean; readonly contactlessPresent: boolean }
  /** A whole CCID message whose checksum is right. */
  | { readonly kind: 'message'; readonly message: Uint8Array }
  /** A frame arrived that cannot be used; ask for it again. */
  | { readonly kind: 'damaged' };

export function encodeFrame(message: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(STX), message, Uint8Array.of(xor(message), ETX));
}

/** "Repeat your last answer." */
export const REPEAT_REQUEST: Uint8Array = Uint8Array.of(STX, ...new Array<number>(11).fill(0), ETX);

type Step = FrameStep<AcsFrame>;

/** Noise is skipped byte by byte until something can be a frame again. The longest frame has 273 bytes. */
export class AcsDeframer extends FrameCutter<AcsFrame> {
  constructor() {
    super(read);
  }
}

const NOISE: Step = { length: 1, frame: null };

function read(bytes: Uint8Array): Step {
  if (bytes[0] !== STX) return NOISE;
  const type = bytes[1];
  if (type === undefined) return 'need-more';
  if (type === SLOT_CHANGE) return readSlotChange(bytes);
  if (READER_TYPES.includes(type)) return readMessage(bytes);
  const verdict = VERDICTS.get(type);
  if (verdict === undefined) return NOISE;
  return readVerdict(bytes, verdict);
}

function readVerdict(bytes: Uint8Array, verdict: 'ack' | AcsRefusal): Step {
  if (bytes.length < 4) return 'need-more';
  if (bytes[2] !== bytes[1] || bytes[3] !== ETX) return NOISE;
  return { length: 4, frame: verdict === 'ack' ? { kind: 'ack' } : { kind: 'refused', why: verdict } };
}

function readSlotChange(bytes: Uint8Array): Step {
  if (bytes.length < 5) return 'need-more';
  const bits = Number(bytes[2]);
  if (bytes[3] !== (SLOT_CHANGE ^ bits) || bytes[4] !== ETX) return NOISE;
  return {
    length: 5,
    frame: {
      kind: 'slot-change',
      contactlessPresent: (bits & 0x01) !== 0,
      contactPresent: (bits & 0x04) !== 0,
    },
  };
}

function readMessage(bytes: Uint8Array): Step {
  if (bytes.length < 1 + CCID_HEADER_LENGTH) return 'need-more';
  const dataLength = announcedLength(bytes.subarray(1));
  if (dataLength > CCID_MAX_DATA) return { length: 1, frame: { kind: 'damaged' } };
  const end = 1 + CCID_HEADER_LENGTH + dataLength;
  if (bytes.length < end + 2) return 'need-more';
  // A lost byte moves everything: look for the next frame inside. A changed byte does not: skip this frame whole.
  if (bytes[end + 1] !== ETX) return { length: 1, frame: { kind: 'damaged' } };
  const message = bytes.slice(1, end);
  const whole = xor(message) === bytes[end];
  return { length: end + 2, frame: whole ? { kind: 'message', message } : { kind: 'damaged' } };
}
