import type { Command, Order } from './order-events.ts';

/**
 * What has to happen next with an order, told from its row alone. The running engine and the boot both read it, so a
 * crash cannot change the plan: it only makes the next process ask before it repeats (event RESTARTED). Null = nothing
 * that the terminal can do by itself.
 */
export function nextCommand(order: Order): Exclude<Command, { do: 'alarm' }> | null {
  switch (order.state) {
    case 'PREPARING':
      return { do: 'call', call: 'prepay' };
    case 'QR_LIVE':
      return { do: 'call', call: 'query' };
    case 'CLOSING':
      return { do: 'call', call: order.closing.next };
    case 'PAID':
      return { do: 'intend', what: 'booking' };
    case 'BOOKING':
      return { do: 'call', call: order.booking.next };
    case 'REFUNDING':
      return order.refund.body === ''
        ? { do: 'intend', what: 'refund' }
        : { do: 'call', call: order.refund.next };
    case 'NEVER_CREATED':
    case 'CLOSED':
    case 'BOOKED':
    case 'REFUNDED':
    case 'REFUND_STUCK':
    case 'FROZEN':
      return null;
  }
}
