import { type JSX, useEffect } from 'react';
import type { DayReportView } from '../../main/contract/day-report.ts';
import { formatAmount } from '../../main/contract/format.ts';
import { DEVICE_WORDS, STANDING_WORDS } from '../../main/contract/technician-words.ts';
import type { Ask } from './ask.ts';
import { dayText, shiftDay, timeText } from './times.ts';

interface MoneyPageProps {
  /** null = main has not been asked for a day yet. */
  readonly report: DayReportView | null;
  readonly now: number;
  readonly ask: Ask;
}

/** 对账: one day's money by channel, what does not agree, and all orders whose money is not at its end. */
export function MoneyPage({ report, now, ask }: MoneyPageProps): JSX.Element {
  const isAsked = report !== null;
  useEffect(() => {
    if (!isAsked) void ask({ type: 'show-day', day: null }, '对账');
  }, [isAsked, ask]);
  if (report === null) return <p className="soft">正在取数</p>;
  return (
    <>
      <DayKeys report={report} now={now} ask={ask} />
      <section className="part">
        <h2>收款与去向</h2>
        <Sums channels={report.channels} />
      </section>
      <section className="part" data-field="mismatches" data-value={report.mismatches.length}>
        <h2>对账差异 {report.mismatches.length} 笔</h2>
        {report.mismatches.map(({ order, channel, code, amountFen, what, next, certain }) => (
          <article key={`${order} ${code}`} className="matter" data-id={order} data-value={code}>
            <OrderHead order={order} channel={channel} amountFen={amountFen} />
            <p className={certain ? 'bad' : undefined}>
              {what}
              {certain ? null : <span className="soft">（待次日确认）</span>}
            </p>
            <p>下一步：{next}</p>
          </article>
        ))}
      </section>
      <section className="part" data-field="open-orders" data-value={report.open.length}>
        <h2>未办结订单 {report.open.length} 笔</h2>
        {report.open.map(({ order, channel, state, amountFen, createdAt, next }) => (
          <article key={order} className="matter" data-id={order} data-value={state}>
            <OrderHead order={order} channel={channel} amountFen={amountFen} />
            <p>
              下一步：{next}
              <span className="soft">{timeText(createdAt, now)} 下单</span>
            </p>
          </article>
        ))}
      </section>
    </>
  );
}

function DayKeys({
  report: { day, busy, channels, exported },
  now,
  ask,
}: MoneyPageProps & { readonly report: DayReportView }): JSX.Element {
  const today = dayText(now);
  return (
    <section className="part test">
      <div className="test__keys">
        <button
          type="button"
          data-action="previous-day"
          onClick={() => void ask({ type: 'show-day', day: shiftDay(day, -1) }, '前一天')}
        >
          前一天
        </button>
        <strong data-field="report-day" data-value={day}>
          {day}
        </strong>
        <button
          type="button"
          data-action="next-day"
          disabled={day >= today}
          onClick={() => void ask({ type: 'show-day', day: shiftDay(day, 1) }, '后一天')}
        >
          后一天
        </button>
        <button
          type="button"
          className="main"
          data-action="reconcile-day"
          disabled={busy || day >= today || channels.length === 0}
          onClick={() => void ask({ type: 'reconcile-day' }, '立即对账')}
        >
          {busy ? '正在对账' : '立即对账'}
        </button>
        <button
          type="button"
          data-action="export-day"
          onClick={() => void ask({ type: 'export-day' }, '导出报表')}
        >
          导出报表
        </button>
      </div>
      {exported.length === 0 ? null : (
        <p data-field="exported">
          已写入 <code>{exported.join('，')}</code>
        </p>
      )}
    </section>
  );
}

function Sums({ channels }: { readonly channels: DayReportView['channels'] }): JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">渠道</th>
          <th scope="col">对账</th>
          {['钱包账单', '本机收款', '已入账', '已退款', '未办结'].map((name) => (
            <th key={name} scope="col" className="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {channels.map(({ channel, standing, waitsFor, billed, paid, booked, refunded, open }) => (
          <tr key={channel} data-id={channel}>
            <th scope="row">{DEVICE_WORDS[channel]}</th>
            <td data-field="day-standing" data-value={standing}>
              {waitsFor ?? STANDING_WORDS[standing]}
            </td>
            <SumCell name="billed" sum={billed} />
            <SumCell name="paid" sum={paid} />
            <SumCell name="booked" sum={booked} />
            <SumCell name="refunded" sum={refunded} />
            <SumCell name="open" sum={open} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SumCell({
  name,
  sum,
}: {
  readonly name: string;
  readonly sum: DayReportView['channels'][number]['billed'];
}): JSX.Element {
  return (
    <td className="number" data-field={`day-${name}`} data-value={sum?.fen ?? ''}>
      {sum === null ? '无' : `¥${formatAmount(sum.fen)}`}
      {sum === null ? null : <span className="soft sum__count">{sum.count} 笔</span>}
    </td>
  );
}

function OrderHead({
  order,
  channel,
  amountFen,
}: {
  readonly order: string;
  readonly channel: DayReportView['channels'][number]['channel'];
  readonly amountFen: number;
}): JSX.Element {
  return (
    <header className="matter__head">
      <code>{order}</code>
      <span>{DEVICE_WORDS[channel]}</span>
      <span className="number">¥{formatAmount(amountFen)}</span>
    </header>
  );
}
