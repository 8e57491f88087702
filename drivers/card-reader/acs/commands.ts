import { ok, type Result } from '../../base/result.ts';
import type { CcidLink, LinkFault } from '../card-slot.ts';
import { nameOfAcr122 } from './acr122.ts';

/** Slot numbers of the ACR1281S (card notes 2.2). */
export const CONTACTLESS_SLOT = 0x00;
export const CONTACT_SLOT = 0x01;

/** Escape "get firmware version" (ACR1281S-C1 reference manual p. 53). */
const GET_FIRMWARE = Uint8Array.of(0xe0, 0x00, 0x00, 0x18, 0x00);
/** Its answer: E0, three zero bytes, a length byte that the manual's own example leaves 00, then the text. */
const FIRMWARE_TEXT_AT = 5;

/** Escape "serial parameters": low four bits the speed, top bit "report slot changes". */
const SET_SERIAL = 0x44;
const SERIAL_SET = 0x90;
const REPORT_SLOT_CHANGES = 0x80;

/** Baud rate → its code in the serial parameters. */
const SPEED_CODES: ReadonlyMap<number, number> = new Map([
  [9600, 0],
  [19200, 1],
  [38400, 2],
  [57600, 3],
  [115200, 4],
  [128000, 5],
  [230400, 6],
  [250000, 7],
  [256000, 8],
  [500000, 9],
]);

export interface AcsIdentity {
  /** `ACR1281S`; the whole text where it does not look like model and version; `unknown` where it is not text. */
  readonly model: string;
  /** `V103`; empty where the reader does not tell. */
  readonly firmware: string;
  /** Of the ACR122 kind: see acr122.ts. */
  readonly isAcr122: boolean;
}

/**
 * Any answer proves a reader. The ACR122 has no escapes and is asked in its own words when there was no good answer to the
 * first question. Whoever does not answer that either has to be asked again from the beginning: an ACR122 whose answer
 * got lost would be taken for another model until somebody pulls its plug.
 */
export async function interrogate(link: CcidLink): Promise<Result<AcsIdentity, LinkFault>> {
  const answer = await link.exchange({ name: 'escape', slot: CONTACT_SLOT, data: GET_FIRMWARE });
  if (answer.ok && !answer.value.failed) {
    const identity = parseFirmware(String.fromCharCode(...answer.value.data.subarray(FIRMWARE_TEXT_AT)));
    if (identity.model !== UNKNOWN.model) return ok(identity);
  }
  if (!answer.ok && answer.error.code === 'GONE') return answer;
  const acr122 = await nameOfAcr122(link);
  return acr122.ok ? ok({ ...UNKNOWN, ...acr122.value, isAcr122: acr122.value !== null }) : acr122;
}

const UNKNOWN: AcsIdentity = { model: 'unknown', firmware: '', isAcr122: false };

function parseFirmware(text: string): AcsIdentity {
  const match = /^([\x21-\x7e]{1,32})(?: ([\x20-\x7e]{1,32}))?$/.exec(text.trim());
  const [, model = UNKNOWN.model, firmware = ''] = match ?? [];
  return { model, firmware, isAcr122: false };
}

/** Bits per second of an 8N1 line. */
export function baudRateOf(msPerByte: number): number {
  return Math.round(10_000 / msPerByte);
}

/** True when an ACR1281S agreed to another speed, which it takes after its answer. */
export async function changeSpeed(link: CcidLink, baudRate: number): Promise<Result<boolean, LinkFault>> {
  const code = SPEED_CODES.get(baudRate);
  return code === undefined ? ok(false) : setSerial(link, code);
}

/**
 * Asks an ACR1281S to report slot changes by itself, at the speed that the line already has. True when it agreed.
 *
 * Not tried on other models: the ACR122S reads the same escape as a change of speed only. `msPerByte` of a line whose
 * frame is not 8N1, or whose speed the reader has no code for, leaves the reader as it is, to be polled.
 */
export async function reportSlotChanges(
  link: CcidLink,
  model: string,
  msPerByte: number,
): Promise<Result<boolean, LinkFault>> {
  const speed = SPEED_CODES.get(baudRateOf(msPerByte));
  if (!model.startsWith('ACR1281S') || speed === undefined) return ok(false);
  return setSerial(link, REPORT_SLOT_CHANGES | speed);
}

async function setSerial(link: CcidLink, parameters: number): Promise<Result<boolean, LinkFault>> {
  const data = Uint8Array.of(SET_SERIAL, parameters);
  const answer = await link.exchange({ name: 'escape', slot: CONTACT_SLOT, data });
  if (!answer.ok) return answer.error.code === 'REFUSED' ? ok(false) : answer;
  return ok(!answer.value.failed && answer.value.data[0] === SERIAL_SET);
}
