import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FEN } from '../../drivers/base/money.ts';
import { daxie } from './daxie.ts';

describe('daxie', () => {
  it.each([
    [0, '零元整'],
    [1, '壹分'],
    [5, '伍分'],
    [10, '壹角整'],
    [53, '伍角叁分'],
    [100, '壹元整'],
    [105, '壹元零伍分'],
    [150, '壹元伍角整'],
    [1_000, '壹拾元整'],
    [1_005, '壹拾元零伍分'],
    [1_050, '壹拾元零伍角整'],
    [11_000, '壹佰壹拾元整'],
    [38_000, '叁佰捌拾元整'],
    [32_504, '叁佰贰拾伍元零肆分'],
    [80_000, '捌佰元整'],
    [100_100, '壹仟零壹元整'],
    [140_950, '壹仟肆佰零玖元伍角整'],
    [600_714, '陆仟零柒元壹角肆分'],
    [168_032, '壹仟陆佰捌拾元零叁角贰分'],
    [1_640_902, '壹万陆仟肆佰零玖元零贰分'],
    [10_700_053, '壹拾万柒仟元零伍角叁分'],
    [10_000_100, '壹拾万零壹元整'],
    [100_000_000, '壹佰万元整'],
    [1_000_010_000, '壹仟万零壹佰元整'],
    [MAX_FEN, '玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
  ])('%d fen is %s', (fen, words) => {
    expect(daxie(fen)).toBe(words);
  });

  it('can be read back to the same amount, whatever the amount', () => {
    const amount = fc.oneof(
      fc.integer({ min: 0, max: MAX_FEN }),
      // Mostly zeros, where the rules are.
      fc
        .array(fc.constantFrom('0', '0', '0', '1', '7'), { minLength: 1, maxLength: 10 })
        .map((digits) => Number(digits.join(''))),
    );
    fc.assert(
      fc.property(amount, (fen) => {
        expect(readBack(daxie(fen))).toBe(fen);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is what rewriting the digits by the rules gives, whatever the amount', () => {
    const amount = fc.oneof(
      fc.integer({ min: 0, max: MAX_FEN }),
      fc
        .array(fc.constantFrom('0', '0', '0', '1', '7'), { minLength: 1, maxLength: 10 })
        .map((digits) => Number(digits.join(''))),
    );
    fc.assert(
      fc.property(amount, (fen) => {
        expect(daxie(fen)).toBe(rewritten(fen));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is the same by both methods for every amount up to 1,000.00 and around every power of ten', () => {
    const around = Array.from({ length: 8 }, (_, power) =>
      [-101, -100, -11, -10, -1, 0, 1, 10, 11, 100, 101].map((by) => 10 ** (power + 2) + by),
    ).flat();
    const all = [...Array.from({ length: 100_001 }, (_, fen) => fen), ...around];
    expect(all.filter((fen) => fen >= 0 && fen <= MAX_FEN && daxie(fen) !== rewritten(fen))).toEqual([]);
  });

  it('never writes two 零 in a row, a bare 拾, or 零 before a unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_FEN }), (fen) => {
        expect(daxie(fen)).not.toMatch(/零零|^拾|万拾|零[拾佰仟万元角分整]|^零/);
        expect(daxie(fen)).toMatch(/(?:[元角]整|分)$/);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([-1, 0.5, MAX_FEN + 1, Number.NaN])('refuses %d', (value) => {
    expect(() => daxie(value)).toThrow(RangeError);
  });
});

/** Reads capitals by their units alone, the way a clerk does; knows nothing of how they were written. */
function readBack(text: string): number {
  const units: Record<string, number> = { 仟: 100_000, 佰: 10_000, 拾: 1_000, 元: 100, 角: 10, 分: 1 };
  let fen = 0;
  let digit = 0;
  for (const character of text) {
    const value = '零壹贰叁肆伍陆柒捌玖'.indexOf(character);
    if (value >= 0) digit = value;
    else if (character === '万') {
      fen = (fen + digit * 100) * 10_000;
      digit = 0;
    } else if (character in units) {
      fen += digit * (units[character] ?? Number.NaN);
      digit = 0;
    }
  }
  return fen;
}

/**
 * Another way to the same words, by text alone: every place is written out with its unit (零仟零佰…), and the rules of the
 * central bank shorten that. No arithmetic, and nothing in common with how the product does it.
 */
function rewritten(fen: number): string {
  const digits = String(fen).padStart(10, '0');
  const units = [...'仟佰拾万仟佰拾元角分'];
  const whole = [...digits]
    .map((digit, place) => '零壹贰叁肆伍陆柒捌玖'.charAt(Number(digit)) + units[place])
    .join('');
  return (
    whole
      // A zero place has no unit, but 万 and 元 stand for their whole groups.
      .replaceAll(/零[仟佰拾角]/g, '零')
      .replace(/零分$/, '整')
      .replaceAll(/零+/g, '零')
      // Where the rules allow both forms: 零 behind 元, none behind 万.
      .replace('零万', '万')
      .replace('零元', '元零')
      // Nothing is said of groups and places that are not there.
      .replace(/^零?万/, '')
      .replaceAll(/零+/g, '零')
      .replace(/^零?元/, '')
      .replace(/^零+/, '')
      .replaceAll(/零+(?=[万元整])/g, '')
      .replace(/^整$/, '零元整')
  );
}
