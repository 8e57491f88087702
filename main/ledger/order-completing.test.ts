import { describe, expect, it } from 'vitest';
import type { Trade } from '../../drivers/payment/port.ts';
import type { AlarmCode } from './order-events.ts';
import type { OrderState } from './port.ts';

import {
  booking,
  EVENTS,
  live,
  PAID,
  type Plain,
  refunding,
  run,
  runAt,
  silence,
} from './testing/order-steps.ts';

describe('doubt', () => {
  it('takes the code off the screen after 30 seconds without an answer, and brings it back', () => {
    const lost = silence('query');
    expect(runAt(live, 10, 29, lost, lost).order.doubt).toEqual({ since: 10_000, hidden: false });
    const hidden = runAt(live, 10, 30, lost, lost).order;
    expect(hidden.doubt).toEqual({ since: 10_000, hidden: true });
    expect(run(hidden, lost).order).toBe(hidden);
    expect(run(hidden, EVENTS.unpaid).order).toMatchObject({ state: 'QR_LIVE', doubt: null });
    expect(run(hidden, EVENTS.paid).order).toMatchObject({ state: 'PAID', doubt: null });
  });

  it('tells of refused questions once', () => {
    const refused = { type: 'UNANSWERED', call: 'query', cause: 'refused' } as const;
    expect(run(live, refused, refused)).toMatchObject({ alarms: ['WALLET_REFUSES'], next: 'query' });
  });

  it('a stray silence changes no state', () => {
    const calls = ['prepay', 'close', 'book', 'refund'] as const;
    for (const call of calls) expect(run(live, silence(call)).order).toMatchObject({ state: 'QR_LIVE' });
    expect(run(booking, EVENTS.booked, silence('query')).order.state).toBe('BOOKED');
  });
});

describe('giving back', () => {
  it('follows only from the agency saying no for good', () => {
    const no = run(booking, EVENTS.rejected);
    expect(no).toMatchObject({
      order: { state: 'REFUNDING', refund: { reason: 'PERIOD_CLOSED', body: '' } },
      next: 'refund',
      alarms: [],
    });
    expect(run(no.order, EVENTS.intendRefund)).toMatchObject({
      order: { refund: { body: '{"refund":1}', outRefundNo: `R${no.order.id}x1` } },
      next: 'refund',
    });
    expect(run(refunding, EVENTS.intendRefund).order).toBe(refunding);
    expect(
      run(booking, { type: 'BOOKING_ANSWERED', booking: { status: 'rejected', code: 'NEW' } }).alarms,
    ).toEqual(['BOOKING_CODE_UNKNOWN']);
  });

  it('waits for the end, asking with the same number', () => {
    expect(run(refunding, EVENTS.refundRunning)).toMatchObject({
      order: { state: 'REFUNDING' },
      next: 'query-refund',
    });
    expect(run(refunding, EVENTS.refundDone)).toMatchObject({
      order: { state: 'REFUNDED', settledAt: 1000 },
    });
    expect(run(refunding, silence('refund'))).toMatchObject({ next: 'query-refund' });
    expect(run(refunding, silence('refund'), silence('query-refund'))).toMatchObject({
      next: 'query-refund',
    });
    expect(run(refunding, silence('refund'), { type: 'REFUND_ABSENT' })).toMatchObject({ next: 'refund' });
  });

  it.each(['ABNORMAL', 'CLOSED'] as const)('hands a refund that ends %s to staff', (state) => {
    expect(run(refunding, { type: 'REFUND_ANSWERED', refund: { state, amountFen: 38_000 } })).toMatchObject({
      order: { state: 'REFUND_STUCK', settledAt: null },
      alarms: ['REFUND_STUCK'],
      next: '',
    });
  });

  it('repeats a refused refund for three days, telling of it once', () => {
    const refused = { type: 'REFUND_REFUSED', code: 'NOT_ENOUGH' } as const;
    const day = 24 * 3600;
    expect(runAt(refunding, 0, day, refused, refused, refused)).toMatchObject({
      order: { state: 'REFUNDING', refund: { refusedSince: 0 } },
      alarms: ['REFUND_REFUSED'],
      next: 'query-refund',
    });
    expect(runAt(refunding, 0, day, refused, refused, refused, refused)).toMatchObject({
      order: { state: 'REFUND_STUCK' },
      alarms: ['REFUND_REFUSED', 'REFUND_STUCK'],
    });
    expect(run(refunding, { type: 'REFUND_REFUSED', code: 'USER_ACCOUNT_ABNORMAL' }).order.state).toBe(
      'REFUND_STUCK',
    );
    expect(run(refunding, refused, EVENTS.refundRunning).order.refund.refusedSince).toBeNull();
  });

  it('repeats a refund that is never answered and never there for three days, asking all the while', () => {
    const absent = [silence('refund'), { type: 'REFUND_ABSENT' }] as const;
    const hours = 3600;
    const often = Array.from({ length: 12 }, () => absent).flat();
    expect(runAt(refunding, 0, 3 * hours, ...often)).toMatchObject({
      order: { state: 'REFUNDING', refund: { absent: { since: 3 * hours * 1000, times: 12 } } },
      alarms: [],
      next: 'refund',
    });
    expect(runAt(refunding, 0, 3 * hours, ...often, ...absent)).toMatchObject({
      order: { state: 'REFUND_STUCK', settledAt: null },
      alarms: ['REFUND_STUCK'],
      next: '',
    });
  });

  it('takes days of darkness for no refusal', () => {
    const dark = [silence('refund'), { type: 'REFUND_ABSENT' }, { type: 'RESTARTED' }] as const;
    const days = 24 * 3600;
    expect(runAt(refunding, 0, 10 * days, ...dark, ...dark, ...dark)).toMatchObject({
      order: { state: 'REFUNDING', refund: { absent: { times: 3 } } },
      next: 'query-refund',
    });
  });

  it('counts anew once the wallet knows the refund', () => {
    const known = run(refunding, silence('refund'), { type: 'REFUND_ABSENT' }, EVENTS.refundRunning);
    expect(known.order.refund.absent).toBeNull();
  });

  it('never books afterwards', () => {
    expect(run(refunding, EVENTS.booked)).toMatchObject({
      order: { state: 'REFUNDING' },
      alarms: ['BOOKED_AFTER_REFUND'],
    });
  });
});

describe('contradictions', () => {
  it.each<[string, Trade, AlarmCode]>([
    ['another amount', { ...PAID, amountFen: 1 }, 'MONEY_MISMATCH'],
    ['another merchant', { state: 'MISMATCH', field: 'mchid' }, 'MONEY_MISMATCH'],
    ['a refund that is not ours', { state: 'REFUNDED' }, 'FOREIGN_REFUND'],
  ])('%s freezes the order', (_, trade, alarm) => {
    const seen = run(live, { type: 'TRADE', trade });
    expect(seen).toMatchObject({ order: { state: 'FROZEN', settledAt: null }, alarms: [alarm], next: '' });
    for (const event of Object.values(EVENTS)) expect(run(seen.order, event).order).toBe(seen.order);
  });

  it('a refund of another amount freezes too', () => {
    expect(
      run(refunding, { type: 'REFUND_ANSWERED', refund: { state: 'SUCCESS', amountFen: 1 } }).order.state,
    ).toBe('FROZEN');
  });
});

describe('events that belong to another state', () => {
  const strays: readonly (readonly [OrderState, Plain])[] = [
    ['QR_LIVE', { type: 'CLOSE_DONE' }],
    ['QR_LIVE', { type: 'CLOSE_REFUSED', code: 'ORDER_PAID' }],
    ['QR_LIVE', EVENTS.intendBooking],
    ['QR_LIVE', EVENTS.booked],
    ['QR_LIVE', EVENTS.rejected],
    ['QR_LIVE', { type: 'BOOKING_ABSENT' }],
    ['QR_LIVE', { type: 'BOOKING_FAULT', call: 'book' }],
    ['QR_LIVE', EVENTS.intendRefund],
    ['QR_LIVE', EVENTS.refundDone],
    ['QR_LIVE', { type: 'REFUND_ABSENT' }],
    ['QR_LIVE', { type: 'REFUND_REFUSED', code: 'NOT_ENOUGH' }],
    ['BOOKING', EVENTS.paid],
    ['BOOKING', EVENTS.code],
  ];
  it.each(strays)('%s stays as it is: %j', (state, event) => {
    const order = state === 'QR_LIVE' ? live : booking;
    expect(run(order, event).order).toBe(order);
  });

  it('strays of silence leave the plan alone', () => {
    expect(run(refunding, silence('book'), silence('close'), silence('prepay'))).toMatchObject({
      order: { state: 'REFUNDING' },
      next: 'refund',
    });
    expect(run(booking, silence('refund'))).toMatchObject({ order: { state: 'BOOKING' }, next: 'book' });
  });
});
