import { beijingTime } from '../beijing-time.ts';
import { goodsText, plainText, requireOrder, requireRefund } from '../bounds.ts';
import type { PrepayOrder, RefundOrder } from '../port.ts';
import { yuanOf } from './amounts.ts';

/** As signed with Alipay: payment face to face (当面付), or the order code that replaces it (订单码). */
export type ProductCode = 'FACE_TO_FACE_PAYMENT' | 'QR_CODE_OFFLINE';

/**
 * The precreate body. Key order and form are fixed, because the ledger repeats these very bytes. The end is absolute: a
 * relative one would begin anew with every repeat and outlive what the journal says. Nothing in it says for whom is paid.
 * Throws on numbers and amounts out of bounds: the ledger made them.
 */
export function precreateBody(productCode: ProductCode, order: PrepayOrder): string {
  requireOrder(order);
  return JSON.stringify({
    out_trade_no: order.outTradeNo,
    total_amount: yuanOf(order.amountFen),
    subject: subject(order.description),
    product_code: productCode,
    terminal_id: order.terminalId,
    // Rounded down, so that nobody can pay after the ledger's own end.
    time_expire: beijingTime(order.expiresAt),
  });
}

/** The refund body: one per refund decision, repeated as it is on every attempt. */
export function refundBody(refund: RefundOrder): string {
  requireRefund(refund, /^[0-9A-Za-z_]{1,64}$/);
  return JSON.stringify({
    out_trade_no: refund.outTradeNo,
    refund_amount: yuanOf(refund.amountFen),
    refund_reason: plainText(refund.reason, 256),
    out_request_no: refund.outRefundNo,
  });
}

/** Alipay forbids `/`, `=` and `&` in a subject, and takes 256 characters. */
function subject(text: string): string {
  return goodsText(text.replaceAll(/[/=&]/g, ''), 256);
}
