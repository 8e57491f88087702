import { beijingTime } from '../beijing-time.ts';
import { goodsText, requireOrder, requireRefund } from '../bounds.ts';
import type { PrepayOrder, RefundOrder } from '../port.ts';
import { type BillKey, billKey, REFUND_NUMBER, refundOrderId } from './numbers.ts';

/** Who we are at the acquirer. */
export interface Merchant {
  /** Number of the merchant, 15 characters. */
  readonly mid: string;
  /** Number of the terminal at the acquirer, 8 characters; not our own. */
  readonly tid: string;
  /** 来源编号: the four characters that every number of ours begins with. */
  readonly sourceNo: string;
  /** Where the acquirer reports payments to, if anywhere: the terminal asks by itself. */
  readonly notifyUrl?: string;
}

/** Characters of a description. */
const MOST_TEXT = 100;

/** The product "scan a bill's code" (C 扫 B). */
const INSTITUTION = 'QRPAYDEFAULT';

/**
 * The get-qrcode body. Key order and form are fixed, because the ledger repeats these very bytes; the time of the request,
 * which the acquirer wants inside the body, is put in front by `stamped`. The code's id is ours, so that it can be closed
 * without being remembered. Nothing in it says for whom is paid. Throws on numbers and amounts out of bounds.
 */
export function codeBody(merchant: Merchant, order: PrepayOrder): string {
  requireOrder(order);
  const { billNo, billDate } = billKey(merchant.sourceNo, order.outTradeNo);
  return JSON.stringify({
    ...identity(merchant),
    billNo,
    billDate,
    billDesc: goodsText(order.description, MOST_TEXT),
    totalAmount: order.amountFen,
    expireTime: beijingTime(order.expiresAt),
    qrCodeId: billNo,
    ...(merchant.notifyUrl === undefined ? {} : { notifyUrl: merchant.notifyUrl }),
  });
}

/** The refund body: one per refund decision, repeated as it is on every attempt. */
export function refundBody(merchant: Merchant, refund: RefundOrder): string {
  requireRefund(refund, REFUND_NUMBER);
  return JSON.stringify({
    ...identity(merchant),
    ...billKey(merchant.sourceNo, refund.outTradeNo),
    refundOrderId: refundOrderId(merchant.sourceNo, refund.outRefundNo),
    refundAmount: refund.amountFen,
    refundDesc: goodsText(refund.reason, MOST_TEXT),
  });
}

export function queryBody(merchant: Merchant, bill: BillKey, refundId?: string): string {
  const refund = refundId === undefined ? {} : { refundOrderId: refundId };
  return JSON.stringify({ ...identity(merchant), billNo: bill.billNo, billDate: bill.billDate, ...refund });
}

/**
 * The close-qrcode body. `attachRefund` is never sent: with it the acquirer gives the money of a payment that has just
 * landed back by itself, behind the booking's back.
 */
export function closeBody(merchant: Merchant, { billNo }: BillKey): string {
  return JSON.stringify({ ...identity(merchant), qrCodeId: billNo });
}

/** The bytes on the wire: the time of this attempt, and behind it the body as it was journalled. */
export function stamped(body: string, at: number): Uint8Array {
  return Buffer.from(`{"requestTimestamp":"${beijingTime(at)}",${body.slice(1)}`, 'utf8');
}

function identity({ mid, tid }: Merchant) {
  return { mid, tid, instMid: INSTITUTION };
}
