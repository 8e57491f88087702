import { describe, expect, it } from 'vitest';
import { FAULT_WINDOW_MS, isFaultWindowOpen, refundRequestAt } from './refunds.ts';

describe('an order that went wrong', () => {
  it.each([
    [0, true],
    [FAULT_WINDOW_MS, true],
    [FAULT_WINDOW_MS + 1, false],
  ])('%i ms later: %s', (later, open) => {
    expect(isFaultWindowOpen(1_000, 1_000 + later)).toBe(open);
  });

  it('has two days', () => {
    expect(FAULT_WINDOW_MS / 3_600_000).toBe(48);
  });
});

describe('a request for a booked premium', () => {
  it.each([
    ['2026-11-20T23:59:59+08:00', 'this-month'],
    ['2026-11-21T00:00:00+08:00', 'next-year'],
    ['2026-11-30T16:00:00Z', 'this-month'],
  ])('at %s counts for %s', (at, when) => {
    expect(refundRequestAt(Date.parse(at))).toBe(when);
  });
});
