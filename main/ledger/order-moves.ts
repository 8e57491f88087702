import type { AlarmCode, Order } from './order-events.ts';
import type { OrderState } from './port.ts';

/** The small steps that the reducer's rules are written in. All pure; the same object back means no change. */

export interface Decision {
  readonly order: Order;
  readonly alarms: readonly AlarmCode[];
}

/** What is to become of the order, and what a technician must hear of it. */
export function go(order: Order, ...alarms: AlarmCode[]): Decision {
  return { order, alarms };
}

/** An alarm with a condition, to be spread into `go`. */
export function when(condition: boolean, code: AlarmCode): readonly AlarmCode[] {
  return condition ? [code] : [];
}

/** An order never moves to a state of lower or equal rank. */
export const RANK: Readonly<Record<OrderState, number>> = {
  PREPARING: 0,
  QR_LIVE: 1,
  CLOSING: 2,
  NEVER_CREATED: 3,
  CLOSED: 3,
  PAID: 4,
  BOOKING: 5,
  BOOKED: 6,
  REFUNDING: 6,
  REFUNDED: 7,
  REFUND_STUCK: 7,
  FROZEN: 8,
};

/** A code that nobody could ask about for this long is taken off the screen. */
export const HIDE_AFTER_MS = 30_000;

export function isUnpaidAndLive(order: Order): boolean {
  return order.state === 'PREPARING' || order.state === 'QR_LIVE';
}

export function canStillTurnPaid(state: OrderState): boolean {
  return RANK[state] < RANK.PAID;
}

/** The way out of an unpaid order, at its beginning. */
export const NOT_CLOSED: Order['closing'] = {
  next: 'query',
  proven: false,
  absentSince: null,
  unscanned: false,
};

export function leaving(order: Order): Order {
  return { ...order, state: 'CLOSING', closing: NOT_CLOSED };
}

/**
 * Left, off every screen, and by the wallet's last word not scanned by anybody: nothing can close it before its own end,
 * and its bills need not wait for that. What is paid on it after all is booked if still due, else refunded.
 */
export function isReplaceable(order: Order): boolean {
  return order.state === 'CLOSING' && order.closing.unscanned && order.doubt === null;
}

/** Back to the question unless told otherwise. */
export function closing(order: Order, change: Partial<Order['closing']>): Order {
  return { ...order, closing: { ...order.closing, next: 'query', ...change } };
}

export function asksAboutBooking(order: Order): Order {
  return { ...order, booking: { ...order.booking, next: 'query-booking' } };
}

export function refunding(order: Order, change: Partial<Order['refund']>): Order {
  return { ...order, refund: { ...order.refund, ...change } };
}

export function settled(order: Order, state: OrderState, at: number): Order {
  return answered({ ...order, state, settledAt: at });
}

export function frozen(order: Order): Order {
  return { ...order, state: 'FROZEN', settledAt: null, doubt: null };
}

export function answered(order: Order): Order {
  return order.doubt === null ? order : { ...order, doubt: null };
}

export function doubted(order: Order, at: number): Order {
  const since = order.doubt?.since ?? at;
  const hidden = order.doubt?.hidden === true || (order.state === 'QR_LIVE' && at - since >= HIDE_AFTER_MS);
  return order.doubt?.hidden === hidden ? order : { ...order, doubt: { since, hidden } };
}
