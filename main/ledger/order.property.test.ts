import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openOrder, reduce } from './order.ts';
import type { Order, OrderEvent } from './order-events.ts';
import { RANK } from './order-moves.ts';
import type { OrderState } from './port.ts';
import { opened } from './testing/orders.ts';

/** Whatever is learnt, in whatever order: answers of every kind, our own wishes, restarts, at times that may even jump. */

const amount = fc.constantFrom(38_000, 38_000, 38_000, 1);
const at = fc.oneof(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 0, max: 10 * 24 * 3_600_000 }));
const trade = fc.oneof(
  fc.record({
    state: fc.constant('PAID' as const),
    transactionId: fc.constant('42000'),
    amountFen: amount,
    paidAt: fc.constant('2026-11-24T09:00:09+08:00'),
  }),
  fc.constantFrom(
    { state: 'NOT_CREATED' } as const,
    { state: 'NOT_SCANNED' } as const,
    { state: 'UNPAID' } as const,
    { state: 'CLOSED' } as const,
  ),
  fc.constantFrom({ state: 'REFUNDED' } as const, { state: 'MISMATCH', field: 'mchid' } as const),
);
const booking = fc.constantFrom(
  { status: 'booked', voucherNo: 'V1', bookedAt: '2026-11-24T09:00:10+08:00' } as const,
  { status: 'pending' } as const,
  { status: 'rejected', code: 'ALREADY_PAID' } as const,
  { status: 'rejected', code: 'SOMETHING_NEW' } as const,
);
const refund = fc.record({
  state: fc.constantFrom('PROCESSING' as const, 'SUCCESS' as const, 'CLOSED' as const, 'ABNORMAL' as const),
  amountFen: amount,
});
const CALLS = ['prepay', 'query', 'close', 'book', 'query-booking', 'refund', 'query-refund'] as const;

const event: fc.Arbitrary<OrderEvent> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('TRADE' as const), trade, at }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('BOOKING_ANSWERED' as const), booking, at }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('REFUND_ANSWERED' as const), refund, at }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('UNANSWERED' as const),
      call: fc.constantFrom(...CALLS),
      cause: fc.constantFrom('timeout' as const, 'throttled' as const, 'refused' as const),
      at,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'CODE_RECEIVED' as const,
        'CLOSE_DONE' as const,
        'BOOKING_ABSENT' as const,
        'REFUND_ABSENT' as const,
        'CANCELLED' as const,
        'EXPIRED' as const,
        'RESTARTED' as const,
      ),
      at,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('BOOKING_INTENDED' as const, 'REFUND_INTENDED' as const),
      body: fc.constantFrom('{"a":1}', '{"a":2}'),
      at,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('PREPAY_REFUSED' as const, 'CLOSE_REFUSED' as const, 'REFUND_REFUSED' as const),
      code: fc.constantFrom('ORDER_PAID', 'SIGN_ERROR', 'NOT_ENOUGH', 'USER_ACCOUNT_ABNORMAL'),
      at,
    }),
  },
  fc.record({
    type: fc.constant('BOOKING_FAULT' as const),
    call: fc.constantFrom('book' as const, 'query-booking' as const),
    at,
  }),
);

/** A random walk that does what the engine would do about intents, so that it gets beyond PAID often enough. */
function walk(events: readonly OrderEvent[]): readonly Order[] {
  const path = [openOrder(opened())];
  for (const each of events) {
    let { order, commands } = reduce(path.at(-1) as Order, each);
    path.push(order);
    for (const command of commands) {
      if (command.do !== 'intend') continue;
      const type = command.what === 'booking' ? 'BOOKING_INTENDED' : 'REFUND_INTENDED';
      ({ order, commands } = reduce(order, { type, body: `{"${type}":1}`, at: each.at }));
      path.push(order);
    }
  }
  return path;
}

const PAID_STATES: ReadonlySet<OrderState> = new Set([
  'PAID',
  'BOOKING',
  'BOOKED',
  'REFUNDING',
  'REFUNDED',
  'REFUND_STUCK',
  'FROZEN',
]);

function holds(rule: (path: readonly Order[]) => void): void {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => rule(walk(events))),
    { numRuns: 2_000 },
  );
}

function steps(path: readonly Order[]): readonly (readonly [Order, Order])[] {
  return path.slice(1).map((order, index) => [path[index] as Order, order]);
}

describe('whatever happens in whatever order', () => {
  it('the walks reach every state', () => {
    const walks = fc.sample(fc.array(event, { minLength: 20, maxLength: 40 }), { numRuns: 2_000, seed: 1 });
    const reached = new Set(walks.flatMap((events) => walk(events).map((order) => order.state)));
    expect([...reached].sort()).toEqual(Object.keys(RANK).sort());
  });

  it('no order is both booked and given back', () => {
    holds((path) => {
      const booked = path.some((order) => order.voucher !== null);
      const back = path.some((order) => order.refund.body !== '' || order.state === 'REFUNDED');
      expect(booked && back).toBe(false);
    });
  });

  it('no paid order is lost', () => {
    holds((path) => {
      for (const order of path) if (order.payment !== null) expect(PAID_STATES).toContain(order.state);
    });
  });

  it('no state moves backward', () => {
    holds((path) => {
      for (const [from, to] of steps(path)) {
        if (from.state !== to.state) expect(RANK[to.state]).toBeGreaterThan(RANK[from.state]);
      }
    });
  });

  it('money is given back only after a final no of the agency', () => {
    holds((path) => {
      for (const order of path) {
        if (order.refund.body !== '') expect(order.refund.reason).not.toBeNull();
      }
    });
  });

  it('bodies that may have left never change, and facts never vanish', () => {
    holds((path) => {
      for (const [from, to] of steps(path)) {
        if (from.booking.body !== '') expect(to.booking.body).toBe(from.booking.body);
        if (from.refund.body !== '') expect(to.refund.body).toBe(from.refund.body);
        expect(to.prepay.body).toBe(from.prepay.body);
        expect(to.refund.outRefundNo).toBe(from.refund.outRefundNo);
        if (from.payment !== null) expect(to.payment).toEqual(from.payment);
        if (from.voucher !== null) expect(to.voucher).toEqual(from.voucher);
      }
    });
  });

  it('every change has its own version, and settled means that nothing is due', () => {
    holds((path) => {
      for (const [from, to] of steps(path)) {
        expect(to.version).toBe(to === from ? from.version : from.version + 1);
      }
      for (const order of path) {
        const { commands } = reduce(order, { type: 'RESTARTED', at: 0 });
        if (order.settledAt !== null) expect(commands).toEqual([]);
      }
    });
  });

  it('a restart is idempotent: the second one finds nothing to write', () => {
    holds((path) => {
      const order = path.at(-1) as Order;
      const once = reduce(order, { type: 'RESTARTED', at: 1 }).order;
      expect(reduce(once, { type: 'RESTARTED', at: 2 }).order).toBe(once);
    });
  });
});
