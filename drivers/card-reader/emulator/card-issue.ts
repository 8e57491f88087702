import {
  an,
  type CardImage,
  type CardImageHolder,
  type Chip,
  type ChipRecord,
  padded,
} from './card-image.ts';

/** Test cards' answers to reset, as captured (card notes 1.5). */
export const ATR_A = '3B6D000000813147318650430200000013';
export const ATR_B = '3B6D00000081544C928684420100000135';

/** A card's issue data. `nameHex` is GB18030, so that no encoder is shared with anybody. */
export interface Issue extends CardImageHolder {
  readonly version: string;
  readonly name: string;
  readonly nameHex: string;
  readonly idNumber: string;
  readonly cardNumber: string;
  readonly cardIdentifier: string;
  /** Hex of the four bytes, packed decimal or ASCII. */
  readonly issued: string;
  readonly expires: string;
}

const NAME_LENGTH = 30;

export function issue(data: Issue, chip: Partial<Chip> = {}): CardImage {
  const { version, nameHex, issued, expires, ...holder } = data;
  // A 15-digit number lacks the century and the check character, which nobody reads here.
  const long = holder.idNumber.replace(/^(\d{6})(\d{9})$/, '$119$2');
  const nameField = padded(nameHex.slice(0, NAME_LENGTH * 2), NAME_LENGTH);
  const extension: readonly ChipRecord[] =
    version[0] === '1' ? [] : [[0x4e, padded(nameHex.slice(NAME_LENGTH * 2), 20)]];
  return {
    ...holder,
    region: holder.cardIdentifier.slice(0, 6),
    chip: {
      atr: ATR_A,
      application: 'sx1',
      selectAnswer: 'fetched',
      zeroLe: 'corrected',
      reads: ['tag', 'number', 'to-last'],
      ef05: [
        [0x01, holder.cardIdentifier],
        [0x02, '31'],
        [0x03, an(version, 4)],
        [0x04, padded('915600000440404001', 12)],
        [0x05, issued],
        [0x06, expires],
        [0x07, an(holder.cardNumber, 9)],
      ],
      ef06: [
        [0x08, an(holder.idNumber, 18)],
        [0x09, nameField],
        ...extension,
        [0x0a, Number(long[16]) % 2 === 1 ? '31' : '32'],
        [0x0b, '01'],
        [0x0c, '440404'],
        [0x0d, long.slice(6, 14)],
      ],
      pin: '123456',
      ...chip,
    },
  };
}

/** A card without a social security application, or one that does not get as far. */
export function otherCard(holder: CardImageHolder, chip: Partial<Chip>): CardImage {
  const none: Chip = {
    atr: ATR_B,
    application: 'bank',
    selectAnswer: 'fetched',
    zeroLe: 'corrected',
    reads: [],
    ef05: [],
    ef06: [],
  };
  return { ...holder, chip: { ...none, ...chip } };
}

/** What the card does not give away cannot seed an agency. */
export function withoutHolder({ name, idNumber, cardNumber, ...image }: CardImage): CardImage {
  return image;
}
