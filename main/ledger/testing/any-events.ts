import fc from 'fast-check';
import { openOrder, reduce } from '../order.ts';
import type { Order, OrderEvent } from '../order-events.ts';
import { opened } from './orders.ts';

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

export const anyEvent: fc.Arbitrary<OrderEvent> = fc.oneof(
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
export function walk(events: readonly OrderEvent[]): readonly Order[] {
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
