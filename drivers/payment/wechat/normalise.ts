import type { Refund, Trade } from '../port.ts';
import type { RefundAnswer, TradeAnswer } from './shapes.ts';

/** What the answer must agree with. */
export interface Expected {
  readonly appId: string;
  readonly mchId: string;
  readonly outTradeNo: string;
}

/**
 * A verified query answer → Trade; null when it contradicts itself (paid without amount, time or number) or names a
 * state that these documents do not know. REVOKED and PAYERROR belong to scanning the payer's code, which we never do.
 */
export function toTrade(answer: TradeAnswer, expected: Expected): Trade | null {
  const field = mismatch(answer, expected);
  if (field !== null) return { state: 'MISMATCH', field };
  switch (answer.trade_state) {
    case 'NOTPAY':
    case 'USERPAYING':
      return { state: 'UNPAID' };
    case 'CLOSED':
      return { state: 'CLOSED' };
    case 'REFUND':
      return answer.transaction_id === undefined
        ? { state: 'REFUNDED' }
        : { state: 'REFUNDED', transactionId: answer.transaction_id };
    case 'SUCCESS':
      return paid(answer);
    default:
      return null;
  }
}

function mismatch(answer: TradeAnswer, expected: Expected): string | null {
  if (answer.mchid !== expected.mchId) return 'mchid';
  if (answer.appid !== expected.appId) return 'appid';
  if (answer.out_trade_no !== expected.outTradeNo) return 'out_trade_no';
  return isRenminbi(answer.amount?.currency) ? null : 'currency';
}

function paid(answer: TradeAnswer): Trade | null {
  const amountFen = answer.amount?.total;
  if (amountFen === undefined || answer.transaction_id === undefined || answer.success_time === undefined) {
    return null;
  }
  const trade = {
    state: 'PAID',
    transactionId: answer.transaction_id,
    amountFen,
    paidAt: answer.success_time,
  } as const;
  const funding = fundingOf(answer.bank_type ?? '');
  return funding === undefined ? trade : { ...trade, funding };
}

/** `<BANK>_DEBIT`, `<BANK>_CREDIT`, `CFT` (balance), `ECNY_<BANK>`; `OTHERS` says only "not a bank card". */
function fundingOf(bankType: string): 'balance' | 'bank-card' | 'ecny' | undefined {
  if (bankType.startsWith('ECNY')) return 'ecny';
  if (bankType === 'CFT') return 'balance';
  return /_(?:DEBIT|CREDIT)$/.test(bankType) ? 'bank-card' : undefined;
}

/** A verified refund answer → Refund; null when it is about another refund or in another currency. */
export function toRefund(
  answer: RefundAnswer,
  expected: { readonly outRefundNo: string; readonly outTradeNo?: string; readonly amountFen?: number },
): Refund | null {
  const { outRefundNo, outTradeNo = answer.out_trade_no, amountFen = answer.amount.refund } = expected;
  const same =
    answer.out_refund_no === outRefundNo &&
    answer.out_trade_no === outTradeNo &&
    answer.amount.refund === amountFen &&
    isRenminbi(answer.amount.currency);
  return same ? { state: answer.status, refundId: answer.refund_id, amountFen: answer.amount.refund } : null;
}

/** The currency may be left out; it is then the default, CNY. */
function isRenminbi(currency: string | undefined): boolean {
  return currency === undefined || currency === 'CNY';
}
