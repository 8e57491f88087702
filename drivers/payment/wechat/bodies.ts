import { goodsText, plainText, requireOrder, requireRefund } from '../bounds.ts';
import type { PrepayOrder, RefundOrder } from '../port.ts';
import { type Account, namesOf, subMerchantOf } from './account.ts';

export interface Merchant extends Account {
  /** Required by WeChat: https, without a query. The terminal itself is never called; a back office may be. */
  readonly notifyUrl: string;
}

const MAX_REASON_BYTES = 80;

/**
 * The prepay body. Key order and form are fixed: WeChat compares a repeated prepay with the first one, and the ledger
 * repeats these very bytes. `scene_info` is left out, because it demands the payer's network address, which a terminal
 * with a screen does not have; the terminal's own id travels as `attach` and comes back in the trade bill.
 * Throws on numbers and amounts out of bounds: the ledger made them.
 */
export function prepayBody(merchant: Merchant, order: PrepayOrder): string {
  requireOrder(order);
  return JSON.stringify({
    ...namesOf(merchant),
    description: goodsText(order.description, 127),
    out_trade_no: order.outTradeNo,
    time_expire: beijingTime(order.expiresAt),
    attach: order.terminalId,
    notify_url: merchant.notifyUrl,
    amount: { total: order.amountFen, currency: 'CNY' },
  });
}

/** The refund body: one per refund decision, repeated as it is on every attempt. */
export function refundBody(account: Account, refund: RefundOrder): string {
  requireRefund(refund, /^[0-9A-Za-z_\-|*@]{1,64}$/);
  return JSON.stringify({
    ...subMerchantOf(account),
    out_trade_no: refund.outTradeNo,
    out_refund_no: refund.outRefundNo,
    reason: reasonText(refund.reason),
    amount: { refund: refund.amountFen, total: refund.totalFen, currency: 'CNY' },
  });
}

/** The refund's reason is measured in bytes. */
function reasonText(text: string): string {
  let plain = plainText(text, MAX_REASON_BYTES);
  while (Buffer.byteLength(plain) > MAX_REASON_BYTES) plain = plain.slice(0, -1);
  return plain;
}

/** RFC 3339 with whole seconds, rounded down, so that nobody can pay after the ledger's own end. */
function beijingTime(epochMs: number): string {
  const shifted = new Date(Math.floor(epochMs / 1000) * 1000 + 8 * 3_600_000);
  return `${shifted.toISOString().slice(0, 19)}+08:00`;
}
