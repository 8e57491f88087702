import { nextCommand } from './next-command.ts';
import { reduce } from './order.ts';
import type { AlarmCode, Command, Order, OrderEvent } from './order-events.ts';

/**
 * The boot resolver: from a row that an earlier process left to what happens next, without a clock, a disk or a wire.
 *
 * | found | next |
 * |---|---|
 * | PREPARING, QR_LIVE | nobody sees a code any more: leave — query, close, query; paid in between is booked |
 * | CLOSING | query, then close again |
 * | PAID | journal the booking, book |
 * | BOOKING | ask for the key, then repeat the same bytes if the agency has never seen it |
 * | REFUNDING | ask for the refund number, then repeat the same bytes if the wallet has never seen it |
 * | a print without a result | UNCERTAIN; never sent again by itself |
 * | REFUND_STUCK, FROZEN | nothing: staff, and an alarm |
 */
export function recover(order: Order, at: number): Recovery {
  const event = { type: 'RESTARTED', at } as const;
  const found = reduce(order, event).order;
  return { event: found === order ? null : event, next: nextCommand(found), alarm: alarmFor(order) };
}

export interface Recovery {
  /** To be journalled before anything else; null when the row already says all. */
  readonly event: Extract<OrderEvent, { type: 'RESTARTED' }> | null;
  /** What the terminal then does by itself; null = nothing, the money is at its end or with staff. */
  readonly next: Exclude<Command, { do: 'alarm' }> | null;
  /** Told again at every boot: the process that moved the order may have died before it could tell anybody. */
  readonly alarm: AlarmCode | null;
}

function alarmFor(order: Order): AlarmCode | null {
  if (order.state === 'REFUND_STUCK') return 'REFUND_STUCK';
  return order.state === 'FROZEN' ? 'ORDER_FROZEN' : null;
}
