import type { Trade } from '../../../drivers/payment/port.ts';
import { reduce } from '../order.ts';
import type { AlarmCode, Command, Order, OrderEvent } from '../order-events.ts';
import { freshOrder } from './orders.ts';

/** Runs events through the reducer, as a test reads them. */

export type Plain = OrderEvent extends infer E ? (E extends unknown ? Omit<E, 'at'> : never) : never;

export const PAID: Extract<Trade, { state: 'PAID' }> = {
  state: 'PAID',
  transactionId: '42000',
  amountFen: 38_000,
  paidAt: '2026-11-24T09:00:09+08:00',
  funding: 'balance',
};
export const EVENTS = {
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

export function silence(call: Extract<OrderEvent, { type: 'UNANSWERED' }>['call']): Plain {
  return { type: 'UNANSWERED', call, cause: 'timeout' };
}

/** Runs events one second apart, from `start` seconds on. */
export function run(
  order: Order,
  ...events: readonly Plain[]
): { order: Order; alarms: AlarmCode[]; next: string } {
  return runAt(order, 1, 1, ...events);
}

export function runAt(order: Order, start: number, step: number, ...events: readonly Plain[]) {
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

export const live = run(freshOrder(), EVENTS.code).order;
export const leaving = run(live, EVENTS.cancel).order;
export const booking = run(live, EVENTS.paid, EVENTS.intendBooking).order;
export const refunding = run(booking, EVENTS.rejected, EVENTS.intendRefund).order;
