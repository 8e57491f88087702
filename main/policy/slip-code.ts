import type { Fen } from '../../drivers/base/money.ts';

/** What the code on a slip says: enough to find the payment in the journal and to compare it with the paper; nothing about a person. */
export interface SlipCode {
  readonly orderId: string;
  readonly amountFen: Fen;
  /** Names the order's row in the journal, e.g. `812-3F9A1C2B`. */
  readonly chainCode: string;
  /** Only on the slip of a booked payment; left out where the agency's numbers are no short words. */
  readonly voucherNo: string | null;
}

/** 社保凭证, first form. Not `xyz:`, which a phone would take for an address. */
const MARK = 'SBPZ1';
const VOUCHER = /^[\x21-\x7e]{1,40}$/;
const FORM = /^SBPZ1 ([0-9A-Z]{2,32}) (\d{1,13})\.(\d{2}) (\d{1,15}-[0-9A-F]{8})(?: ([\x21-\x7e]{1,40}))?$/;

/** `SBPZ1 KK0001261124AAAB7Q2M9X 800.00 812-3F9A1C2B 4404002611240817`: words that a clerk can read, too. */
export function slipCode({ orderId, amountFen, chainCode, voucherNo }: SlipCode): string {
  const voucher = voucherNo !== null && VOUCHER.test(voucherNo) ? [voucherNo] : [];
  return [MARK, orderId, (amountFen / 100).toFixed(2), chainCode, ...voucher].join(' ');
}

/** null = not the code of a slip of ours. */
export function parseSlipCode(text: string): SlipCode | null {
  const match = FORM.exec(text.trim());
  if (match === null) return null;
  const [, orderId = '', yuan = '', fen = '', chainCode = '', voucherNo = null] = match;
  return { orderId, amountFen: Number(yuan + fen), chainCode, voucherNo };
}
