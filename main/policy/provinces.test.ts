import { expect, it } from 'vitest';
import { isRegionCode, PROVINCES } from './provinces.ts';

it('knows the 34 provincial divisions', () => {
  expect(Object.keys(PROVINCES)).toHaveLength(34);
});

it.each([
  ['440404', true],
  ['110000', true],
  ['990000', false],
  ['44040', false],
  ['4404040', false],
  ['4404o4', false],
  ['', false],
])('%s is a region code: %s', (code, expected) => {
  expect(isRegionCode(code)).toBe(expected);
});
