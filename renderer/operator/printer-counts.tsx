import type { JSX } from 'react';
import type { PrinterPageView } from '../../main/contract/printer-tests.ts';
import { lengthWords } from '../../main/contract/printer-words.ts';
import type { Ask } from './ask.ts';
import { timeText } from './times.ts';

interface PrinterCountsProps {
  readonly page: PrinterPageView;
  readonly now: number;
  readonly ask: Ask;
}

/** Paper used by the roll that is in, and by the printer since the counting began. */
export function PrinterCounts({ page, now, ask }: PrinterCountsProps): JSX.Element {
  const { counters, countersKept, slipsLeft } = page;
  const { roll } = counters;
  return (
    <section className="part printer">
      <h2>用纸</h2>
      {countersKept === 'kept' ? null : (
        <p className="bad" data-field="counters-kept" data-value={countersKept}>
          {countersKept === 'restarted'
            ? '计数文件损坏，已经重新计数。'
            : '计数写不进硬盘，停机后会丢失：检查硬盘空间和权限。'}
        </p>
      )}
      <table className="printer__counts">
        <thead>
          <tr>
            <th scope="col" />
            <th scope="col">本卷纸</th>
            <th scope="col">总计</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">走纸</th>
            <td data-field="roll-mm" data-value={Math.round(roll.mm)}>
              {lengthWords(roll.mm)}
            </td>
            <td data-field="total-mm" data-value={Math.round(counters.mm)}>
              {lengthWords(counters.mm)}
            </td>
          </tr>
          <tr>
            <th scope="row">打好的凭条</th>
            <td data-field="roll-slips" data-value={roll.slips}>
              {roll.slips} 张
            </td>
            <td data-field="total-slips" data-value={counters.slips}>
              {counters.slips} 张
            </td>
          </tr>
          <tr>
            <th scope="row">切纸</th>
            <td />
            <td data-field="total-cuts" data-value={counters.cuts}>
              {counters.cuts} 次
            </td>
          </tr>
          {counters.unproven === 0 ? null : (
            <tr>
              <th scope="row">没有证实的凭条</th>
              <td />
              <td data-field="total-unproven" data-value={counters.unproven}>
                {counters.unproven} 张
              </td>
            </tr>
          )}
          <tr>
            <th scope="row">起算</th>
            <td className="soft">{timeText(roll.since, now)}</td>
            <td className="soft">{timeText(counters.since, now)}</td>
          </tr>
        </tbody>
      </table>
      {roll.low === null ? null : (
        <p data-field="roll-low" data-value={Math.round(roll.low.mm)}>
          {timeText(roll.low.since, now)} 报纸将尽，此后走纸 {lengthWords(roll.low.mm)}。
          {slipsLeft === null ? null : (
            <strong data-field="slips-left" data-value={slipsLeft}>
              约还能打 {slipsLeft} 张
            </strong>
          )}
        </p>
      )}
      <button
        type="button"
        data-action="new-roll"
        onClick={() => void ask({ type: 'new-roll' }, '换了新纸卷')}
      >
        换了新纸卷
      </button>
    </section>
  );
}
