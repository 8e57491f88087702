import { describe, expect, it } from 'vitest';
import { single, summarise } from './statistics.ts';

describe('a summary of samples', () => {
  it('takes the middle one of an odd number, whatever the order', () => {
    expect(summarise([9, 1, 5])).toEqual({ count: 3, min: 1, median: 5, p95: 9, p99: 9, max: 9 });
  });

  it('takes the mean of the two in the middle of an even number', () => {
    expect(summarise([4, 1, 2, 100]).median).toBe(3);
  });

  it('sorts numbers as numbers', () => {
    expect(summarise([10, 9, 100]).median).toBe(10);
  });

  it('lets one in a hundred lie above p99, and five above p95', () => {
    const samples = Array.from({ length: 1_000 }, (_, index) => index + 1);
    expect(summarise(samples)).toMatchObject({ p95: 950, p99: 990 });
  });

  it('leaves the samples as they were', () => {
    const samples = [3, 1, 2];
    summarise(samples);
    expect(samples).toEqual([3, 1, 2]);
  });

  it('is the value itself for a single one', () => {
    expect(single(7)).toEqual({ count: 1, min: 7, median: 7, p95: 7, p99: 7, max: 7 });
  });

  it('refuses to summarise nothing', () => {
    expect(() => summarise([])).toThrow(RangeError);
  });
});
