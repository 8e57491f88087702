import type { Funding, Refund, Trade } from '../port.ts';
import type { BillKey } from './numbers.ts';
import type { BillAnswer, RefundAnswer, RefundQueryAnswer } from './shapes.ts';

/** What an answer has to be about. */
export interface ExpectedBill extends BillKey {
  readonly mid: string;
  readonly tid: string;
}

/** A query answer → Trade; null when it contradicts itself or names a state that these documents do not know. */
export function toTrade(answer: BillAnswer, expected: ExpectedBill): Trade | null {
  const field = mismatch(answer, expected);
  if (field !== null) return { state: 'MISMATCH', field };
  switch (answer.billStatus) {
    case 'UNPAID':
      return { state: 'UNPAID' };
    case 'PAID':
      return paid(answer);
    case 'CLOSED':
      return { state: 'CLOSED' };
    case 'REFUND':
      return refunded(answer);
    default:
      return null;
  }
}

function mismatch(answer: BillAnswer, expected: ExpectedBill): string | null {
  if (answer.mid !== expected.mid) return 'mid';
  if (answer.billNo !== expected.billNo) return 'billNo';
  if ((answer.tid ?? expected.tid) !== expected.tid) return 'tid';
  return (answer.billDate ?? expected.billDate) === expected.billDate ? null : 'billDate';
}

/** What has moved stands in `billPayment`; the amount outside it is only what was asked for. */
function paid({ billPayment }: BillAnswer): Trade | null {
  if (billPayment === undefined) return null;
  const { totalAmount, payTime } = billPayment;
  const transactionId = billPayment.targetOrderId ?? billPayment.paySeqId;
  if (transactionId === undefined || totalAmount === undefined || payTime === undefined) return null;
  const trade = { state: 'PAID', transactionId, amountFen: totalAmount, paidAt: payTime } as const;
  const funding = fundingOf(billPayment);
  return funding === undefined ? trade : { ...trade, funding };
}

function refunded({ billPayment }: BillAnswer): Trade {
  const transactionId = billPayment?.targetOrderId ?? billPayment?.paySeqId;
  return transactionId === undefined ? { state: 'REFUNDED' } : { state: 'REFUNDED', transactionId };
}

/** (L) No published table names e-CNY's system yet: its usual names are taken, and its Chinese name in the words. */
const ECNY_SYSTEM = /^(?:e-?cny|dcep)/i;
const ECNY_WORDS = '数字人民币';

const CARDS: Readonly<Record<string, Funding>> = {
  BALANCE: 'balance',
  DEBIT_CARD: 'bank-card',
  CREDIT_CARD: 'bank-card',
};

function fundingOf(payment: NonNullable<BillAnswer['billPayment']>): Funding | undefined {
  const { targetSys = '', billFunds = '', cardAttr = '' } = payment;
  if (ECNY_SYSTEM.test(targetSys) || billFunds.includes(ECNY_WORDS)) return 'ecny';
  return Object.hasOwn(CARDS, cardAttr) ? CARDS[cardAttr] : undefined;
}

export interface ExpectedRefund {
  readonly mid: string;
  readonly billNo: string;
  readonly refundOrderId: string;
}

/** An answer to a refund; null when it is not about this one, or says nothing that these documents know. */
export function toRefund(answer: RefundAnswer, expected: ExpectedRefund): Refund | null {
  const { mid, billNo, refundOrderId, refundStatus, refundAmount, refundTargetOrderId } = answer;
  if (mid !== expected.mid || billNo !== expected.billNo || refundOrderId !== expected.refundOrderId) {
    return null;
  }
  const state = ACCEPTED[refundStatus];
  return state === undefined ? null : refund(state, refundTargetOrderId, refundAmount);
}

/** `UNKNOWN` asks to be asked again. */
const ACCEPTED: Readonly<Record<string, Refund['state']>> = {
  SUCCESS: 'SUCCESS',
  PROCESSING: 'PROCESSING',
  UNKNOWN: 'PROCESSING',
  FAIL: 'ABNORMAL',
};

/** What the acquirer says of a refund number. */
export type KnownRefund = { readonly known: false } | { readonly known: true; readonly refund: Refund };

/** An answer to a query that named a refund; null when it contradicts itself. */
export function toKnownRefund(answer: RefundQueryAnswer, expected: ExpectedRefund): KnownRefund | null {
  if (answer.mid !== expected.mid || answer.billNo !== expected.billNo) return null;
  const { refundBillPayment } = answer;
  if (refundBillPayment === undefined) return { known: false };
  const { merOrderId = expected.refundOrderId, status, targetOrderId, totalAmount } = refundBillPayment;
  const state = FOUND[status];
  if (merOrderId !== expected.refundOrderId || state === undefined) return null;
  return { known: true, refund: refund(state, targetOrderId, totalAmount) };
}

/** In a query a refund has the states of a payment of its own. */
const FOUND: Readonly<Record<string, Refund['state']>> = {
  TRADE_SUCCESS: 'SUCCESS',
  NEW_ORDER: 'PROCESSING',
  WAIT_BUYER_PAY: 'PROCESSING',
  UNKNOWN: 'PROCESSING',
  TRADE_CLOSED: 'ABNORMAL',
};

function refund(state: Refund['state'], refundId: string | undefined, amountFen: number): Refund {
  return refundId === undefined ? { state, amountFen } : { state, refundId, amountFen };
}
