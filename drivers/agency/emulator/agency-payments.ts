import type { Bill } from '../port.ts';
import { apiError, type Plain, rfc3339, shanghaiDay } from './messages.ts';

/** One payment as the agency remembers it, whoever took it. Names nobody but by the agency's own number. */
export interface ModelPayment {
  readonly insuredId: string;
  readonly voucherNo: string;
  readonly item: string;
  readonly period: string;
  readonly amountFen: number;
  readonly paidAt: string;
  readonly channel: string;
  readonly bookingKey?: string;
  refundedAt?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Payments of one person whose Asia/Shanghai day lies in the span, both ends included; oldest first. */
export function listPayments(
  payments: readonly ModelPayment[],
  insuredId: string,
  from: string | null,
  to: string | null,
): Plain {
  if (from === null || to === null || !DAY.test(from) || !DAY.test(to)) {
    return apiError(400, 'BAD_REQUEST', '日期不正确');
  }
  const listed = payments
    .filter((payment) => payment.insuredId === insuredId)
    .filter(({ paidAt }) => from <= shanghaiDay(paidAt) && shanghaiDay(paidAt) <= to)
    .toSorted((a, b) => Date.parse(a.paidAt) - Date.parse(b.paidAt))
    .map(({ insuredId: _, ...payment }) => ({ ...payment, refundable: payment.refundedAt === undefined }));
  return { status: 200, body: { payments: listed } };
}

const DAY_MS = 86_400_000;

/** The same premium of the year before, first with a phone and, ten days later, once more at a bank's counter. */
export function paidTwice(
  insuredId: string,
  bill: Bill,
  now: number,
  number: () => string,
): readonly ModelPayment[] {
  const common = {
    insuredId,
    item: bill.item,
    period: String(Number(bill.period.slice(0, 4)) - 1),
    amountFen: bill.amountFen ?? 0,
  };
  return [
    { ...common, voucherNo: number(), paidAt: rfc3339(now - 40 * DAY_MS), channel: 'wechat' },
    { ...common, voucherNo: number(), paidAt: rfc3339(now - 30 * DAY_MS), channel: 'bank' },
  ];
}
