import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextCommand } from './next-command.ts';
import { reduce } from './order.ts';
import type { Call, Order, OrderEvent } from './order-events.ts';
import { isReplaceable, RANK } from './order-moves.ts';
import type { OrderState } from './port.ts';
import { anyEvent, walk } from './testing/any-events.ts';
import { PAID } from './testing/order-steps.ts';

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
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => rule(walk(events))),
    { numRuns: 2_000 },
  );
}

function steps(path: readonly Order[]): readonly (readonly [Order, Order])[] {
  return path.slice(1).map((order, index) => [path[index] as Order, order]);
}

describe('whatever happens in whatever order', () => {
  it('the walks reach every state', () => {
    const walks = fc.sample(fc.array(anyEvent, { minLength: 20, maxLength: 40 }), {
      numRuns: 2_000,
      seed: 1,
    });
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

  it('only an order that nobody may have paid is replaceable', () => {
    holds((path) => {
      for (const order of path) {
        if (!isReplaceable(order)) continue;
        expect(order).toMatchObject({ state: 'CLOSING', payment: null, doubt: null, settledAt: null });
      }
    });
  });

  it.each(['booked', 'rejected'] as const)('a paid order ends, once everybody answers (%s)', (verdict) => {
    holds((path) => {
      const start = path.at(-1) as Order;
      const end = driven(start, verdict);
      expect(ENDS).toContain(end.state);
      if (start.payment === null || start.state === 'FROZEN') return;
      if (verdict === 'booked' || start.voucher !== null) expect(BACK_OR_BOOKED).toContain(end.state);
      else expect(BACK).toContain(end.state);
      expect(end.voucher === null || end.refund.body === '').toBe(true);
    });
  });

  it.each(['booked', 'rejected'] as const)(
    'an unpaid order that turns out paid is not lost (%s)',
    (verdict) => {
      holds((path) => {
        const start = path.at(-1) as Order;
        if (start.payment !== null || start.state === 'FROZEN') return;
        const paid = reduce(start, { type: 'TRADE', trade: PAID, at: LATE }).order;
        expect(driven(paid, verdict).state).toBe(verdict === 'booked' ? 'BOOKED' : 'REFUNDED');
      });
    },
  );
});

const ENDS: readonly OrderState[] = [
  'NEVER_CREATED',
  'CLOSED',
  'BOOKED',
  'REFUNDED',
  'REFUND_STUCK',
  'FROZEN',
];
const BACK: readonly OrderState[] = ['REFUNDED', 'REFUND_STUCK'];
const BACK_OR_BOOKED: readonly OrderState[] = ['BOOKED', ...BACK];
/** After everything that a walk may stamp, and after every patience. */
const LATE = 20 * 24 * 3_600_000;
const HOUR = 3_600_000;
const MOST_STEPS = 20;

/** An order in a world where every call is answered, honestly: what was paid is paid, what was not is closed. */
function driven(start: Order, verdict: 'booked' | 'rejected'): Order {
  let order = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = nextCommand(order);
    if (next === null) return order;
    const at = LATE + step * HOUR;
    const event: OrderEvent =
      next.do === 'intend'
        ? next.what === 'booking'
          ? { type: 'BOOKING_INTENDED', body: '{"b":1}', at }
          : { type: 'REFUND_INTENDED', body: '{"r":1}', at }
        : honestAnswer(next.call, verdict, at);
    ({ order } = reduce(order, event));
  }
  return order;
}

function honestAnswer(call: Call, verdict: 'booked' | 'rejected', at: number): OrderEvent {
  switch (call) {
    case 'prepay':
      return { type: 'PREPAY_REFUSED', code: 'ORDER_CLOSED', at };
    case 'query':
      return { type: 'TRADE', trade: { state: 'CLOSED' }, at };
    case 'close':
      return { type: 'CLOSE_DONE', at };
    case 'book':
    case 'query-booking':
      return {
        type: 'BOOKING_ANSWERED',
        booking:
          verdict === 'booked'
            ? { status: 'booked', voucherNo: 'V1', bookedAt: '2026-11-24T09:00:10+08:00' }
            : { status: 'rejected', code: 'ALREADY_PAID' },
        at,
      };
    case 'refund':
    case 'query-refund':
      return { type: 'REFUND_ANSWERED', refund: { state: 'SUCCESS', amountFen: 38_000 }, at };
  }
}
