import { concat, toHex, xor } from '../../base/bytes.ts';

/** A card in the field, as InListPassiveTarget describes it. `id`: UID or PUPI, to tell it from another; never logged. */
export type Target = {
  readonly id: string;
} /** Speaks ISO 14443-4; `atr` is what a PC/SC reader would make up for it. */ & (
  | { readonly kind: 'card'; readonly atr: Uint8Array }
  /** No card with a processor: a transport or door card, a sticker. `detail` names what gave it away. */
  | { readonly kind: 'tag'; readonly detail: string }
  /** Should speak it, but has not got as far: too far away, lifted at once. */
  | { readonly kind: 'unclear'; readonly detail: string }
);

/** SAK bit 6: answers to ISO 14443-4 (ISO 14443-3, 6.4). */
const SAK_ISO_DEP = 0x20;
/** Lower half of the second protocol byte of ATQB. */
const ATQB_ISO_DEP = 0x01;
const ATQB_LENGTH = 12;

/**
 * The answer to InListPassiveTarget after its code (UM0701-02, 7.3.5). `null`: nobody there.
 *
 *     A: 01 Tg | ATQA(2) SAK | length UID | ATS with its own length in front, only with ISO 14443-4
 *     B: 01 Tg | ATQB(12) | length ATTRIB_RES
 */
export function parseTarget(type: 'A' | 'B', data: Uint8Array): Target | null {
  if (data[0] === 0) return null;
  return type === 'A' ? parseTypeA(data) : parseTypeB(data);
}

const CUT_SHORT: Target = { id: '', kind: 'unclear', detail: 'description cut short' };

function parseTypeA(data: Uint8Array): Target {
  const sak = data[4];
  const uidLength = data[5];
  if (sak === undefined || uidLength === undefined) return CUT_SHORT;
  const id = toHex(data.subarray(6, 6 + uidLength));
  if ((sak & SAK_ISO_DEP) === 0) return { id, kind: 'tag', detail: `SAK ${hex(sak)}` };
  const historical = historicalBytes(data.subarray(6 + uidLength));
  if (historical === null) return { id, kind: 'unclear', detail: 'no ATS' };
  return { id, kind: 'card', atr: madeUpAtr(historical) };
}

/** Of an ATS: TL T0 [TA] [TB] [TC] historical bytes; T0 tells which of the three are there (ISO 14443-4, 5.2). */
function historicalBytes(ats: Uint8Array): Uint8Array | null {
  const [length, format] = ats;
  if (length === undefined || length !== ats.length || length === 0) return null;
  if (format === undefined) return new Uint8Array(0);
  const interfaceBytes = [0x10, 0x20, 0x40].filter((bit) => (format & bit) !== 0).length;
  return ats.slice(2 + interfaceBytes);
}

function parseTypeB(data: Uint8Array): Target {
  const atqb = data.subarray(2, 2 + ATQB_LENGTH);
  const protocol = atqb[10];
  if (atqb.length < ATQB_LENGTH || protocol === undefined) return CUT_SHORT;
  const id = toHex(atqb.subarray(1, 5));
  if ((protocol & ATQB_ISO_DEP) === 0) return { id, kind: 'tag', detail: `ATQB protocol ${hex(protocol)}` };
  const [length = 0, attrib = 0] = data.subarray(2 + ATQB_LENGTH);
  const bufferSize = length === 0 ? 0 : attrib & 0xf0;
  return { id, kind: 'card', atr: madeUpAtr(Uint8Array.of(...atqb.subarray(5), bufferSize)) };
}

/**
 * PC/SC part 3, 3.1.3.2.3.1: 3B 8n 80 01, n historical bytes (of a type B card application data, protocol info and the
 * buffer size), check. A contactless card has no answer to reset of its own (card notes 1.5).
 */
function madeUpAtr(historical: Uint8Array): Uint8Array {
  const bytes = historical.subarray(0, 15);
  const inner = concat(Uint8Array.of(0x80 | bytes.length, 0x80, 0x01), bytes);
  return concat(Uint8Array.of(0x3b), inner, Uint8Array.of(xor(inner)));
}

function hex(byte: number): string {
  return toHex(Uint8Array.of(byte));
}
