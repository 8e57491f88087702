import type { Refund, Trade } from '../port.ts';
import type { RefundAnswer, RefundQueryAnswer, TradeAnswer } from './shapes.ts';

/**
 * A verified query answer → Trade; null when it contradicts itself (paid without amount, time or number) or names a state
 * that these documents do not know.
 *
 * Alipay does not repeat our application's number in its answers: that an answer is about our money is proven by its
 * signature, because its key belongs to one application. The order number and the currency are checked here.
 */
export function toTrade(answer: TradeAnswer, outTradeNo: string): Trade | null {
  if (answer.out_trade_no !== outTradeNo) return { state: 'MISMATCH', field: 'out_trade_no' };
  if ((answer.trans_currency ?? 'CNY') !== 'CNY') return { state: 'MISMATCH', field: 'trans_currency' };
  switch (answer.trade_status) {
    case 'WAIT_BUYER_PAY':
      return { state: 'UNPAID' };
    // The second one is paid as well; only its time for refunds is over.
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return paid(answer);
    case 'TRADE_CLOSED':
      return closedOrRefunded(answer);
    default:
      return null;
  }
}

/** Closed unpaid and refunded in full are the same word to Alipay: only what was paid has a time of payment. */
function closedOrRefunded({ send_pay_date, trade_no }: TradeAnswer): Trade {
  if (send_pay_date === undefined) return { state: 'CLOSED' };
  return trade_no === undefined ? { state: 'REFUNDED' } : { state: 'REFUNDED', transactionId: trade_no };
}

function paid(answer: TradeAnswer): Trade | null {
  const { total_amount, trade_no, send_pay_date } = answer;
  if (total_amount === undefined || trade_no === undefined || send_pay_date === undefined) return null;
  const trade = {
    state: 'PAID',
    transactionId: trade_no,
    amountFen: total_amount,
    paidAt: send_pay_date,
  } as const;
  const funding = fundingOf(answer);
  return funding === undefined ? trade : { ...trade, funding };
}

/** Only when all of it came from one kind of source; credit (花呗) and coupons are none that we have words for. */
function fundingOf(answer: TradeAnswer): 'balance' | 'bank-card' | 'ecny' | undefined {
  if (answer.receipt_currency_type === 'DC') return 'ecny';
  const [channel, ...others] = new Set((answer.fund_bill_list ?? []).map((bill) => bill.fund_channel));
  if (others.length > 0) return undefined;
  if (channel === 'ALIPAYACCOUNT') return 'balance';
  return channel === 'BANKCARD' ? 'bank-card' : undefined;
}

export interface ExpectedRefund {
  readonly outTradeNo: string;
  readonly outRefundNo: string;
  readonly amountFen: number;
}

/**
 * A verified answer to a refund; null when it contradicts what was asked for. `fund_change` Y = the money has moved.
 * N or nothing = not by this call: it may have moved by an earlier one of the same number, or not yet. Only a query tells,
 * so it is PROCESSING. The answer names the sum of all refunds, not this one's.
 */
export function toRefund(answer: RefundAnswer, expected: ExpectedRefund): Refund | null {
  if (answer.out_trade_no !== expected.outTradeNo) return null;
  const moved = answer.fund_change === 'Y';
  if (moved && answer.refund_fee < expected.amountFen) return null;
  return refund(moved ? 'SUCCESS' : 'PROCESSING', answer.trade_no, expected.amountFen);
}

/** What Alipay says of a refund number. */
export type KnownRefund = { readonly known: false } | { readonly known: true; readonly refund: Refund };

/**
 * A verified answer to a refund query; null when it contradicts itself. An answer without a status or amount means that
 * nothing was given back under this number: the same one may be sent again.
 */
export function toKnownRefund(
  answer: RefundQueryAnswer,
  expected: Omit<ExpectedRefund, 'amountFen'>,
): KnownRefund | null {
  const { out_trade_no = expected.outTradeNo, out_request_no = expected.outRefundNo } = answer;
  if (out_trade_no !== expected.outTradeNo || out_request_no !== expected.outRefundNo) return null;
  const { refund_status, refund_amount, trade_no } = answer;
  if (refund_status === undefined && refund_amount === undefined) return { known: false };
  // There is one status only. Some products leave it out: that there is an amount means that it was given back.
  const isDone = (refund_status ?? 'REFUND_SUCCESS') === 'REFUND_SUCCESS';
  if (!isDone || refund_amount === undefined) return null;
  return { known: true, refund: refund('SUCCESS', trade_no, refund_amount) };
}

/** Alipay gives a refund no number of its own: it is found by the trade's and ours. */
function refund(state: Refund['state'], tradeNo: string | undefined, amountFen: number): Refund {
  return tradeNo === undefined ? { state, amountFen } : { state, refundId: tradeNo, amountFen };
}
