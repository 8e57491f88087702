/** What a card says of its holder, for seeding an emulated agency. Synthetic people only. */
export interface CardImageHolder {
  /** Stable, kebab-case; the value of the lever's choice. */
  readonly cardId: string;
  /** What a technician reads on the panel. */
  readonly label: string;
  readonly name?: string;
  readonly idNumber?: string;
  readonly cardNumber?: string;
  /** 32 upper-case hex digits. */
  readonly cardIdentifier?: string;
  /** GB/T 2260 code, six digits. */
  readonly region?: string;
}

/** Where a card can be put. */
export type EmulatedSlot = 'contact' | 'contactless';

/** A card as data: the holder, and the chip that behaves like it. */
export interface CardImage extends CardImageHolder {
  readonly chip: Chip;
}

export interface Chip {
  /** Answer to reset, hex; null for a card that does not answer (chip side down, dead chip). */
  readonly atr: string | null;
  readonly application: 'sx1' | 'sx2' | 'bank';
  /** What it says instead of selecting its application, as a status word in hex: an issuer may have closed it. */
  readonly closed?: string;
  /** Finds its application only after the master file has been selected. */
  readonly masterFileFirst?: boolean;
  /** Gives the answer to SELECT at once, or says 61xx and waits to be asked. */
  readonly selectAnswer: 'direct' | 'fetched';
  /** Takes Le = 00 as "all there is", or insists on the exact length with 6Cxx. */
  readonly zeroLe: 'direct' | 'corrected';
  /** P1 of SELECT with a file identifier that the card knows, in hex; default both. The others give 6A86. */
  readonly selectsFiles?: readonly ('00' | '02')[];
  /** Ways of READ RECORD that the card knows; the others give 6A86. */
  readonly reads: readonly ('tag' | 'number' | 'to-last')[];
  /** Tags that want an authentication first (6982). A file with one of them cannot be read as a whole. */
  readonly guardedTags?: readonly number[];
  /** Opens the guarded tags by EXTERNAL AUTHENTICATE; a card without it has no challenge to give either. */
  readonly externalKey?: ExternalKey;
  /** In hex: whatever record is asked for, this comes, as from a memory that has forgotten what it was. */
  readonly garbage?: string;
  /** Records in order: tag and value in hex. */
  readonly ef05: readonly ChipRecord[];
  readonly ef06: readonly ChipRecord[];
  /** Six digits; five wrong tries block. */
  readonly pin?: string;
  /** The contacts fail (parity errors) from this command on; 0 = the first after power-on. */
  readonly failsAfter?: number;
  /** What a reader makes up as its answer to reset without contact; absent where the card has no antenna. */
  readonly contactlessAtr?: string;
}

export interface ExternalKey {
  /** P2 of EXTERNAL AUTHENTICATE. */
  readonly id: number;
  /** The issuer's key, 16 bytes in hex, from which the card's own is derived. */
  readonly issuerKey: string;
}

export type ChipRecord = readonly [tag: number, valueHex: string];

/** `an` fields: ASCII, padded with 00 at the right. */
export function an(text: string, length: number): string {
  return Buffer.from(text, 'latin1')
    .toString('hex')
    .padEnd(length * 2, '0');
}

/** Any bytes in hex, padded with 00 at the right. */
export function padded(hex: string, length: number): string {
  return hex.padEnd(length * 2, '0');
}
