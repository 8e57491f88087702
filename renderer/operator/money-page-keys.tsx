import type { JSX } from 'react';
import type { DayReportView } from '../../main/contract/day-report.ts';
import type { Ask } from './ask.ts';
import { dayText, shiftDay } from './times.ts';

interface DayKeysProps {
  readonly report: DayReportView;
  readonly now: number;
  readonly ask: Ask;
}

/** Which day, and what can be done with it: reconcile, write out, print; and what came of it. */
export function DayKeys({
  report: { day, busy, channels, exported, canPrint, slip },
  now,
  ask,
}: DayKeysProps): JSX.Element {
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
      </div>
      <div className="test__keys">
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
        <button
          type="button"
          data-action="print-day"
          disabled={!canPrint || slip?.state === 'printing'}
          onClick={() => void ask({ type: 'print-day' }, '打印日结单')}
        >
          打印日结单
        </button>
      </div>
      {slip === null ? null : (
        <p data-field="day-slip" data-value={slip.state} role="status">
          <span
            data-field="print-evidence"
            data-value={slip.evidence}
            className={slip.state === 'uncertain' || slip.state === 'failed' ? 'bad' : undefined}
          >
            {slip.words}
          </span>
        </p>
      )}
      {exported.length === 0 ? null : (
        <p data-field="exported">
          已写入 <code>{exported.join('，')}</code>
        </p>
      )}
    </section>
  );
}
