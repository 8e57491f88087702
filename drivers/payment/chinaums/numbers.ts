/**
 * ChinaUMS finds a bill by its number *and* its day, and every number has to begin with the four characters that it has
 * given to the merchant's system (来源编号). Both are read off our order number, because a channel remembers nothing: the
 * day stands in it ten characters before its end (`PrepayOrder.outTradeNo`).
 * Source (M): the platform's field tables; where they contradict each other (under 28 or up to 32), 32 is taken.
 */
export interface BillKey {
  readonly billNo: string;
  /** `yyyy-MM-dd`. */
  readonly billDate: string;
}

/** For bill and refund numbers alike. */
export const MAX_NUMBER_LENGTH = 32;

const ORDER_NUMBER = /^[0-9A-Z]{2,}?(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[0-9A-Z]{10}$/;

/** Throws on a number that is not the ledger's own. */
export function billKey(sourceNo: string, outTradeNo: string): BillKey {
  const [, year, month, day] = ORDER_NUMBER.exec(outTradeNo) ?? [];
  if (day === undefined) throw new RangeError('not an order number of ours');
  return { billNo: prefixed(sourceNo, outTradeNo), billDate: `20${year}-${month}-${day}` };
}

/** What the acquirer takes for a refund's number, before its four characters. */
export const REFUND_NUMBER = /^[0-9A-Za-z]{1,64}$/;

export function refundOrderId(sourceNo: string, outRefundNo: string): string {
  if (!REFUND_NUMBER.test(outRefundNo)) throw new RangeError('not a refund number');
  return prefixed(sourceNo, outRefundNo);
}

function prefixed(sourceNo: string, number: string): string {
  const whole = `${sourceNo}${number}`;
  if (whole.length > MAX_NUMBER_LENGTH) throw new RangeError('a number longer than the acquirer takes');
  return whole;
}
