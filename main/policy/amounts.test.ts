import { describe, expect, it } from 'vitest';
import { isLargeAmount } from './amounts.ts';

describe('a large amount', () => {
  it.each([
    [499_999, false],
    [500_000, false],
    [500_001, true],
  ])('%i fen: %s', (fen, large) => {
    expect(isLargeAmount(fen)).toBe(large);
  });
});
