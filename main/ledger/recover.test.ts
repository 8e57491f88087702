import { describe, expect, it } from 'vitest';
import type { Order } from './order-events.ts';
import { recover } from './recover.ts';
import { freshOrder } from './testing/orders.ts';

const order = freshOrder();
const payment = { transactionId: '42', paidAt: '2026-11-24T09:00:09+08:00', funding: null };

function found(change: Partial<Order>): { written: boolean; next: string | null } {
  const { event, next } = recover({ ...order, ...change }, 77);
  if (event !== null) expect(event).toEqual({ type: 'RESTARTED', at: 77 });
  const name = next === null ? null : next.do === 'call' ? next.call : `intend ${next.what}`;
  return { written: event !== null, next: name };
}

describe('the boot resolver', () => {
  const refund = order.refund;
  it.each<[string, Partial<Order>, boolean, string | null]>([
    ['PREPARING', { state: 'PREPARING' }, true, 'query'],
    ['QR_LIVE', { state: 'QR_LIVE' }, true, 'query'],
    ['CLOSING, asking', { state: 'CLOSING' }, false, 'query'],
    ['CLOSING, closing', { state: 'CLOSING', closing: { ...order.closing, next: 'close' } }, true, 'query'],
    ['PAID', { state: 'PAID', payment }, false, 'intend booking'],
    [
      'BOOKING, perhaps sent',
      { state: 'BOOKING', booking: { body: '{}', next: 'book' } },
      true,
      'query-booking',
    ],
    [
      'BOOKING, asking',
      { state: 'BOOKING', booking: { body: '{}', next: 'query-booking' } },
      false,
      'query-booking',
    ],
    [
      'REFUNDING, decided',
      { state: 'REFUNDING', refund: { ...refund, reason: 'X' } },
      false,
      'intend refund',
    ],
    [
      'REFUNDING, perhaps sent',
      { state: 'REFUNDING', refund: { ...refund, body: '{}' } },
      true,
      'query-refund',
    ],
    [
      'REFUNDING, asking',
      { state: 'REFUNDING', refund: { ...refund, body: '{}', next: 'query-refund' } },
      false,
      'query-refund',
    ],
    ['REFUND_STUCK', { state: 'REFUND_STUCK' }, false, null],
    ['FROZEN', { state: 'FROZEN' }, false, null],
    ['BOOKED', { state: 'BOOKED' }, false, null],
  ])('%s', (_, change, written, next) => {
    expect(found(change)).toEqual({ written, next });
  });

  it('calls staff again for what only staff can end', () => {
    const alarm = (change: Partial<Order>) => recover({ ...order, ...change }, 0).alarm;
    expect(alarm({ state: 'REFUND_STUCK' })).toBe('REFUND_STUCK');
    expect(alarm({ state: 'FROZEN' })).toBe('ORDER_FROZEN');
    expect(alarm({ state: 'BOOKING' })).toBeNull();
  });

  it('writes down that a print was interrupted, whatever the money does', () => {
    const print = { jobId: 'j', kind: 'booked', copy: 0, at: 1, state: 'PENDING', evidence: 'none' } as const;
    expect(found({ state: 'BOOKED', prints: [print] })).toEqual({ written: true, next: null });
  });
});
