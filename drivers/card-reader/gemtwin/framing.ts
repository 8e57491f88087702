import { concat, xor } from '../../base/bytes.ts';
import { announcedLength, CCID_HEADER_LENGTH, CCID_MAX_DATA } from '../ccid.ts';
import type { Deframer } from '../ccid-link.ts';

/**
 * Serial framing of the GemPC Twin and its relatives (card notes 2.3; facts from the open CCID driver's serial back end):
 *
 *     03 06 | CCID message | XOR of everything before    both ways
 *     03 15 16                                           "damaged, send again", both ways
 *     50 02, 50 03                                       card removed, inserted; unframed, between frames
 *     80 … FF                                            the card wants more time (T=0); unframed, between frames
 *
 * Frames end where the CCID length says. Some models echo the command before they answer it.
 */
const SYNC = 0x03;
const ACK = 0x06;
const NAK = 0x15;
const SLOT_CHANGE = 0x50;
const REMOVED = 0x02;
const INSERTED = 0x03;
const TIME_REQUEST = 0x80;

export type GemtwinFrame =
  /** A whole message of the reader's whose checksum is right. */
  | { readonly kind: 'message'; readonly message: Uint8Array }
  /** A message of a type that only hosts send: our own command come back. */
  | { readonly kind: 'echo' }
  | { readonly kind: 'nak' }
  | { readonly kind: 'slot-change'; readonly present: boolean }
  | { readonly kind: 'time-request' }
  /** A frame that cannot be used; `echo` where it looks like our own. */
  | { readonly kind: 'damaged'; readonly echo: boolean };

export function encodeFrame(message: Uint8Array): Uint8Array {
  const head = concat(Uint8Array.of(SYNC, ACK), message);
  return concat(head, Uint8Array.of(xor(head)));
}

/** "Damaged, send again." */
export const SEND_AGAIN: Uint8Array = Uint8Array.of(SYNC, NAK, SYNC ^ NAK);

type Step = { readonly length: number; readonly frame: GemtwinFrame } | 'need-more' | 'noise';

/**
 * Cuts a stream of bytes into frames. Holds at most one unfinished frame (274 bytes).
 *
 * The unframed signs are only one and two bytes long and would be found in the middle of any card's data. So they count
 * only where frames are known to begin: after noise, nothing but a frame (or silence) is believed.
 */
export class GemtwinDeframer implements Deframer<GemtwinFrame> {
  #buffer: Uint8Array = new Uint8Array(0);
  #lost = false;

  push(bytes: Uint8Array): readonly GemtwinFrame[] {
    this.#buffer = concat(this.#buffer, bytes);
    const frames: GemtwinFrame[] = [];
    let at = 0;
    while (at < this.#buffer.length) {
      const step = this.#read(this.#buffer.subarray(at));
      if (step === 'need-more') break;
      this.#lost = step === 'noise';
      if (step === 'noise') at++;
      else {
        at += step.length;
        frames.push(step.frame);
      }
    }
    this.#buffer = this.#buffer.slice(at);
    return frames;
  }

  /** Noise is the rest of something too: a second of silence ends it. */
  get unfinished(): boolean {
    return this.#lost || this.#buffer.length > 0;
  }

  reset(): void {
    this.#buffer = new Uint8Array(0);
    this.#lost = false;
  }

  #read(bytes: Uint8Array): Step {
    const [first = 0] = bytes;
    if (first === SYNC) return readFramed(bytes);
    if (this.#lost) return 'noise';
    if (first === SLOT_CHANGE) return readSlotChange(bytes);
    return first >= TIME_REQUEST ? { length: 1, frame: { kind: 'time-request' } } : 'noise';
  }
}

function readSlotChange([, state]: Uint8Array): Step {
  if (state === undefined) return 'need-more';
  if (state !== REMOVED && state !== INSERTED) return 'noise';
  return { length: 2, frame: { kind: 'slot-change', present: state === INSERTED } };
}

function readFramed(bytes: Uint8Array): Step {
  const [, control, check] = bytes;
  if (control === undefined) return 'need-more';
  if (control === ACK) return readMessage(bytes);
  if (control !== NAK) return 'noise';
  if (check === undefined) return 'need-more';
  return check === (SYNC ^ NAK) ? { length: 3, frame: { kind: 'nak' } } : 'noise';
}

function readMessage(bytes: Uint8Array): Step {
  const head = 2 + CCID_HEADER_LENGTH;
  if (bytes.length < head) return 'need-more';
  const dataLength = announcedLength(bytes.subarray(2));
  if (dataLength > CCID_MAX_DATA) return 'noise';
  const end = head + dataLength;
  if (bytes.length <= end) return 'need-more';
  const echo = isHostCode(Number(bytes[2]));
  // Whole, or skipped whole: signs would be found inside that nobody sent.
  const frame: GemtwinFrame =
    xor(bytes.subarray(0, end)) !== bytes[end]
      ? { kind: 'damaged', echo }
      : echo
        ? { kind: 'echo' }
        : { kind: 'message', message: bytes.slice(2, end) };
  return { length: end + 1, frame };
}

/** CCID numbers the host's messages 61–73, the reader's 80–84 (USB CCID 1.1, chapter 6). */
function isHostCode(type: number): boolean {
  return type >= 0x61 && type <= 0x73;
}
