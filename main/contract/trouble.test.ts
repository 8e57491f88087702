import { expect, it } from 'vitest';
import { TROUBLE_NUMBERS } from './trouble.ts';

it('gives every trouble a number of its own', () => {
  const numbers = Object.values(TROUBLE_NUMBERS);
  expect(new Set(numbers).size).toBe(numbers.length);
});
