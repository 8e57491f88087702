import type { Order } from '../../ledger/order-events.ts';
import type { OrderState } from '../../ledger/port.ts';
import type { Finding } from '../../ledger/reconcile/findings.ts';
import type { DayStanding } from '../../ledger/reconcile/reconciler.ts';
import { freshOrder } from '../../ledger/testing/orders.ts';

/** A Tuesday's money, looked at on Wednesday, for tests. */

export const TUESDAY = '2026-11-24';
export const WEDNESDAY = '2026-11-25';
export const AT = Date.parse(`${WEDNESDAY}T11:00:00+08:00`);
export const NONE = { count: 0, fen: 0 };

export function order(id: string, state: OrderState, change: Partial<Order> = {}): Order {
  const payment = { transactionId: 'T', paidAt: `${TUESDAY}T09:00:00+08:00`, funding: null };
  return { ...freshOrder({ id, state }), payment, ...change };
}

export function standing(findings: readonly Finding[] = [], change: Partial<DayStanding> = {}): DayStanding {
  const match = {
    findings,
    billed: { count: 3, fen: 114_000 },
    paid: NONE,
    booked: NONE,
    refunded: NONE,
    open: NONE,
  };
  const verdict = { day: TUESDAY, channel: 'wechat', at: AT, complete: true, match } as const;
  return { day: TUESDAY, channel: 'wechat', verdict, waitsFor: null, ...change };
}

export const FINDING: Finding = {
  code: 'BILL_LACKS_PAYMENT',
  order: 'K00012611240001AAAAAA',
  amountFen: 123_456,
  act: 'none',
  certain: true,
};
