import { describe, expect, it } from 'vitest';
import { DEFAULT_TIMINGS, timingsFor } from './timings.ts';

describe('timings', () => {
  it('are the defaults when the configuration says nothing', () => {
    expect(timingsFor({})).toEqual(DEFAULT_TIMINGS);
  });

  it('take idle and warning times from the configuration, each by itself', () => {
    const timings = timingsFor({ idleSeconds: 20 });
    expect(timings.idle.bills).toEqual({ idleSeconds: 20, warnSeconds: 30 });
    expect(timings.idle.identify).toEqual({ idleSeconds: 20, warnSeconds: 15 });
    expect(timingsFor({ warnSeconds: 10 }).idle.home).toEqual({ idleSeconds: 60, warnSeconds: 10 });
  });
});
