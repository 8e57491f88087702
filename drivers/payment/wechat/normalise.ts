import type { Refund, Trade } from '../port.ts';
import { type Account, type AccountNames, namesOf } from './account.ts';
import type { RefundAnswer, TradeAnswer } from './shapes.ts';

/** What the answer must agree with. */
export interface Expected extends Account {
  readonly outTradeNo: string;
}

/**
 * A verified query answer → Trade; null when it contradicts itself (paid without amount, time or number), does not say
 * whose order it is, or names a state that these documents do not know. REVOKED and PAYERROR belong to scanning the
 * payer's code, which we never do.
 */
export function toTrade(answer: TradeAnswer, expected: Expected): Trade | null {
  const names = Object.entries(namesOf(expected)) as [keyof AccountNames, string][];
  if (names.some(([name]) => answer[name] === undefined && !MAY_BE_LEFT_OUT.includes(name))) return null;
  const field = mismatch(answer, names, expected.outTradeNo);
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

/** Whose money it is, is said by numbers; that an answer repeats an application as well is not promised everywhere. */
const MAY_BE_LEFT_OUT: readonly (keyof AccountNames)[] = ['sub_appid'];

/** The field that is about somebody else; null = none. */
function mismatch(
  answer: TradeAnswer,
  names: readonly (readonly [keyof AccountNames, string])[],
  outTradeNo: string,
): string | null {
  const other = names.find(([name, ours]) => (answer[name] ?? ours) !== ours);
  if (other !== undefined) return other[0];
  if (answer.out_trade_no !== outTradeNo) return 'out_trade_no';
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
