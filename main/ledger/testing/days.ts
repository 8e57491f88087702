import type { ListedBooking } from '../../../drivers/agency/port.ts';
import type { BilledRefund, BilledTrade } from '../../../drivers/payment/bill.ts';
import type { Order } from '../order-events.ts';
import type { OrderState } from '../port.ts';
import { type DaySources, matchDay } from '../reconcile/match.ts';
import { freshOrder } from './orders.ts';

/** What journal, wallet and agency say of one day, for tests. */

export const DAY = '2026-11-24';
export const NOON = `${DAY}T12:00:00+08:00`;

const SETTLED: readonly OrderState[] = ['BOOKED', 'REFUNDED', 'CLOSED', 'NEVER_CREATED'];

export function order(id: string, state: OrderState, change: Partial<Order> = {}): Order {
  const isPaid = !['PREPARING', 'QR_LIVE', 'CLOSING', 'CLOSED', 'NEVER_CREATED'].includes(state);
  const fresh = freshOrder({ id, state, insured: `H${id}` });
  return {
    ...fresh,
    payment: isPaid ? { transactionId: `T${id}`, paidAt: NOON, funding: null } : null,
    settledAt: SETTLED.includes(state) ? Date.parse(NOON) : null,
    refund: {
      ...fresh.refund,
      outRefundNo: `R${id}x1`,
      body: state === 'REFUNDING' || state === 'REFUNDED' ? '{"refund":1}' : '',
    },
    ...change,
  };
}

export function trade(id: string, change: Partial<BilledTrade> = {}): BilledTrade {
  return { outTradeNo: id, transactionId: `T${id}`, amountFen: 38_000, paidAt: NOON, ...change };
}

export function refund(id: string, change: Partial<BilledRefund> = {}): BilledRefund {
  return { outTradeNo: id, outRefundNo: `R${id}x1`, amountFen: 38_000, at: NOON, ...change };
}

export function booked(id: string, change: object = {}): ListedBooking {
  return {
    bookingKey: id,
    amountFen: 38_000,
    channel: 'wechat',
    channelTransactionId: `T${id}`,
    paidAt: NOON,
    status: 'booked',
    voucherNo: `V${id}`,
    ...change,
  } as ListedBooking;
}

/** A complete day; every order that is REFUNDED was refunded on it, unless something else is said. */
export function sources(
  change: Partial<DaySources> & { trades?: BilledTrade[]; refunds?: BilledRefund[] },
): DaySources {
  const { trades = [], refunds = [], orders = [], ...rest } = change;
  const refunded = new Set(orders.filter(({ state }) => state === 'REFUNDED').map(({ id }) => id));
  return { day: DAY, orders, bill: { trades, refunds }, bookings: [], complete: true, refunded, ...rest };
}

export function findings(change: Parameters<typeof sources>[0]) {
  return matchDay(sources(change)).findings.map(({ code, act, certain }) => [code, act, certain]);
}
