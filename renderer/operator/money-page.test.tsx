import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { type DayReportView, dayReportSchema } from '../../main/contract/day-report.ts';
import type { OperatorRequest } from '../../main/contract/operator.ts';
import { MoneyPage } from './money-page.tsx';

afterEach(cleanup);

const NOW = Date.parse('2026-11-25T11:00:00+08:00');
const one = { count: 1, fen: 38_000 };
const none = { count: 0, fen: 0 };

const REPORT: DayReportView = dayReportSchema.parse({
  day: '2026-11-24',
  channels: [
    {
      channel: 'wechat',
      standing: 'preliminary',
      waitsFor: null,
      billed: one,
      byQuery: false,
      paid: one,
      booked: one,
      refunded: none,
      open: none,
    },
    {
      channel: 'aggregate',
      standing: 'waiting',
      waitsFor: '社保取不到入账清单',
      billed: null,
      byQuery: true,
      paid: none,
      booked: none,
      refunded: none,
      open: none,
    },
  ],
  mismatches: [
    {
      order: 'K1',
      channel: 'wechat',
      code: 'BILL_LACKS_PAYMENT',
      amountFen: 38_000,
      what: '账单没有',
      next: '请查询',
      certain: false,
    },
  ],
  reviews: [
    { order: 'K3', channel: 'wechat', state: 'BOOKED', amountFen: 500_001, what: '金额大', next: '已入账' },
  ],
  open: [
    {
      order: 'K2',
      channel: 'wechat',
      state: 'FROZEN',
      amountFen: 1,
      createdAt: NOW,
      next: '请人工核对',
      review: true,
    },
  ],
  calendarEnds: null,
  busy: false,
  exported: [],
  canPrint: true,
  slip: null,
});

function page(report: DayReportView | null) {
  const asked: OperatorRequest[] = [];
  const ask = async (request: OperatorRequest) => {
    asked.push(request);
    return true;
  };
  const { container } = render(<MoneyPage report={report} now={NOW} ask={ask} />);
  const value = (field: string) =>
    container.querySelector(`[data-field="${field}"]`)?.getAttribute('data-value');
  return { asked, container, value };
}

const press = (name: string) => act(async () => screen.getByRole('button', { name }).click());

describe('the money page', () => {
  it('asks for yesterday when it is opened', () => {
    expect(page(null).asked).toEqual([{ type: 'show-day', day: null }]);
  });

  it('shows sums by channel, what does not agree and what is next', () => {
    const { container, value, asked } = page(REPORT);
    expect(asked).toEqual([]);
    expect([value('report-day'), value('day-billed'), value('day-standing')]).toEqual([
      '2026-11-24',
      '38000',
      'preliminary',
    ]);
    expect(container.querySelector('[data-id="aggregate"]')?.textContent).toContain(
      '社保取不到入账清单未取逐笔查询¥0.00',
    );
    expect(container.querySelector('[data-id="K1"]')?.textContent).toBe(
      'K1微信支付¥380.00账单没有（待次日确认）下一步：请查询',
    );
    const open = container.querySelector('[data-id="K2"]')?.textContent;
    expect(open).toContain('下一步：请人工核对');
    expect(open).toContain('大额复核');
    expect(container.querySelector('[data-id="K3"]')?.textContent).toBe('K3微信支付¥5,000.01金额大已入账');
    expect([value('mismatches'), value('reviews'), value('open-orders')]).toEqual(['1', '1', '1']);
    expect(value('calendar-ends')).toBeUndefined();
  });

  it('goes from day to day, reconciles and writes out', async () => {
    const { asked } = page(REPORT);
    await press('前一天');
    await press('后一天');
    await press('立即对账');
    await press('导出报表');
    await press('打印日结单');
    expect(asked).toEqual([
      { type: 'show-day', day: '2026-11-23' },
      { type: 'show-day', day: '2026-11-25' },
      { type: 'reconcile-day' },
      { type: 'export-day' },
      { type: 'print-day' },
    ]);
  });

  it('leaves today, and what is under way, alone', () => {
    page({ ...REPORT, day: '2026-11-25', busy: true, exported: ['/tmp/a.pdf', '/tmp/a.csv'] });
    const disabled = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name }).disabled;
    expect([disabled('后一天'), disabled('正在对账')]).toEqual([true, true]);
    expect(document.body.textContent).toContain('/tmp/a.pdf，/tmp/a.csv');
  });

  it('tells what became of the slip by its evidence, and prints nothing meanwhile or without a printer', () => {
    const words = '日结单已打出，打印机报回了本单编号（证据 A）';
    const { value, container } = page({ ...REPORT, slip: { state: 'printed', evidence: 'A', words } });
    expect([value('day-slip'), value('print-evidence')]).toEqual(['printed', 'A']);
    expect(container.querySelector('[data-field="day-slip"]')?.textContent).toBe(words);
    cleanup();
    const key = (change: Partial<DayReportView>) => {
      page({ ...REPORT, ...change });
      const { disabled } = screen.getByRole<HTMLButtonElement>('button', { name: '打印日结单' });
      cleanup();
      return disabled;
    };
    const printing = { state: 'printing', evidence: 'none', words: '正在打印日结单' } as const;
    expect([key({}), key({ slip: printing }), key({ canPrint: false })]).toEqual([false, true, true]);
  });

  it('says when the holidays that are known come to their end', () => {
    expect(page({ ...REPORT, calendarEnds: '2026-12-31' }).value('calendar-ends')).toBe('2026-12-31');
  });
});
