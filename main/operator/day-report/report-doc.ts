import type { SlipBlock } from '../../../drivers/printer/slip.ts';
import { formatAmount } from '../../contract/format.ts';
import { STANDING_WORDS } from '../../contract/technician-words.ts';
import type { PdfDoc } from '../../receipt/receipt-doc.ts';
import { shanghaiTime } from '../../receipt/shanghai-time.ts';
import { CHANNELS, DEMO_BANNER, DEMO_NOTE } from '../../receipt/slip-words.ts';
import type { DayReport } from './report.ts';
import { billName } from './words.ts';

export interface ReportHead {
  readonly terminal: { readonly id: string; readonly name: string };
  readonly demo: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** More would not be read on one sheet: the rest is in the table beside it. */
export const MOST_NAMED = 20;

/** The report for paper: one A4 sheet. Every mismatch and open order with its number, what is wrong and what is next. */
export function reportDoc(report: DayReport, { terminal, demo, at }: ReportHead): PdfDoc {
  const { day, channels, mismatches, reviews, open } = report;
  const blocks: SlipBlock[] = [
    ...(demo ? [{ kind: 'banner', text: DEMO_BANNER } as const] : []),
    { kind: 'title', text: '对账日报' },
    { kind: 'text', text: day, align: 'center', emphasis: true, size: 'large' },
    { kind: 'rule' },
    ...channels.flatMap(({ channel, standing, waitsFor, billed, byQuery, ...sums }) => [
      heading(`${CHANNELS[channel]}：${waitsFor ?? STANDING_WORDS[standing]}`),
      billed === null ? pair(billName(byQuery), '未取') : line(billName(byQuery), billed),
      line('本机收款', sums.paid),
      line('已入账', sums.booked),
      line('已退款', sums.refunded),
      line('未办结', sums.open),
      RULE,
    ]),
    heading(`对账差异 ${mismatches.length} 笔`),
    ...mismatches
      .slice(0, MOST_NAMED)
      .flatMap(({ order, amountFen, what, next, certain }) => [
        pair(order, yuan(amountFen)),
        note(`${what}${certain ? '' : '（待次日确认）'}。${next}。`),
      ]),
    ...rest(mismatches.length),
    RULE,
    heading(`大额复核 ${reviews.length} 笔`),
    ...reviews
      .slice(0, MOST_NAMED)
      .flatMap(({ order, amountFen, what, next }) => [
        pair(order, yuan(amountFen)),
        note(`${what}。${next}。`),
      ]),
    ...rest(reviews.length),
    RULE,
    heading(`未办结订单 ${open.length} 笔（各日合计）`),
    ...open
      .slice(0, MOST_NAMED)
      .flatMap(({ order, amountFen, next, review }) => [
        pair(order, yuan(amountFen)),
        note(`${next}。${review ? '（大额复核）' : ''}`),
      ]),
    ...rest(open.length),
    RULE,
    pair('生成时间', shanghaiTime(at)),
    pair('终端', `${terminal.id} ${terminal.name}`),
    ...(demo ? [note(DEMO_NOTE)] : []),
  ];
  return { demo, blocks };
}

const RULE: SlipBlock = { kind: 'rule' };

function rest(count: number): readonly SlipBlock[] {
  return count > MOST_NAMED ? [note(`另有 ${count - MOST_NAMED} 笔，见同名表格文件。`)] : [];
}

function line(label: string, { count, fen }: { readonly count: number; readonly fen: number }): SlipBlock {
  return pair(`${label} ${count} 笔`, yuan(fen));
}

function pair(label: string, value: string): SlipBlock {
  return { kind: 'pair', label, value };
}

function heading(text: string): SlipBlock {
  return { kind: 'text', text, emphasis: true };
}

function note(text: string): SlipBlock {
  return { kind: 'text', text };
}

function yuan(fen: number): string {
  return `￥${formatAmount(fen)}`;
}
