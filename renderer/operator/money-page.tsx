import { type JSX, useEffect } from 'react';
import type { DayReportView } from '../../main/contract/day-report.ts';
import { formatAmount } from '../../main/contract/format.ts';
import { DEVICE_WORDS, STANDING_WORDS } from '../../main/contract/technician-words.ts';
import type { Ask } from './ask.ts';
import { DayKeys } from './money-page-keys.tsx';
import { timeText } from './times.ts';

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
      <section className="part" data-field="reviews" data-value={report.reviews.length}>
        <h2>大额复核 {report.reviews.length} 笔</h2>
        {report.reviews.map(({ order, channel, state, amountFen, what, next }) => (
          <article key={order} className="matter" data-id={order} data-value={state}>
            <OrderHead order={order} channel={channel} amountFen={amountFen} />
            <p>{what}</p>
            <p>{next}</p>
          </article>
        ))}
      </section>
      <section className="part" data-field="open-orders" data-value={report.open.length}>
        <h2>未办结订单 {report.open.length} 笔</h2>
        {report.open.map(({ order, channel, state, amountFen, createdAt, next, review }) => (
          <article key={order} className="matter" data-id={order} data-value={state}>
            <OrderHead order={order} channel={channel} amountFen={amountFen} />
            <p>
              下一步：{next}
              <span className="soft">{timeText(createdAt, now)} 下单</span>
              {review ? <strong className="soft">大额复核</strong> : null}
            </p>
          </article>
        ))}
      </section>
      {report.calendarEnds === null ? null : <CalendarNote ends={report.calendarEnds} />}
    </>
  );
}

/** A due day behind the last known holiday is counted by weekends, and residents read 约. */
function CalendarNote({ ends }: { readonly ends: string }): JSX.Element {
  return (
    <p className="part soft" data-field="calendar-ends" data-value={ends}>
      节假日安排只录到 {ends}。以后的工作日按双休推算，屏幕上写“约”；国务院公布下一年安排后，请更新程序。
    </p>
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
        {channels.map(({ channel, standing, waitsFor, billed, byQuery, paid, booked, refunded, open }) => (
          <tr key={channel} data-id={channel}>
            <th scope="row">{DEVICE_WORDS[channel]}</th>
            <td data-field="day-standing" data-value={standing}>
              {waitsFor ?? STANDING_WORDS[standing]}
            </td>
            <SumCell name="billed" sum={billed} note={byQuery ? '逐笔查询' : null} />
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
  note = null,
}: {
  readonly name: string;
  readonly sum: DayReportView['channels'][number]['billed'];
  readonly note?: string | null;
}): JSX.Element {
  return (
    <td className="number" data-field={`day-${name}`} data-value={sum?.fen ?? ''}>
      {sum === null ? '未取' : `¥${formatAmount(sum.fen)}`}
      {sum === null ? null : <span className="soft sum__count">{sum.count} 笔</span>}
      {note === null ? null : <span className="soft sum__count">{note}</span>}
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
