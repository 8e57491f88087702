import type { Order } from './order-events.ts';
import { isReplaceable } from './order-moves.ts';
import type { OrderView, PayStatus, RefundView } from './port.ts';

/** What the visit sees of an order. `codeUrl` is known to the running process only and shown only while it is of use. */
export function toView(order: Order, codeUrl: string | null, now: number): OrderView {
  return {
    id: order.id,
    version: order.version,
    state: order.state,
    status: status(order),
    channel: order.channel,
    amountFen: order.amountFen,
    codeUrl: isScannable(order, now) ? codeUrl : null,
    expiresAt: order.expiresAt,
    createdAt: order.createdAt,
    payer: order.payer,
    lines: order.lines,
    ...payment(order),
    ...(order.voucher ?? {}),
    ...refund(order),
    doubtful: order.doubt !== null,
    ...(isReplaceable(order) ? { replaceable: true as const } : {}),
    ...(order.riskReview === undefined ? {} : { riskReview: order.riskReview }),
    settled: order.settledAt !== null,
    prints: order.prints,
  };
}

function isScannable(order: Order, now: number): boolean {
  return order.state === 'QR_LIVE' && order.doubt?.hidden !== true && now < order.expiresAt;
}

function status(order: Order): PayStatus {
  switch (order.state) {
    case 'PREPARING':
      return 'waiting';
    case 'QR_LIVE':
      return order.doubt?.hidden === true ? 'unknown' : 'waiting';
    case 'CLOSING':
      return order.doubt === null ? 'checking' : 'unknown';
    case 'NEVER_CREATED':
    case 'CLOSED':
      return 'closed';
    case 'PAID':
      return 'paid';
    case 'BOOKING':
      return 'booking';
    case 'BOOKED':
      return 'booked';
    case 'REFUNDING':
    case 'REFUND_STUCK':
      return 'refunding';
    case 'REFUNDED':
      return 'refunded';
    case 'FROZEN':
      return 'unknown';
  }
}

function payment({ payment }: Order): Pick<OrderView, 'transactionId' | 'paidAt' | 'funding'> {
  if (payment === null) return {};
  const { transactionId, paidAt, funding } = payment;
  return { transactionId, paidAt, ...(funding === null ? {} : { funding }) };
}

function refund(order: Order): { readonly refund?: RefundView } {
  const { outRefundNo, reason } = order.refund;
  if (reason === null) return {};
  const funding = order.payment?.funding ?? null;
  return {
    refund: { outRefundNo, reason, amountFen: order.amountFen, ...(funding === null ? {} : { funding }) },
  };
}
