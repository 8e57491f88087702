/**
 * CCID messages as serial readers carry them (card notes 2.1; USB CCID rev. 1.1, chapter 6). Shared by every framing:
 * a framing wraps these bytes, this file gives them meaning. Header of ten bytes: type, data length (32 bits, little
 * endian), slot, sequence number, three bytes specific to the message.
 */

export type CcidCommandName = 'iccPowerOn' | 'iccPowerOff' | 'getSlotStatus' | 'xfrBlock' | 'escape';

/** Every command with its code and the code of its answer, said once. */
const COMMANDS: Readonly<Record<CcidCommandName, { readonly code: number; readonly answer: number }>> = {
  iccPowerOn: { code: 0x62, answer: 0x80 },
  iccPowerOff: { code: 0x63, answer: 0x81 },
  getSlotStatus: { code: 0x65, answer: 0x81 },
  xfrBlock: { code: 0x6f, answer: 0x80 },
  escape: { code: 0x6b, answer: 0x83 },
};

export interface CcidCommand {
  readonly name: CcidCommandName;
  /** 0–255; which slot is the contact one is the reader's affair. */
  readonly slot: number;
  readonly data?: Uint8Array;
}

export const CCID_HEADER_LENGTH = 10;
/** Most data bytes in one message that serial readers take (ACS manual: "length > 0x105" is refused). */
export const CCID_MAX_DATA = 0x105;

const TYPE_AT = 0;
const LENGTH_AT = 1;
const SLOT_AT = 5;
const SEQUENCE_AT = 6;
const STATUS_AT = 7;
const ERROR_AT = 8;

/** `sequence` 0–255, echoed by the answer. The specific bytes are all zero: automatic voltage, no extra waiting time. */
export function encodeCommand(command: CcidCommand, sequence: number): Uint8Array {
  const data = command.data ?? new Uint8Array(0);
  const message = new Uint8Array(CCID_HEADER_LENGTH + data.length);
  message[TYPE_AT] = COMMANDS[command.name].code;
  new DataView(message.buffer).setUint32(LENGTH_AT, data.length, true);
  message[SLOT_AT] = command.slot;
  message[SEQUENCE_AT] = sequence;
  message.set(data, CCID_HEADER_LENGTH);
  return message;
}

/** Data length that a header announces; the header must be at least five bytes long. */
export function announcedLength(header: Uint8Array): number {
  return new DataView(header.buffer, header.byteOffset).getUint32(LENGTH_AT, true);
}

export interface CcidAnswer {
  readonly type: number;
  readonly slot: number;
  readonly sequence: number;
  readonly card: 'active' | 'inactive' | 'absent';
  readonly failed: boolean;
  /** The reader asks for patience: not an answer yet. */
  readonly timeExtension: boolean;
  /** Meaningful only when `failed`: ACS readers send 81 with every success (card notes 2.2, pitfall). */
  readonly error: number;
  readonly data: Uint8Array;
}

/** A whole message, header and data, as the framing cut it out. */
export function decodeAnswer(message: Uint8Array): CcidAnswer {
  const header = new DataView(message.buffer, message.byteOffset, CCID_HEADER_LENGTH);
  const status = header.getUint8(STATUS_AT);
  return {
    type: header.getUint8(TYPE_AT),
    slot: header.getUint8(SLOT_AT),
    sequence: header.getUint8(SEQUENCE_AT),
    card: cardState(status & 0x03),
    failed: (status & 0xc0) === 0x40,
    timeExtension: (status & 0xc0) === 0x80,
    error: header.getUint8(ERROR_AT),
    data: message.slice(CCID_HEADER_LENGTH),
  };
}

/** 3 is reserved: what cannot be said to be there is not there. */
function cardState(bits: number): CcidAnswer['card'] {
  if (bits === 0) return 'active';
  return bits === 1 ? 'inactive' : 'absent';
}

/** Data block and slot status are of one form, and the ACR122S manual's own examples give the one for the other. */
const ALIKE: readonly number[] = [0x80, 0x81];

/** Whether this is the answer to that command. Stale answers of an earlier exchange are not. */
export function answers(answer: CcidAnswer, command: CcidCommand, sequence: number): boolean {
  const expected = COMMANDS[command.name].answer;
  return (
    (answer.type === expected || (ALIKE.includes(answer.type) && ALIKE.includes(expected))) &&
    answer.slot === command.slot &&
    answer.sequence === sequence
  );
}
