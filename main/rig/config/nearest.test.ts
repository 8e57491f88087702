import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance, nearest } from './nearest.ts';

it.each([
  ['', '', 0],
  ['abc', '', 3],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
  ['mchid', 'mchId', 1],
  ['nmae', 'name', 2],
])('%s → %s takes %d', (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
});

it('is a distance', () => {
  const word = fc.string({ maxLength: 8 });
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    }),
  );
});

it('finds what was meant, or admits that it does not know', () => {
  const keys = ['merchantKeyFile', 'mchId', 'merchantSerial'];
  expect(nearest('mchid', keys)).toBe('mchId');
  expect(nearest('merchantKey', keys)).toBe('merchantKeyFile');
  expect(nearest('voice', keys)).toBeNull();
  expect(nearest('voice', [])).toBeNull();
});
