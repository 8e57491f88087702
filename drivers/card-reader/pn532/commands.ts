import { concat } from '../../base/bytes.ts';

/** One command to the reader and how the wire has to treat it. Codes and parameters: UM0701-02, 7.2 and 7.3. */
export interface Pn532Command {
  readonly code: number;
  readonly data: Uint8Array;
  /** Who does the work, and so how long it may take. */
  readonly worker: 'reader' | 'card';
  /** Doing it twice does no harm, so it is sent again when nothing shows that it has arrived. */
  readonly repeatable: boolean;
  /** Sent ahead of the frame. */
  readonly wakeUp?: Uint8Array;
}

/** The target that InListPassiveTarget finds; we never ask for more than one. */
const TARGET = 0x01;

function own(code: number, ...data: readonly number[]): Pn532Command {
  return { code, data: Uint8Array.from(data), worker: 'reader', repeatable: true };
}

/**
 * After power-on the UART sleeps: 55 55 wakes it, the zeros give it the time for that (AN10609; the first bytes are lost).
 * Then "normal mode, no secure access module", which also ends whatever a former host has left under way.
 */
export const WAKE_AND_CONFIGURE: Pn532Command = {
  ...own(0x14, 0x01),
  wakeUp: Uint8Array.of(0x55, 0x55, ...new Array<number>(14).fill(0x00)),
};

export const GET_FIRMWARE: Pn532Command = own(0x02);

/** RFConfiguration item 5: looking for a card ends after two more tries instead of going on until there is one. */
export const CAP_RETRIES: Pn532Command = own(0x32, 0x05, 0xff, 0x01, 0x02);

/** RFConfiguration item 1. Looking for a card switches the field on again. */
export const FIELD_OFF: Pn532Command = own(0x32, 0x01, 0x00);

/** InListPassiveTarget: one card at 106 kbit/s. For type B the application family follows: all of them. */
export const LIST: Readonly<Record<'A' | 'B', Pn532Command>> = {
  A: own(0x4a, 0x01, 0x00),
  B: own(0x4a, 0x01, 0x03, 0x00),
};

/**
 * Diagnose, test 6: sends R(NAK), to which a card of ISO 14443-4 answers with R(ACK) or its last block again. The card
 * executes nothing, and its session goes on (7.2.1).
 */
export const STILL_THERE: Pn532Command = own(0x00, 0x06);

/** InRelease of all targets: the card gets S(DESELECT). */
export const RELEASE: Pn532Command = own(0x52, 0x00);

/**
 * Instructions that may reach the card twice without harm: SELECT, READ BINARY, READ RECORD, GET RESPONSE, GET
 * CHALLENGE. All others count tries or change something: sent once, whatever becomes of the answer.
 */
const HARMLESS: readonly (number | undefined)[] = [0xa4, 0xb0, 0xb2, 0xc0, 0x84];

/** InDataExchange with the card; `apdu` at most 262 bytes. */
export function exchangeData(apdu: Uint8Array): Pn532Command {
  return {
    code: 0x40,
    data: concat(Uint8Array.of(TARGET), apdu),
    worker: 'card',
    repeatable: HARMLESS.includes(apdu[1]),
  };
}

/** The rest of an answer that did not fit into one frame. Asking twice would skip a piece. */
export const FETCH_MORE: Pn532Command = { ...exchangeData(new Uint8Array(0)), repeatable: false };

/** `PN532`, `1.6`; IC 32 hex of GetFirmwareVersion is the PN532, its relatives are numbered alike. */
export function parseFirmware(data: Uint8Array): { readonly model: string; readonly firmware: string } {
  const [ic, version, revision] = data;
  if (ic === undefined || version === undefined || revision === undefined) {
    return { model: 'unknown', firmware: '' };
  }
  return { model: `PN5${ic.toString(16).padStart(2, '0')}`, firmware: `${version}.${revision}` };
}
