import { describe, expect, it } from 'vitest';
import { CARD_IMAGES } from './card-images.ts';

/** ISO 7064 MOD 11-2: the weighted sum over all eighteen characters is 1. */
function passes(text: string): boolean {
  return [...text].reduce((total, one) => (total * 2 + (one === 'X' ? 10 : Number(one))) % 11, 0) === 1;
}

describe('card images', () => {
  const distinct = (values: readonly (string | undefined)[]) => {
    const given = values.filter((value) => value !== undefined);
    return new Set(given).size === given.length;
  };

  it('are people apart', () => {
    for (const field of ['cardId', 'label', 'idNumber', 'cardNumber', 'cardIdentifier', 'name'] as const) {
      expect(distinct(CARD_IMAGES.map((image) => image[field])), field).toBe(true);
    }
  });

  it('have numbers that pass GB 11643, except the one that must not and the one that is too old to', () => {
    const failing = CARD_IMAGES.filter(({ idNumber }) => idNumber !== undefined && !passes(idNumber));
    expect(failing.map(({ cardId }) => cardId)).toEqual(['v2-check', 'v1-digits15']);
  });

  it('belong to nobody: everybody was born in 1900', () => {
    for (const { idNumber = '' } of CARD_IMAGES) {
      if (idNumber.length === 18) expect(idNumber.slice(6, 10)).toBe('1900');
    }
  });

  it('hold what they say of their holder, so that an agency seeded from them knows the card', () => {
    const text = (hex: string | undefined) =>
      new TextDecoder('gb18030').decode(Buffer.from(hex ?? '', 'hex')).replaceAll('\0', '');
    for (const { idNumber, name, cardNumber, cardIdentifier, chip } of CARD_IMAGES) {
      const value = (tag: number) => [...chip.ef05, ...chip.ef06].find(([one]) => one === tag)?.[1];
      if (idNumber !== undefined) expect(text(value(0x08))).toBe(idNumber);
      if (name !== undefined) expect(text((value(0x09) ?? '') + (value(0x4e) ?? ''))).toBe(name);
      if (cardNumber !== undefined) expect(text(value(0x07))).toBe(cardNumber);
      if (cardIdentifier !== undefined) expect(value(0x01)).toBe(cardIdentifier);
    }
  });

  it('have records of the lengths that the standard gives them', () => {
    const lengths = new Map<number, number>([
      ...([
        [1, 16],
        [2, 1],
        [3, 4],
        [4, 12],
        [5, 4],
        [6, 4],
        [7, 9],
      ] as const),
      ...([
        [8, 18],
        [9, 30],
        [0x4e, 20],
        [10, 1],
        [11, 1],
        [12, 3],
        [13, 4],
      ] as const),
    ]);
    for (const { chip } of CARD_IMAGES) {
      for (const [tag, value] of [...chip.ef05, ...chip.ef06])
        expect(value.length / 2).toBe(lengths.get(tag));
    }
  });
});
