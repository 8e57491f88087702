import { describe, expect, it } from 'vitest';
import type { Trade } from '../../drivers/payment/port.ts';
import { reduce } from './order.ts';
import type { AlarmCode, Command, Order, OrderEvent } from './order-events.ts';
import type { OrderState } from './port.ts';
import { CODE_LIFE_MS, freshOrder } from './testing/orders.ts';

type Plain = OrderEvent extends infer E ? (E extends unknown ? Omit<E, 'at'> : never) : never;

const PAID: Trade = {
  state: 'PAID',
  transactionId: '42000',
  amountFen: 38_000,
  paidAt: '2026-11-24T09:00:09+08:00',
  funding: 'balance',
};
const EVENTS = {
  code: { type: 'CODE_RECEIVED' },
  paid: { type: 'TRADE', trade: PAID },
  unpaid: { type: 'TRADE', trade: { state: 'UNPAID' } },
  absent: { type: 'TRADE', trade: { state: 'NOT_CREATED' } },
  closed: { type: 'TRADE', trade: { state: 'CLOSED' } },
  cancel: { type: 'CANCELLED' },
  expire: { type: 'EXPIRED' },
  restart: { type: 'RESTARTED' },
  intendBooking: { type: 'BOOKING_INTENDED', body: '{"booking":1}' },
  booked: {
    type: 'BOOKING_ANSWERED',
    booking: { status: 'booked', voucherNo: 'V1', bookedAt: '2026-11-24T09:00:10+08:00' },
  },
  pending: { type: 'BOOKING_ANSWERED', booking: { status: 'pending' } },
  rejected: { type: 'BOOKING_ANSWERED', booking: { status: 'rejected', code: 'PERIOD_CLOSED' } },
  intendRefund: { type: 'REFUND_INTENDED', body: '{"refund":1}' },
  refundRunning: { type: 'REFUND_ANSWERED', refund: { state: 'PROCESSING', amountFen: 38_000 } },
  refundDone: { type: 'REFUND_ANSWERED', refund: { state: 'SUCCESS', amountFen: 38_000 } },
} as const satisfies Record<string, Plain>;

function silence(call: Extract<OrderEvent, { type: 'UNANSWERED' }>['call']): Plain {
  return { type: 'UNANSWERED', call, cause: 'timeout' };
}

/** Runs events one second apart, from `start` seconds on. */
function run(order: Order, ...events: readonly Plain[]): { order: Order; alarms: AlarmCode[]; next: string } {
  return runAt(order, 1, 1, ...events);
}

function runAt(order: Order, start: number, step: number, ...events: readonly Plain[]) {
  let commands: readonly Command[] = [];
  const alarms: AlarmCode[] = [];
  let at = start;
  let now = order;
  for (const event of events) {
    ({ order: now, commands } = reduce(now, { ...event, at: at * 1000 } as OrderEvent));
    for (const command of commands) if (command.do === 'alarm') alarms.push(command.code);
    at += step;
  }
  const next = commands.flatMap((it) => (it.do === 'call' ? [it.call] : it.do === 'intend' ? [it.what] : []));
  return { order: now, alarms, next: next.join() };
}

const live = run(freshOrder(), EVENTS.code).order;
const leaving = run(live, EVENTS.cancel).order;
const booking = run(live, EVENTS.paid, EVENTS.intendBooking).order;
const refunding = run(booking, EVENTS.rejected, EVENTS.intendRefund).order;

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
    expect(runAt(leaving, 10, 10, scanned, scanned).order).toBe(leaving);
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
