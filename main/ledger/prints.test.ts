import { describe, expect, it } from 'vitest';
import { reduce } from './order.ts';
import type { Order } from './order-events.ts';
import { isSlipOwed, maySay, nextPrint, orderOfJob } from './prints.ts';
import { freshOrder } from './testing/orders.ts';

const booked = freshOrder({ state: 'BOOKED', settledAt: 1 });

function begin(order: Order, kind: 'booked' | 'pending' = 'booked'): Order {
  return reduce(order, { type: 'PRINT_BEGUN', at: 5, kind, ...nextPrint(order, kind) }).order;
}

function end(order: Order, state: 'PRINTED' | 'UNCERTAIN' | 'FAILED_CLEAN'): Order {
  const { jobId } = nextPrint({ ...order, prints: order.prints.slice(1) }, 'booked');
  const result =
    state === 'PRINTED'
      ? ({ state, evidence: 'A' } as const)
      : state === 'UNCERTAIN'
        ? ({ state, evidence: 'D', reason: 'timeout' } as const)
        : ({ state, reason: 'paper-out' } as const);
  return reduce(order, { type: 'PRINT_ENDED', at: 6, jobId, result }).order;
}

describe('slips', () => {
  it('a job that left not one byte is tried again as the same copy; anything else counts', () => {
    const clean = end(begin(booked), 'FAILED_CLEAN');
    expect(clean.prints).toMatchObject([{ state: 'FAILED_CLEAN', evidence: 'none', copy: 0 }]);
    expect(nextPrint(clean, 'booked')).toEqual({ jobId: `${booked.id}-2`, copy: 0 });
    const unsure = end(begin(booked), 'UNCERTAIN');
    expect(unsure.prints).toMatchObject([{ state: 'UNCERTAIN', evidence: 'D', at: 5 }]);
    expect(nextPrint(unsure, 'booked')).toEqual({ jobId: `${booked.id}-2`, copy: 1 });
    expect(nextPrint(unsure, 'pending').copy).toBe(0);
  });

  it('is owed until a printer has proven the one that fits the outcome', () => {
    expect(isSlipOwed(booked)).toBe(true);
    expect(isSlipOwed(end(begin(booked), 'UNCERTAIN'))).toBe(true);
    expect(isSlipOwed(end(begin(booked, 'pending'), 'PRINTED'))).toBe(true);
    expect(isSlipOwed(end(begin(booked), 'PRINTED'))).toBe(false);
    expect(isSlipOwed(freshOrder({ state: 'REFUNDED' }))).toBe(true);
    expect(isSlipOwed(freshOrder({ state: 'CLOSED' }))).toBe(false);
  });

  it('a restart makes an open job uncertain and leaves proven ones alone', () => {
    const printed = end(begin(booked), 'PRINTED');
    expect(reduce(printed, { type: 'RESTARTED', at: 9 }).order).toBe(printed);
    const restarted = reduce(begin(printed), { type: 'RESTARTED', at: 9 }).order;
    expect(restarted.prints.map((print) => [print.state, print.evidence])).toEqual([
      ['PRINTED', 'A'],
      ['UNCERTAIN', 'none'],
    ]);
  });

  it('a result for an unknown job, or a job begun twice, changes nothing', () => {
    const stray = {
      type: 'PRINT_ENDED',
      at: 1,
      jobId: 'x-1',
      result: { state: 'PRINTED', evidence: 'A' },
    } as const;
    expect(reduce(begin(booked), stray).order.prints).toMatchObject([{ state: 'PENDING' }]);
    const once = begin(booked);
    const again = { type: 'PRINT_BEGUN', at: 7, kind: 'booked', jobId: `${booked.id}-1`, copy: 0 } as const;
    expect(reduce(once, again).order).toBe(once);
  });

  it('never says what is not so', () => {
    expect(maySay({ state: 'BOOKED' }, 'booked')).toBe(true);
    expect(maySay({ state: 'BOOKING' }, 'booked')).toBe(false);
    expect(maySay({ state: 'BOOKING' }, 'pending')).toBe(true);
    for (const state of ['REFUNDING', 'REFUNDED', 'REFUND_STUCK'] as const) {
      expect(maySay({ state }, 'refunding')).toBe(true);
    }
    expect(maySay({ state: 'BOOKED' }, 'refunding')).toBe(false);
  });

  it('finds the order of a job number', () => {
    expect(orderOfJob('K1-12')).toBe('K1');
    expect(orderOfJob('nonsense')).toBe('');
  });
});
