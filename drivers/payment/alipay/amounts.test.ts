import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FEN } from '../../base/money.ts';
import { fenOf, yuanOf } from './amounts.ts';
import { parseExactJson } from './json.ts';

const bytes = (text: string) => Buffer.from(text);

describe('amounts', () => {
  it('are written with two decimals', () => {
    const cases: readonly [number, string][] = [
      [1, '0.01'],
      [10, '0.10'],
      [100, '1.00'],
      [20_010, '200.10'],
      [MAX_FEN, '99999999.99'],
    ];
    for (const [fen, yuan] of cases) expect(yuanOf(fen)).toBe(yuan);
  });

  it('are read with none, one or two decimals, and in no other form', () => {
    expect(['200', '200.1', '200.10', '0.07', '99999999.99'].map(fenOf)).toEqual([
      20_000,
      20_010,
      20_010,
      7,
      MAX_FEN,
    ]);
    for (const text of ['', '.5', '5.', '1.005', '-1', '+1', '1e2', ' 1', '1,000', '100000000', 'NaN']) {
      expect(fenOf(text), text).toBeNull();
    }
  });

  it('lose nothing on the way there and back', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: MAX_FEN }), (fen) => fenOf(yuanOf(fen)) === fen));
  });
});

describe('parseExactJson', () => {
  it('gives numbers as the text they were written with', () => {
    const text = '{"a":200.10,"b":[0.07,-1,1e2],"c":"200.1","d":{"e":99999999.99},"f":true,"g":null}';
    expect(parseExactJson(bytes(text))).toEqual({
      a: '200.10',
      b: ['0.07', '-1', '1e2'],
      c: '200.1',
      d: { e: '99999999.99' },
      f: true,
      g: null,
    });
  });

  it('leaves strings alone, whatever is in them', () => {
    const value = { 'a 1': 'x 12 \\ " 3', b: '2026-01-01 08:02:11', c: '\\"4' };
    expect(parseExactJson(bytes(JSON.stringify(value)))).toEqual(value);
  });

  it('agrees with JSON but for numbers', () => {
    const asText = (_: string, value: unknown) => (typeof value === 'number' ? JSON.stringify(value) : value);
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseExactJson(bytes(text))).toEqual(JSON.parse(text, asText));
      }),
    );
  });

  it('is undefined for what is not JSON', () => {
    for (const text of ['', '{', '{"a":01}', '<html>', '{"a":1}}']) {
      expect(parseExactJson(bytes(text)), text).toBeUndefined();
    }
    expect(parseExactJson(Buffer.from([0x22, 0xff, 0x22]))).toBeUndefined();
  });
});
