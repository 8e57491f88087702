import { describe, expect, it } from 'vitest';
import { booking, EVENTS, leaving, live, PAID, run, runAt, silence } from './testing/order-steps.ts';
import { CODE_LIFE_MS, freshOrder } from './testing/orders.ts';

describe('the way of a paid order', () => {
  it('goes from the code to the booking, naming each next step', () => {
    expect(run(freshOrder(), EVENTS.code)).toMatchObject({
      order: { state: 'QR_LIVE', shownAt: 1000, version: 2 },
      next: 'query',
    });
    expect(run(live, EVENTS.paid)).toMatchObject({
      order: {
        state: 'PAID',
        payment: { transactionId: '42000', paidAt: '2026-11-24T09:00:09+08:00', funding: 'balance' },
      },
      next: 'booking',
    });
    expect(run(live, EVENTS.paid, EVENTS.intendBooking)).toMatchObject({
      order: { state: 'BOOKING', booking: { body: '{"booking":1}' } },
      next: 'book',
    });
    const end = run(booking, EVENTS.booked);
    expect(end).toMatchObject({
      order: { state: 'BOOKED', settledAt: 1000, voucher: { voucherNo: 'V1' } },
      next: '',
      alarms: [],
    });
  });

  it('keeps an unknown source of money as unknown', () => {
    const { funding: _, ...bare } = PAID;
    expect(run(live, { type: 'TRADE', trade: bare }).order.payment?.funding).toBeNull();
  });

  it('never leaves BOOKED', () => {
    const end = run(booking, EVENTS.booked).order;
    for (const event of Object.values(EVENTS)) expect(run(end, event).order).toBe(end);
  });

  it('asks for the key before it repeats a booking whose answer was lost', () => {
    expect(run(booking, silence('book'))).toMatchObject({
      order: { state: 'BOOKING' },
      next: 'query-booking',
    });
    expect(run(booking, silence('book'), silence('query-booking'))).toMatchObject({ next: 'query-booking' });
    expect(run(booking, silence('book'), { type: 'BOOKING_ABSENT' })).toMatchObject({
      order: { booking: booking.booking, doubt: null },
      next: 'book',
    });
  });

  it('asks on while the agency has not decided', () => {
    const pending = run(booking, EVENTS.pending);
    expect(pending).toMatchObject({ order: { state: 'BOOKING' }, next: 'query-booking' });
    expect(run(pending.order, EVENTS.pending).order).toBe(pending.order);
  });

  it('freezes when the agency finds our booking faulty, and only worries when it dislikes the question', () => {
    expect(run(booking, { type: 'BOOKING_FAULT', call: 'book' })).toMatchObject({
      order: { state: 'FROZEN', settledAt: null },
      alarms: ['BOOKING_FAULT'],
      next: '',
    });
    const disliked = { type: 'BOOKING_FAULT', call: 'query-booking' } as const;
    expect(run(booking, silence('book'), disliked)).toMatchObject({
      order: { state: 'BOOKING' },
      alarms: [],
    });
    expect(run(booking, EVENTS.pending, disliked, disliked)).toMatchObject({
      order: { state: 'BOOKING', doubt: { since: 2000 } },
      alarms: ['BOOKING_FAULT'],
      next: 'query-booking',
    });
  });
});

describe('leaving without paying', () => {
  it.each(['cancel', 'expire', 'restart'] as const)('%s: query, close, query', (way) => {
    const left = run(live, EVENTS[way]);
    expect(left).toMatchObject({ order: { state: 'CLOSING' }, next: 'query' });
    expect(run(left.order, EVENTS.unpaid)).toMatchObject({ next: 'close' });
    expect(run(left.order, EVENTS.unpaid, { type: 'CLOSE_DONE' })).toMatchObject({
      order: { state: 'CLOSING', closing: { proven: true } },
      next: 'query',
    });
    expect(run(left.order, EVENTS.unpaid, { type: 'CLOSE_DONE' }, EVENTS.closed)).toMatchObject({
      order: { state: 'CLOSED', settledAt: 3000 },
      next: '',
    });
  });

  it('takes the signed close as proof when the last question is lost', () => {
    expect(run(leaving, EVENTS.unpaid, { type: 'CLOSE_DONE' }, silence('query')).order.state).toBe('CLOSED');
    expect(run(leaving, EVENTS.unpaid, { type: 'CLOSE_DONE' }, EVENTS.unpaid)).toMatchObject({
      order: { closing: { proven: false } },
      next: 'close',
    });
  });

  it('books a payment that lands while it is closing', () => {
    const refused = run(leaving, EVENTS.unpaid, { type: 'CLOSE_REFUSED', code: 'ORDER_PAID' });
    expect(refused.next).toBe('query');
    expect(run(refused.order, EVENTS.paid)).toMatchObject({
      order: { state: 'PAID' },
      next: 'booking',
      alarms: [],
    });
  });

  it('asks again when the answer of a close is lost', () => {
    expect(run(leaving, EVENTS.unpaid, silence('close'))).toMatchObject({
      order: { state: 'CLOSING', doubt: { since: 2000, hidden: false } },
      next: 'query',
    });
  });

  it('a closed order that turns out paid is booked, loudly', () => {
    const closed = run(leaving, EVENTS.closed).order;
    expect(run(closed, EVENTS.closed).order).toBe(closed);
    expect(run(closed, EVENTS.paid)).toMatchObject({
      order: { state: 'PAID', settledAt: null },
      alarms: ['PAID_AFTER_CLOSE'],
      next: 'booking',
    });
  });

  it('closes by itself when the wallet says so, and ignores leaving twice', () => {
    expect(run(live, EVENTS.closed).order.state).toBe('CLOSED');
    expect(run(leaving, EVENTS.cancel).order).toBe(leaving);
    expect(run(booking, EVENTS.cancel).order).toBe(booking);
  });
});

describe('no such order', () => {
  const never = run(freshOrder(), EVENTS.cancel).order;

  it('is proof for an order without a code only when said twice, five seconds apart', () => {
    expect(runAt(never, 10, 4, EVENTS.absent, EVENTS.absent).order.state).toBe('CLOSING');
    expect(runAt(never, 10, 5, EVENTS.absent, EVENTS.absent).order.state).toBe('NEVER_CREATED');
    expect(runAt(never, 10, 5, EVENTS.absent, EVENTS.unpaid, EVENTS.absent).order.state).toBe('CLOSING');
  });

  it('means nothing while the code may live, and a closed order two minutes after its death', () => {
    expect(run(live, EVENTS.absent).order).toBe(live);
    const scanned = { type: 'TRADE', trade: { state: 'NOT_SCANNED' } } as const;
    const waiting = runAt(leaving, 10, 10, scanned).order;
    expect(waiting).toMatchObject({ state: 'CLOSING', closing: { absentSince: null, unscanned: true } });
    expect(runAt(waiting, 20, 10, scanned).order).toBe(waiting);
    expect(run(waiting, EVENTS.restart).order.closing.unscanned).toBe(false);
    const dead = (CODE_LIFE_MS + 30_000 + 120_000) / 1000;
    expect(runAt(leaving, dead - 5, 5, EVENTS.absent, EVENTS.absent).order.state).toBe('CLOSING');
    expect(runAt(leaving, dead, 5, EVENTS.absent, EVENTS.absent).order.state).toBe('CLOSED');
  });
});

describe('making the code', () => {
  it('tries twice, then leaves with the order still watched', () => {
    expect(run(freshOrder(), silence('prepay'))).toMatchObject({
      order: { state: 'PREPARING', doubt: { since: 1000 } },
      next: 'prepay',
    });
    expect(run(freshOrder(), silence('prepay'), silence('prepay'))).toMatchObject({
      order: { state: 'CLOSING' },
      next: 'query',
    });
  });

  it('shows nothing when the resident left meanwhile', () => {
    const left = run(freshOrder(), EVENTS.cancel, EVENTS.code);
    expect(left).toMatchObject({
      order: { state: 'CLOSING', shownAt: null, prepay: { codeReceived: true } },
      next: 'query',
    });
    expect(run(left.order, EVENTS.code).order).toBe(left.order);
    expect(run(freshOrder(), EVENTS.cancel, silence('prepay')).order).toMatchObject({
      state: 'CLOSING',
      prepay: { misses: 1 },
    });
  });

  it('a refused first try has no effect; a refused repeat, or a number that is taken, is asked about', () => {
    const refused = { type: 'PREPAY_REFUSED', code: 'SIGN_ERROR' } as const;
    expect(run(freshOrder(), refused)).toMatchObject({
      order: { state: 'NEVER_CREATED' },
      alarms: ['WALLET_REFUSES'],
    });
    expect(run(freshOrder(), silence('prepay'), refused)).toMatchObject({
      order: { state: 'CLOSING', doubt: null },
      next: 'query',
    });
    expect(run(freshOrder(), { type: 'PREPAY_REFUSED', code: 'ORDER_PAID' }).order.state).toBe('CLOSING');
    expect(run(freshOrder(), EVENTS.cancel, refused).order.state).toBe('NEVER_CREATED');
    expect(run(freshOrder(), EVENTS.cancel, EVENTS.code, refused).order.state).toBe('CLOSING');
    expect(run(booking, refused).order).toBe(booking);
  });
});
