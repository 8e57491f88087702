import { describe, expect, it } from 'vitest';
import { formatAmount, formatCountdown, formatPeriod } from './format.ts';

describe('formatting for people', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [38_000, '380.00'],
    [123_456_789, '1,234,567.89'],
    [100_000_000, '1,000,000.00'],
  ])('%i fen is %s yuan', (fen, text) => {
    expect(formatAmount(fen)).toBe(text);
  });

  it('writes billing periods as people say them, and leaves alone what it does not know', () => {
    expect(formatPeriod('2026')).toBe('2026年');
    expect(formatPeriod('2026-03')).toBe('2026年3月');
    expect(formatPeriod('2026Q1')).toBe('2026Q1');
  });

  it('counts down in minutes and seconds', () => {
    expect(formatCountdown(299)).toBe('4:59');
    expect(formatCountdown(8)).toBe('0:08');
  });
});
