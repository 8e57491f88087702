import { toHex } from '../../base/bytes.ts';
import type { CardError } from '../port.ts';

/** Bit 6 of a status byte: the rest of the answer has to be fetched (UM0701-02, 7.3.8). */
const MORE = 0x40;
/** The lower six bits: what happened (7.1). */
const WHAT = 0x3f;

/** Whose trouble it is. What is not listed is the reader's own. */
const CARD_ERRORS: ReadonlyMap<number, CardError['code']> = new Map([
  [0x01, 'CARD_REMOVED'], // no answer over the air: nobody lies so still that the reader's own repeats do not reach it
  [0x02, 'UNREADABLE'], // CRC
  [0x03, 'UNREADABLE'], // parity
  [0x04, 'UNREADABLE'], // bit count while choosing a card
  [0x05, 'UNREADABLE'], // framing
  [0x06, 'UNREADABLE'], // collision: two cards on each other
  [0x0b, 'UNREADABLE'], // block protocol broken
  [0x13, 'UNREADABLE'], // data format
  [0x29, 'CARD_REMOVED'], // released
  [0x2a, 'CARD_REMOVED'], // another card has come instead
  [0x2b, 'CARD_REMOVED'], // card has disappeared
]);

export type Pn532Status =
  | { readonly kind: 'done'; readonly more: boolean }
  | { readonly kind: 'failed'; readonly error: CardError };

/** Reads a status byte; undefined when the reader left it out. */
export function readStatus(byte: number | undefined): Pn532Status {
  if (byte === undefined) return { kind: 'failed', error: { code: 'READER_FAULT', detail: 'no status' } };
  const what = byte & WHAT;
  if (what === 0) return { kind: 'done', more: (byte & MORE) !== 0 };
  const code = CARD_ERRORS.get(what) ?? 'READER_FAULT';
  return { kind: 'failed', error: { code, detail: `status ${toHex(Uint8Array.of(what))}` } };
}
