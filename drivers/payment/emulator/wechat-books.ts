import type { PayerFunds, Plain } from './wallet-plain.ts';
import type { WeChatMerchant } from './wechat-merchant.ts';
import { rfc3339 } from './wechat-messages.ts';

export type RefundResult = 'SUCCESS' | 'ABNORMAL' | 'CLOSED';

export interface ModelTrade {
  readonly outTradeNo: string;
  /** The whole request in one form: a repeat must be equal to it. */
  readonly request: string;
  readonly totalFen: number;
  /** Last instant for paying, epoch milliseconds. */
  readonly timeExpire: number;
  readonly createdAt: number;
  readonly attach?: string;
  /** The code that is alive; a repeated prepay replaces it. */
  code: { readonly id: string; readonly madeAt: number };
  state: 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED';
  payment?: {
    readonly transactionId: string;
    readonly fen: number;
    readonly at: number;
    /** Absent in the books of earlier versions. */
    readonly funds?: PayerFunds | undefined;
  };
}

export interface ModelRefund {
  readonly outRefundNo: string;
  readonly outTradeNo: string;
  readonly request: string;
  readonly refundId: string;
  readonly transactionId: string;
  /** What had been paid on the order, and with what: it goes back there. */
  readonly totalFen: number;
  readonly funds?: PayerFunds | undefined;
  readonly fen: number;
  readonly createdAt: number;
  readonly settlesAt: number;
  /** What it will turn out to be once it settles. */
  result: RefundResult;
}

export interface ModelState {
  seq: number;
  trades: ModelTrade[];
  refunds: ModelRefund[];
}

/** How WeChat calls them; whatever is no bank card is OTHERS. */
const FUNDS: Readonly<Record<PayerFunds, { readonly bankType: string; readonly account: string }>> = {
  balance: { bankType: 'OTHERS', account: '支付用户零钱' },
  'bank-card': { bankType: 'ICBC_DEBIT', account: '工商银行借记卡0403' },
  ecny: { bankType: 'ECNY_ICBC', account: '数字人民币钱包' },
};

const STATE_TEXT = { NOTPAY: '订单未支付', SUCCESS: '支付成功', REFUND: '转入退款', CLOSED: '已关闭' };

/** The answer to a query. Payment details are there only once somebody has paid. */
export function tradeAnswer(trade: ModelTrade, merchant: WeChatMerchant): Plain {
  const { payment } = trade;
  const paid = payment && {
    trade_type: 'NATIVE',
    transaction_id: payment.transactionId,
    bank_type: FUNDS[payment.funds ?? 'balance'].bankType,
    success_time: rfc3339(payment.at),
    payer: merchant.payer,
  };
  return {
    status: 200,
    body: {
      ...merchant.names(JSON.parse(trade.request)),
      out_trade_no: trade.outTradeNo,
      trade_state: trade.state,
      trade_state_desc: STATE_TEXT[trade.state],
      attach: trade.attach,
      amount: { total: payment?.fen ?? trade.totalFen, currency: 'CNY' },
      ...paid,
    },
  };
}

/** The answer to a refund and to a query of it. */
export function refundAnswer(refund: ModelRefund, state: RefundResult | 'PROCESSING'): Plain {
  const { totalFen, fen } = refund;
  return {
    status: 200,
    body: {
      refund_id: refund.refundId,
      out_refund_no: refund.outRefundNo,
      transaction_id: refund.transactionId,
      out_trade_no: refund.outTradeNo,
      channel: 'ORIGINAL',
      user_received_account: FUNDS[refund.funds ?? 'balance'].account,
      create_time: rfc3339(refund.createdAt),
      ...(state === 'SUCCESS' ? { success_time: rfc3339(refund.settlesAt) } : {}),
      status: state,
      funds_account: 'UNSETTLED',
      amount: {
        total: totalFen,
        refund: fen,
        payer_total: totalFen,
        payer_refund: fen,
        settlement_refund: fen,
        settlement_total: totalFen,
        discount_refund: 0,
        currency: 'CNY',
      },
    },
  };
}
