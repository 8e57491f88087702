import { localTime, success, toYuan } from './alipay-messages.ts';
import type { PayerFunds, Plain } from './wallet-plain.ts';

/** A code that was given out. There is no trade behind it until somebody scans it. */
export interface ModelCode {
  readonly outTradeNo: string;
  readonly totalFen: number;
  readonly subject: string;
  /** Last instant for paying, epoch milliseconds. */
  readonly timeExpire: number;
  readonly id: string;
  readonly madeAt: number;
}

export interface ModelTrade {
  readonly outTradeNo: string;
  readonly tradeNo: string;
  readonly totalFen: number;
  readonly subject: string;
  readonly timeExpire: number;
  state: 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_CLOSED';
  /** `funds` is absent in the books of earlier versions. */
  payment?: { readonly fen: number; readonly at: number; readonly funds?: PayerFunds };
}

export interface ModelRefund {
  readonly outRequestNo: string;
  readonly outTradeNo: string;
  readonly fen: number;
  /** Until then nobody has heard of it. */
  readonly settlesAt: number;
}

export interface ModelState {
  seq: number;
  codes: ModelCode[];
  trades: ModelTrade[];
  refunds: ModelRefund[];
}

/** The answer to a query. Payment details are there only once somebody has paid. */
export function tradeAnswer(trade: ModelTrade): Plain {
  const { payment } = trade;
  const amount = toYuan(payment?.fen ?? trade.totalFen);
  return success({
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    buyer_logon_id: '159****5620',
    buyer_user_id: '2088000000000000',
    trade_status: trade.state,
    total_amount: amount,
    ...(payment === undefined
      ? {}
      : {
          receipt_amount: amount,
          buyer_pay_amount: amount,
          send_pay_date: localTime(payment.at),
          ...fundsPart(payment.funds ?? 'balance', amount),
        }),
  });
}

function fundsPart(funds: PayerFunds, amount: string): Readonly<Record<string, unknown>> {
  if (funds === 'ecny') return { receipt_currency_type: 'DC' };
  return { fund_bill_list: [{ fund_channel: funds === 'balance' ? 'ALIPAYACCOUNT' : 'BANKCARD', amount }] };
}

/** @param moved whether this very call moved the money; @param sum of all refunds of the trade, this one included, fen */
export function refundAnswer(trade: ModelTrade, moved: boolean, sum: number, at: number): Plain {
  return success({
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    buyer_logon_id: '159****5620',
    fund_change: moved ? 'Y' : 'N',
    refund_fee: toYuan(sum),
    ...(moved ? { gmt_refund_pay: localTime(at) } : {}),
  });
}

/** Nothing but the numbers when nothing was given back under this one. */
export function refundQueryAnswer(
  trade: ModelTrade,
  outRequestNo: string,
  refund: ModelRefund | null,
): Plain {
  return success({
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    out_request_no: outRequestNo,
    ...(refund === null
      ? {}
      : {
          total_amount: toYuan(trade.totalFen),
          refund_amount: toYuan(refund.fen),
          refund_status: 'REFUND_SUCCESS',
          gmt_refund_pay: localTime(refund.settlesAt),
        }),
  });
}
