import type { CardImage } from './card-image.ts';

/** What the emulated card tells over the air before anything is asked of it. */
export interface AirDescription {
  /** Target data of InListPassiveTarget after the target's number, hex. */
  readonly hex: string;
  /** Speaks ISO 14443-4. */
  readonly hasProcessor: boolean;
}

/** A storage card, as PC/SC part 3 makes up an answer to reset for it: registered id A0 00 00 03 06. */
const STORAGE_CARD = /^3B8F8001804F0CA000000306/;
/** Identifiers of the drawer's first card; those of the others begin with a higher byte. */
const UID = 0x01_02_03_04;
const PUPI = 0x11_22_33_44;

/**
 * A card image has only the answer to reset that a PC/SC reader would make up; this goes the way back, so that the
 * driver's way there is tested against something. `place` in the drawer, from 0, gives each card its own identifier.
 *
 * Type A: ATQA, SAK, length and UID, ATS (TL T0 TA TB TC, historical bytes). Type B: ATQB, length and ATTRIB_RES. There is an
 * example of each among the vectors.
 */
export function describeOnAir(image: CardImage, type: 'A' | 'B', place: number): AirDescription {
  /* v8 ignore next -- the levers lay no card on the antenna that has none of its own */
  const atr = image.chip.contactlessAtr ?? '';
  const hasProcessor = !STORAGE_CARD.test(atr);
  const historical = atr.slice(8, -2);
  const tell = type === 'A' ? typeA : typeB;
  return { hex: tell(hasProcessor, historical, place), hasProcessor };
}

function typeA(hasProcessor: boolean, historical: string, place: number): string {
  const uid = identifier(UID, place);
  if (!hasProcessor) return `000408${byte(uid.length / 2)}${uid}`;
  const ats = `75778102${historical}`;
  return `000420${byte(uid.length / 2)}${uid}${byte(ats.length / 2 + 1)}${ats}`;
}

/** Application data (4), protocol info (3) and the buffer size's half byte come from the image, where it has as much. */
function typeB(hasProcessor: boolean, historical: string, place: number): string {
  const bytes = Buffer.from(historical.padEnd(16, '0').slice(0, 16), 'hex');
  const frameSizeAndProtocol = (bytes.readUInt8(5) & 0xfe) | (hasProcessor ? 0x01 : 0x00);
  bytes.writeUInt8(frameSizeAndProtocol, 5);
  const attrib = hasProcessor ? `01${byte(bytes.readUInt8(7))}` : '00';
  return `50${identifier(PUPI, place)}${bytes.subarray(0, 7).toString('hex')}${attrib}`.toUpperCase();
}

function identifier(first: number, place: number): string {
  return (first + place * 0x01_00_00_00).toString(16).padStart(8, '0');
}

function byte(value: number): string {
  return value.toString(16).padStart(2, '0').toUpperCase();
}
