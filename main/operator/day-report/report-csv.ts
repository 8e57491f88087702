import { formatAmount } from '../../contract/format.ts';
import { STANDING_WORDS } from '../../contract/technician-words.ts';
import { shanghaiTime } from '../../receipt/shanghai-time.ts';
import { CHANNELS } from '../../receipt/slip-words.ts';
import type { DayReport } from './report.ts';
import { billName } from './words.ts';

/**
 * The report as a table for a spreadsheet: UTF-8 with a byte order mark and CRLF, as Excel wants it, one row for each sum,
 * mismatch and open order, all with the same columns. Amounts in yuan with two decimals and no separators.
 */
export function reportCsv(report: DayReport): string {
  const { day, channels, mismatches, reviews, open } = report;
  const rows = [
    ['日期', '类别', '渠道', '订单号', '项目', '笔数', '金额（元）', '代码', '说明', '下一步'],
    ...channels.flatMap(({ channel, standing, waitsFor, billed, byQuery, ...sums }) => {
      const words = waitsFor ?? STANDING_WORDS[standing];
      const row = (name: string, sum: { readonly count: number; readonly fen: number } | null) => [
        ...[day, '合计', CHANNELS[channel], '', name],
        ...(sum === null ? ['', ''] : [String(sum.count), yuan(sum.fen)]),
        ...[standing, words, ''],
      ];
      return [
        row(billName(byQuery), billed),
        row('本机收款', sums.paid),
        row('已入账', sums.booked),
        row('已退款', sums.refunded),
        row('未办结', sums.open),
      ];
    }),
    ...mismatches.map(({ order, channel, code, amountFen, what, next, certain }) => [
      ...[day, '对账差异', CHANNELS[channel], order, certain ? '已确认' : '待次日确认'],
      ...['1', yuan(amountFen), code, what, next],
    ]),
    ...reviews.map(({ order, channel, state, amountFen, what, next }) => [
      ...[day, '大额复核', CHANNELS[channel], order, ''],
      ...['1', yuan(amountFen), state, what, next],
    ]),
    ...open.map(({ order, channel, state, amountFen, createdAt, next, review }) => [
      ...[day, '未办结订单', CHANNELS[channel], order, shanghaiTime(createdAt)],
      ...['1', yuan(amountFen), state, review ? '大额复核' : '', next],
    ]),
  ];
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function yuan(fen: number): string {
  return formatAmount(fen).replaceAll(',', '');
}

/** Quoted where it must be. Nothing in it begins like a formula: order numbers begin with K, words are ours. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
