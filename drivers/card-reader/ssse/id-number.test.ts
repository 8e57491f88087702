import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCharacter, classifyIdNumber, type IdNumber } from './id-number.ts';

const good = (kind: IdNumber['kind']): IdNumber => ({ kind, valid: true, warnings: [] });
const bad = (kind: IdNumber['kind'], ...warnings: IdNumber['warnings']): IdNumber => ({
  kind,
  valid: false,
  warnings,
});

describe('an identity number', () => {
  it.each([
    ['the standard’s own example', '11010519491231002X', good('citizen')],
    ['a small x', '11010519491231002x', good('citizen')],
    ['a citizen', '110101199001010015', good('citizen')],
    ['a resident from Hong Kong', '810000199003075510', good('residence-permit')],
    ['a resident from Taiwan', '83000019810715006X', good('residence-permit')],
    ['a permanent resident of foreign nationality', '911001199001010028', good('foreign-resident')],
    ['fifteen digits', '110105491231002', good('citizen-15')],
    ['the old permit of a foreigner', 'ABC123456789012', good('foreign-resident-15')],
    ['a wrong check character', '110105194912310021', bad('citizen', 'CHECK_DIGIT')],
    ['a wrong one of Macao', '820000199003075510', bad('residence-permit', 'CHECK_DIGIT')],
    ['a wrong one of a foreigner', '911001199001010029', bad('foreign-resident', 'CHECK_DIGIT')],
    ['81 that is not Hong Kong', '810100199003075510', bad('citizen', 'CHECK_DIGIT')],
    ['a day that does not exist', '11010519490230001X', bad('citizen', 'CHECK_DIGIT', 'ID_FORMAT')],
    ['a year that nobody alive was born in', '110101179001010017', bad('citizen', 'ID_FORMAT')],
    ['fifteen digits without a day', '110105491331002', bad('citizen-15', 'ID_FORMAT')],
    ['a region that begins with 0', '010105194912310021', bad('other', 'ID_FORMAT')],
    ['a number of local make', 'LOCAL00001', bad('other', 'ID_FORMAT')],
    ['a length between the known ones', '11010519491231', bad('other', 'ID_FORMAT')],
  ])('%s: %s', (_what, text, verdict) => {
    expect(classifyIdNumber(text)).toEqual(verdict);
  });

  it.each(['', '12345', '1101051949-1231002', '11010519491231002X0', '一一〇一〇五', ' 110105194912310021'])(
    '%j is none',
    (text) => {
      expect(classifyIdNumber(text)).toBeNull();
    },
  );
});

describe('the check character', () => {
  const seventeen = fc
    .tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 99_999 }),
      fc.date({ min: new Date('1900-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 999 }),
    )
    .map(([first, area, born, order]) =>
      [first, digits(area, 5), born.toISOString().slice(0, 10).replaceAll('-', ''), digits(order, 3)].join(
        '',
      ),
    );

  /** ISO 7064 MOD 11-2 the other way round: over all characters the remainder is 1. */
  const remainder = (text: string) =>
    [...text].reduce((sum, one) => (sum * 2 + (one === 'X' ? 10 : Number(one))) % 11, 0);

  it('makes the whole leave a remainder of 1', () => {
    fc.assert(
      fc.property(seventeen, (number) => {
        const whole = number + checkCharacter(number);
        expect(remainder(whole)).toBe(1);
        expect(classifyIdNumber(whole)?.valid).toBe(true);
      }),
    );
  });

  it('tells every single wrong digit and every swap of neighbours', () => {
    fc.assert(
      fc.property(seventeen, fc.nat(16), fc.integer({ min: 1, max: 9 }), (number, at, more) => {
        const whole = number + checkCharacter(number);
        const other = String((Number(whole[at]) + more) % 10);
        const wrong = whole.slice(0, at) + other + whole.slice(at + 1);
        expect(classifyIdNumber(wrong)?.valid).toBe(false);
        const [left = '', right = ''] = whole.slice(at, at + 2);
        if (left !== right) {
          const swapped = whole.slice(0, at) + right + left + whole.slice(at + 2);
          expect(classifyIdNumber(swapped)?.valid).not.toBe(true);
        }
      }),
    );
  });

  it('of any text is no reason to throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9A-Za-z]{0,20}$/)), (text) => {
        const verdict = classifyIdNumber(text);
        if (verdict !== null) expect(verdict.valid).toBe(verdict.warnings.length === 0);
      }),
    );
  });
});

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
