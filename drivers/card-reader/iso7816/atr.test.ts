import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import vectors from '../fixtures/card-vectors.json' with { type: 'json' };
import { historicalBytes } from './atr.ts';

describe('historical bytes', () => {
  it.each(vectors.filter(({ name }) => name === 'ATR').map(({ hex }) => hex))(
    'of the captured %s are its last thirteen',
    (hex) => {
      expect(toHex(historicalBytes(fromHex(hex)))).toBe(hex.slice(-26));
    },
  );

  it.each([
    ['none at all', '3B00', ''],
    ['a check byte behind them', '3B8B80014A434F50333133364744544C', '4A434F5033313336474454'],
    ['every interface byte twice', '3BF2112233C4556677484158', '4158'],
    ['the inverse convention', '3F630000414243', '414243'],
    ['fewer than announced', '3B6D00000081', ''],
    ['interface bytes that never come', '3BF0', ''],
    ['another first byte', '3A6100000041', ''],
    ['nothing', '', ''],
  ])('with %s', (_what, atr, historical) => {
    expect(toHex(historicalBytes(fromHex(atr)))).toBe(historical);
  });

  it('of any bytes are at most fifteen of them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const found = historicalBytes(Uint8Array.of(0x3b, ...bytes));
        expect(found.length).toBeLessThanOrEqual(Math.min(15, bytes.length));
      }),
    );
  });
});
