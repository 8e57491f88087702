import type { DaySpan, PastPayment } from '../../drivers/agency/port.ts';
import { shanghaiDay } from '../policy/workdays.ts';

/**
 * Payments of one person for the same item and period that stand under different vouchers: the later ones, which can be
 * handed in, newest first. Only the agency can tell whether that was a mistake; what it gives nothing back of is no
 * matter for it, and what has been given back is over.
 *
 * @param payments of one person, in any order; the same voucher told twice is one payment
 */
export function duplicatePayments(payments: readonly PastPayment[]): readonly PastPayment[] {
  const standing = payments
    .filter(({ refundedAt }) => refundedAt === undefined)
    .toSorted((a, b) => Date.parse(a.paidAt) - Date.parse(b.paidAt) || compare(a.voucherNo, b.voucherNo));
  const byMatter = new Map<string, Map<string, PastPayment>>();
  for (const payment of standing) {
    const key = JSON.stringify([payment.item, payment.period]);
    const same = byMatter.get(key) ?? new Map<string, PastPayment>();
    if (!same.has(payment.voucherNo)) same.set(payment.voucherNo, payment);
    byMatter.set(key, same);
  }
  return [...byMatter.values()].flatMap((same) => beyondTheFirst([...same.values()])).reverse();
}

/** One payment is always right. The first is kept, unless there is one anyway of which nothing can be given back. */
function beyondTheFirst(same: readonly PastPayment[]): readonly PastPayment[] {
  const refundable = same.filter((payment) => payment.refundable !== false);
  return refundable.length < same.length ? refundable : refundable.slice(1);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** From 1 January of the year before until today, in Shanghai: premiums are of a year, and paid around its turn. */
export function lookBack(now: number): DaySpan {
  const to = shanghaiDay(now);
  return { from: `${Number(to.slice(0, 4)) - 1}-01-01`, to };
}
