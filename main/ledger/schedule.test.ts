import { describe, expect, it } from 'vitest';
import type { Call } from './order-events.ts';
import type { OrderState } from './port.ts';
import { delayBefore, type Pace } from './schedule.ts';

const CALM: Pace = {
  calls: 0,
  throttled: 0,
  askedToWaitMs: 0,
  sinceEnteredMs: 0,
  silent: false,
  again: false,
  absent: false,
};
const SECOND = 1_000;
const MINUTE = 60_000;

function ladder(call: Call, state: OrderState, calls: number): number[] {
  return Array.from({ length: calls }, (_, i) => delayBefore(call, { state }, { ...CALM, calls: i }));
}

describe('when the next call is due', () => {
  it('polls a shown code after 2 s, then every 3 s, after a minute every 5 s', () => {
    const poll = (calls: number, sinceEnteredMs: number) =>
      delayBefore('query', { state: 'QR_LIVE' }, { ...CALM, calls, sinceEnteredMs });
    expect(poll(0, 0)).toBe(2_000);
    expect(poll(1, 2_000)).toBe(3_000);
    expect(poll(20, 59_999)).toBe(3_000);
    expect(poll(21, 60_000)).toBe(5_000);
  });

  it('tries a prepay at once, and once more after a second', () => {
    expect(ladder('prepay', 'PREPARING', 2)).toEqual([0, SECOND]);
  });

  it('closes at once, stays near for a minute, then watches in 1, 2, 5, 10, 30 minutes for ever', () => {
    const steps = ladder('query', 'CLOSING', 22);
    expect(steps.slice(0, 3)).toEqual([0, 0, 0]);
    expect(new Set(steps.slice(3, 15))).toEqual(new Set([5 * SECOND]));
    expect(steps.slice(15).map((ms) => ms / MINUTE)).toEqual([1, 2, 5, 10, 30, 30, 30]);
    expect(delayBefore('close', { state: 'CLOSING' }, { ...CALM, calls: 1 })).toBe(0);
    expect(delayBefore('query', { state: 'CLOSING' }, { ...CALM, silent: true })).toBe(SECOND);
  });

  it('never asks the same thing twice within a second', () => {
    const again = { ...CALM, calls: 1, again: true };
    expect(delayBefore('query', { state: 'CLOSING' }, again)).toBe(SECOND);
    expect(delayBefore('query-booking', { state: 'BOOKING' }, { ...again, calls: 0 })).toBe(SECOND);
    expect(delayBefore('query', { state: 'CLOSING' }, { ...again, calls: 20 })).toBe(30 * MINUTE);
  });

  it('waits only for the second of two answers that agree on the end', () => {
    const pace = { ...CALM, calls: 20, absent: true };
    expect(delayBefore('query', { state: 'CLOSING' }, pace)).toBe(5 * SECOND);
    expect(delayBefore('query', { state: 'CLOSING' }, { ...pace, silent: true })).toBe(30 * MINUTE);
  });

  it('books at once and asks soon, then ever more seldom', () => {
    expect(ladder('book', 'BOOKING', 1)).toEqual([0]);
    const steps = ladder('query-booking', 'BOOKING', 18);
    expect(steps.slice(0, 4)).toEqual([0, SECOND, SECOND, 2 * SECOND]);
    expect(steps.slice(-3).map((ms) => ms / MINUTE)).toEqual([10, 30, 30]);
  });

  it('asks for a refund each minute, then after 5, 10, 20, 30 minutes', () => {
    expect(ladder('refund', 'REFUNDING', 1)).toEqual([0]);
    expect(
      ladder('query-refund', 'REFUNDING', 12)
        .slice(2)
        .map((ms) => ms / MINUTE),
    ).toEqual([1, 1, 1, 1, 1, 5, 10, 20, 30, 30]);
  });

  it('doubles after 429 up to a minute, and waits at least as long as asked', () => {
    const patience = (throttled: number, askedToWaitMs = 0) =>
      delayBefore('query', { state: 'QR_LIVE' }, { ...CALM, throttled, askedToWaitMs });
    expect([1, 2, 3, 4, 5, 6, 7, 20].map((n) => patience(n) / SECOND)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(patience(1, 90_000)).toBe(90_000);
  });
});
