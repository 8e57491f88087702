import type { BilledRefund, BilledTrade, WalletBill } from '../bill.ts';
import { billedFen, billedInstant, columnsOf, linesOf } from '../bill-table.ts';

const WANTED = [
  '支付宝交易号',
  '商户订单号',
  '业务类型',
  '商品名称',
  '创建时间',
  '完成时间',
  '订单金额（元）',
  '商家实收（元）',
  '退款批次号/请求号',
] as const;
type Column = (typeof WANTED)[number];

/**
 * Reads the details of a trade bill: lines with `#` in front around and below the table, a line of column names, a line
 * for each payment (业务类型 交易) and each refund (退款, its amounts negative), cells padded with tabs, and below the table
 * how many of both there are. null = not such a bill, or not all of it: the counts must be those of the lines.
 *
 * A refund's line carries the order's amount or the refund's in `订单金额`, depending on the age of the interface; what
 * went back is `商家实收`. Source: Alipay, merchant bill download (业务明细), and files that merchants have published.
 */
export function readAlipayBill(text: string, isOurs: (outTradeNo: string) => boolean): WalletBill | null {
  const trades: BilledTrade[] = [];
  const refunds: BilledRefund[] = [];
  const told = { 交易: null as number | null, 退款: null as number | null };
  const seen = { 交易: 0, 退款: 0 };
  let table: Table | null = null;
  for (const line of linesOf(text)) {
    if (line.startsWith('#')) {
      const [, what, count] = /^#+(交易|退款)合计：(\d+)笔/.exec(line) ?? [];
      if (what === '交易' || what === '退款') told[what] = Number(count);
      continue;
    }
    if (line.trim() === '') continue;
    if (table === null) {
      table = tableOf(line);
      if (table === null) return null;
      continue;
    }
    const cell = table(line);
    const type = cell('业务类型');
    if (type !== '交易' && type !== '退款') return null;
    seen[type] += 1;
    const outTradeNo = cell('商户订单号');
    if (!isOurs(outTradeNo)) continue;
    const at = billedInstant(cell('完成时间')) ?? billedInstant(cell('创建时间'));
    const amountFen = billedFen(cell(type === '交易' ? '订单金额（元）' : '商家实收（元）'));
    if (at === null || amountFen === null) return null;
    if (type === '交易') {
      trades.push({ outTradeNo, transactionId: cell('支付宝交易号'), amountFen, paidAt: at });
    } else {
      refunds.push({ outTradeNo, outRefundNo: cell('退款批次号/请求号'), amountFen, at });
    }
  }
  const whole = table !== null && told.交易 === seen.交易 && told.退款 === seen.退款;
  return whole ? { trades, refunds } : null;
}

/** Gives the cells of a line by the names of their columns. */
type Table = (line: string) => (name: Column) => string;

function tableOf(header: string): Table | null {
  const names = header.split(',').map((cell) => cell.trim().replaceAll('(', '（').replaceAll(')', '）'));
  const columns = columnsOf(names, WANTED);
  if (columns === null) return null;
  return (line) => {
    const cells = line.split(',');
    // Nothing is quoted, and names of goods may hold commas: what there is too much belongs to the name.
    const surplus = Math.max(0, cells.length - names.length);
    return (name) => {
      const at = columns[name];
      return (cells[at > columns.商品名称 ? at + surplus : at] ?? '').trim();
    };
  };
}
