import type { BilledRefund, BilledTrade, WalletBill } from '../bill.ts';
import { billedFen, billedInstant, columnsOf, linesOf } from '../bill-table.ts';
import type { Account } from './account.ts';

const WANTED = [
  '交易时间',
  '商户号',
  '特约商户号',
  '微信订单号',
  '商户订单号',
  '交易状态',
  '商户退款单号',
  '退款金额',
  '退款状态',
  '订单金额',
] as const;
/** First column of the two lines at the end: names and totals. */
const FOOTER = '总交易单数';

/**
 * Reads a trade bill of type ALL: UTF-8 with a byte order mark, a line of column names, then a line for each payment and
 * each refund, every cell with a backtick in front (so that Excel leaves numbers alone), then the names of the totals and
 * the totals. null = not such a bill, not all of it (the count at the end must be that of the lines), or the bill of
 * somebody else: our orders are nobody else's.
 *
 * `退款金额` is what went back to the payer. A refund that failed (FAIL, CHANGE) moved nothing and is left out.
 * Source: WeChat Pay APIv3, trade bill, and the bill in the test data of the official PHP client's companion library.
 */
export function readWeChatBill(
  text: string,
  { mchId, partner }: Account,
  isOurs: (outTradeNo: string) => boolean,
): WalletBill | null {
  const lines = linesOf(text.replace(/^\uFEFF/, ''));
  const columns = columnsOf(String(lines.next().value ?? '').split(','), WANTED);
  if (columns === null) return null;
  const trades: BilledTrade[] = [];
  const refunds: BilledRefund[] = [];
  let count = 0;
  for (const line of lines) {
    if (line.startsWith(FOOTER))
      return cellsOf(String(lines.next().value ?? ''))[0] === String(count) ? { trades, refunds } : null;
    count += 1;
    const cells = cellsOf(line);
    const cell = (name: (typeof WANTED)[number]): string => cells[columns[name]] ?? '';
    const outTradeNo = cell('商户订单号');
    if (!isOurs(outTradeNo)) continue;
    if (cell('商户号') !== mchId) return null;
    if (partner !== undefined && cell('特约商户号') !== partner.subMchId) return null;
    const at = billedInstant(cell('交易时间'));
    if (cell('交易状态') === 'REFUND') {
      if (cell('退款状态') === 'FAIL' || cell('退款状态') === 'CHANGE') continue;
      const amountFen = billedFen(cell('退款金额'));
      if (at === null || amountFen === null) return null;
      refunds.push({ outTradeNo, outRefundNo: cell('商户退款单号'), amountFen, at });
    } else {
      const amountFen = billedFen(cell('订单金额'));
      if (at === null || amountFen === null) return null;
      trades.push({ outTradeNo, transactionId: cell('微信订单号'), amountFen, paidAt: at });
    }
  }
  return null;
}

/** Names of goods may hold commas, but not a comma and a backtick. */
function cellsOf(line: string): readonly string[] {
  return line.replace(/^`/, '').split(',`');
}
