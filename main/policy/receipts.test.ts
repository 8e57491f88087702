import { expect, it } from 'vitest';
import { isReceiptKept } from './receipts.ts';

it('keeps a receipt for 180 days to the millisecond', () => {
  const made = Date.parse('2026-01-01T12:00:00+08:00');
  const end = Date.parse('2026-06-30T12:00:00+08:00');
  expect(isReceiptKept(made, made)).toBe(true);
  expect(isReceiptKept(made, end)).toBe(true);
  expect(isReceiptKept(made, end + 1)).toBe(false);
});
