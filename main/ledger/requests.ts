import type { BookingRequest } from '../../drivers/agency/port.ts';
import type { PrepayOrder, RefundOrder } from '../../drivers/payment/port.ts';
import type { Order } from './order-events.ts';
import type { OrderLine } from './port.ts';

/** What the ledger says to others about an order. Built once from the row, journalled, then sent as it is. */

/** Wallet's own limit: WeChat 127 bytes (3 for each Chinese character), Alipay forbids `/ = &`, neither takes emoji. */
const DESCRIPTION_CHARS = 40;

export function prepayOrder(order: {
  readonly id: string;
  readonly amountFen: number;
  readonly payableUntil: number;
  readonly terminalId: string;
  readonly lines: readonly OrderLine[];
}): PrepayOrder {
  return {
    outTradeNo: order.id,
    description: description(order.lines),
    amountFen: order.amountFen,
    expiresAt: order.payableUntil,
    terminalId: order.terminalId,
  };
}

/** Only for a paid order: anything else is a bug. */
export function bookingBody(order: Order): string {
  const { payment } = order;
  if (payment === null) throw new Error(`order ${order.id} is not paid`);
  const request: BookingRequest = {
    bookingKey: order.id,
    quoteId: order.quoteId,
    amountFen: order.amountFen,
    channel: order.channel,
    channelTransactionId: payment.transactionId,
    paidAt: payment.paidAt,
    terminalId: order.terminalId,
  };
  return JSON.stringify(request);
}

/** Always the whole amount: a terminal never keeps a part of what it could not book. */
export function refundOrder(order: Order): RefundOrder {
  return {
    outTradeNo: order.id,
    outRefundNo: order.refund.outRefundNo,
    amountFen: order.amountFen,
    totalFen: order.amountFen,
    reason: '社保费未能入账，原路退回',
  };
}

/** 城乡居民基本养老保险费 2026, or the first of several: … 等2项. What is bought, never for whom. */
function description(lines: readonly OrderLine[]): string {
  const [first] = lines;
  const item = first === undefined ? '社会保险费' : `${first.item} ${first.period}`;
  const clean = item.replaceAll(/[/=&]|[\u{10000}-\u{10FFFF}]/gu, '');
  const suffix = lines.length > 1 ? ` 等${lines.length}项` : '';
  return clean.slice(0, DESCRIPTION_CHARS - suffix.length) + suffix;
}
