/**
 * Where the holder's facts are: tag, file and record number by card generation (card notes 1.3 and 1.4; LD/T 32). Only
 * what the terminal needs is listed, so that nothing else of the holder is kept.
 */
export const FIELDS = {
  cardIdentifier: { tag: 0x01, file: 'EF05' },
  version: { tag: 0x03, file: 'EF05' },
  issuedOn: { tag: 0x05, file: 'EF05' },
  expiresOn: { tag: 0x06, file: 'EF05' },
  cardNumber: { tag: 0x07, file: 'EF05' },
  idNumber: { tag: 0x08, file: 'EF06' },
  name: { tag: 0x09, file: 'EF06' },
  /** Only from the second generation on. */
  nameExtension: { tag: 0x4e, file: 'EF06' },
} as const;

export type FieldName = keyof typeof FIELDS;
export type FileName = 'EF05' | 'EF06';

/** Raw values by tag. */
export type FieldValues = ReadonlyMap<number, Uint8Array>;

/** Short file identifiers; the long ones are EF05 and EF06. */
const SHORT_IDS: Readonly<Record<FileName, number>> = { EF05: 0x05, EF06: 0x06 };

export function fileId(file: FileName): Uint8Array {
  return Uint8Array.of(0xef, SHORT_IDS[file]);
}

export function shortFileId(file: FileName): number {
  return SHORT_IDS[file];
}

/** The wanted tags that a card of this generation can hold. */
export function tagsOf(file: FileName, version: CardVersion): readonly number[] {
  return Object.values(FIELDS)
    .filter((field) => field.file === file && recordNumber(file, field.tag, version) > 0)
    .map((field) => field.tag);
}

/** EF06 is numbered differently: the first generation has no name extension between name and sex. */
const EF06_V1: readonly number[] = [0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d];
const EF06_LATER: readonly number[] = [0x08, 0x09, 0x4e, 0x0a, 0x0b, 0x0c, 0x0d];

/** Record number (from 1) of a tag, for cards that do not read by tag; 0 where this generation has no such record. */
export function recordNumber(file: FileName, tag: number, version: CardVersion): number {
  if (file === 'EF05') return tag; // records 1 to 7 are the tags 01 to 07
  return (version === '1' ? EF06_V1 : EF06_LATER).indexOf(tag) + 1;
}

export type CardVersion = '1' | '2' | '3' | 'unknown';

/** Tag 03 holds `1.0`, `2.0`, `2.00`, `3.00`. Tag 02, the card class, may say 3 on a second-generation card. */
export function versionOf(values: FieldValues): CardVersion {
  const first = values.get(FIELDS.version.tag)?.[0];
  if (first === 0x31) return '1';
  if (first === 0x32) return '2';
  if (first === 0x33) return '3';
  return 'unknown';
}
