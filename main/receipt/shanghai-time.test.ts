import { describe, expect, it } from 'vitest';
import { shanghaiInstant, shanghaiTime, shanghaiTimeOf } from './shanghai-time.ts';

describe('shanghai time', () => {
  it('is the wall clock of Shanghai, not of the machine', () => {
    expect(shanghaiTime(Date.UTC(2026, 10, 24, 1, 0, 12, 999))).toBe('2026-11-24 09:00:12');
    expect(shanghaiTime(Date.UTC(2026, 11, 31, 16, 0, 0))).toBe('2027-01-01 00:00:00');
  });

  it('is written for servers with its offset', () => {
    expect(shanghaiInstant(Date.UTC(2026, 10, 24, 1, 0, 12, 999))).toBe('2026-11-24T09:00:12+08:00');
  });

  it('brings any offset to the same instant', () => {
    expect(shanghaiTimeOf('2026-11-24T09:00:12+08:00')).toBe('2026-11-24 09:00:12');
    expect(shanghaiTimeOf('2026-11-23T23:30:00-01:30')).toBe('2026-11-24 09:00:00');
    expect(shanghaiTimeOf('2026-11-24T01:00:12.345Z')).toBe('2026-11-24 09:00:12');
  });

  it('prints what is no time as it came', () => {
    expect(shanghaiTimeOf('昨天')).toBe('昨天');
  });
});
