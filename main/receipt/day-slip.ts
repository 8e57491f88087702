import type { Fen } from '../../drivers/base/money.ts';
import type { ChannelId } from '../../drivers/payment/port.ts';
import type { Slip, SlipBlock } from '../../drivers/printer/slip.ts';
import { formatAmount } from '../contract/format.ts';
import { shanghaiTime } from './shanghai-time.ts';
import { CHANNELS, DEMO_BANNER, DEMO_NOTE } from './slip-words.ts';

export interface Sum {
  readonly count: number;
  readonly fen: Fen;
}

export interface DaySlipRequest {
  /** The day in Shanghai, YYYY-MM-DD. */
  readonly date: string;
  readonly paid: readonly (Sum & { readonly channel: ChannelId })[];
  readonly booked: Sum;
  readonly refunded: Sum;
  /** Neither booked nor refunded yet. */
  readonly open: Sum;
  /** Of what was paid, what staff look at because of its amount. */
  readonly review: Sum;
  /** Orders on which journal, wallet and agency do not agree. */
  readonly mismatches: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly terminal: { readonly id: string; readonly name: string };
  readonly demo: boolean;
}

/** More would be a roll of paper: the rest is on the screen and in the file. */
const MOST_NAMED = 20;

/** The technician's day on paper: sums by channel and by what became of them, and which orders somebody has to look at. */
export function daySlip(request: DaySlipRequest): Slip {
  const { date, paid, booked, refunded, open, review, mismatches, at, terminal, demo } = request;
  const total = paid.reduce((sum, { count, fen }) => ({ count: sum.count + count, fen: sum.fen + fen }), {
    count: 0,
    fen: 0,
  });
  const left = mismatches.length - MOST_NAMED;
  const blocks: SlipBlock[] = [
    ...(demo ? [{ kind: 'banner', text: DEMO_BANNER } as const] : []),
    { kind: 'title', text: '日结单' },
    { kind: 'text', text: date, align: 'center', emphasis: true, size: 'large' },
    { kind: 'rule' },
    ...paid.map((sum) => line(CHANNELS[sum.channel], sum)),
    { ...line('收款合计', total), emphasis: true, field: 'total' },
    line('其中大额复核', review),
    { kind: 'rule' },
    line('已入账', booked),
    line('已退款', refunded),
    line('未办结', open),
    { kind: 'rule' },
    { kind: 'pair', label: '对账差异', value: `${mismatches.length} 笔`, field: 'mismatches' },
    ...mismatches.slice(0, MOST_NAMED).map((id): SlipBlock => ({ kind: 'text', text: id })),
    ...(left > 0 ? [{ kind: 'text', text: `另有 ${left} 笔，见技术员屏幕。` } as const] : []),
    { kind: 'rule' },
    { kind: 'pair', label: '打印时间', value: shanghaiTime(at), field: 'printed-at' },
    { kind: 'pair', label: '终端', value: `${terminal.id} ${terminal.name}`, field: 'terminal' },
    ...(demo ? [{ kind: 'text', text: DEMO_NOTE } as const] : []),
  ];
  return { blocks };
}

function line(label: string, { count, fen }: Sum): Extract<SlipBlock, { kind: 'pair' }> {
  return { kind: 'pair', label: `${label} ${count} 笔`, value: `￥${formatAmount(fen)}` };
}
