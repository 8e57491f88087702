import type { Outcome } from '../../../drivers/base/outcome.ts';
import { err, ok, type Result } from '../../../drivers/base/result.ts';
import type { BilledRefund, BilledTrade, WalletBill } from '../../../drivers/payment/bill.ts';
import type { PaymentChannel, Refund, Trade } from '../../../drivers/payment/port.ts';
import type { Order } from '../order-events.ts';
import { RANK } from '../order-moves.ts';
import { dayOf, dayOfInstant, startOfDay } from './day.ts';
import type { NoVerdict } from './sources.ts';

/** How a wallet is asked about one order. */
export type OrderQueries = Pick<PaymentChannel, 'query' | 'queryRefund'>;

/**
 * In place of a bill, for a channel that gives terminals none: each order is asked about by its number, and the answers are
 * put together as a bill would be. Weaker than a bill in one way, which nothing here can mend: what the journal has never
 * had is not asked about. Any answer missing is no verdict.
 *
 * Who answers "refunded" names neither amount nor day of the payment; those stay as they were proven. A refund is asked for
 * by our number (one that is not ours has none), and counts for the day that is asked about.
 */
export async function askedBill(
  { day, orders }: { readonly day: string; readonly orders: readonly Order[] },
  queries: OrderQueries,
): Promise<Result<WalletBill, NoVerdict>> {
  const trades: BilledTrade[] = [];
  const refunds: BilledRefund[] = [];
  for (const order of orders) {
    const trade = answerOf(await queries.query(order.id));
    if (!trade.ok) return trade;
    if (trade.value.state === 'MISMATCH') return err('ANSWER_STRANGE');
    trades.push(...tradeOf(order, trade.value));
    if (trade.value.state !== 'REFUNDED') continue;
    const refund = await refundOf(order, day, queries);
    if (!refund.ok) return refund;
    refunds.push(refund.value);
  }
  return ok({ trades, refunds });
}

/** Of orders of a few days, those that the day is about: paid on it, or made for it and paid by nobody as far as we know. */
export function ordersToAsk(orders: readonly Order[], day: string): readonly Order[] {
  return orders.filter(({ payment, createdAt, payableUntil, state }) => {
    if (payment !== null) return dayOfInstant(payment.paidAt) === day;
    // The engine is asking about these by itself.
    if (RANK[state] < RANK.CLOSED) return false;
    return dayOf(createdAt) <= day && day <= dayOf(payableUntil);
  });
}

function tradeOf(order: Order, trade: Trade): readonly BilledTrade[] {
  if (trade.state === 'PAID') {
    const { transactionId, amountFen, paidAt } = trade;
    return [{ outTradeNo: order.id, transactionId, amountFen, paidAt }];
  }
  if (trade.state !== 'REFUNDED' || order.payment === null) return [];
  const { transactionId, paidAt } = order.payment;
  return [{ outTradeNo: order.id, transactionId, amountFen: order.amountFen, paidAt }];
}

async function refundOf(
  order: Order,
  day: string,
  queries: OrderQueries,
): Promise<Result<BilledRefund, NoVerdict>> {
  const { outRefundNo, body } = order.refund;
  const at = new Date(startOfDay(day)).toISOString();
  const foreign = { outTradeNo: order.id, outRefundNo: '', amountFen: order.amountFen, at };
  if (body === '') return ok(foreign);
  const asked = answerOf<Refund | null>(await queries.queryRefund(outRefundNo, order.id));
  if (!asked.ok) return asked;
  return ok(asked.value === null ? foreign : { ...foreign, outRefundNo, amountFen: asked.value.amountFen });
}

function answerOf<T>(outcome: Outcome<T>): Result<T, NoVerdict> {
  return outcome.kind === 'ok' ? ok(outcome.value) : err('WALLET_SILENT');
}
