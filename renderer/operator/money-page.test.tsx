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
  open: [
    { order: 'K2', channel: 'wechat', state: 'FROZEN', amountFen: 1, createdAt: NOW, next: '请人工核对' },
  ],
  busy: false,
  exported: [],
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
      '社保取不到入账清单无¥0.00',
    );
    expect(container.querySelector('[data-id="K1"]')?.textContent).toBe(
      'K1微信支付¥380.00账单没有（待次日确认）下一步：请查询',
    );
    expect(container.querySelector('[data-id="K2"]')?.textContent).toContain('下一步：请人工核对');
    expect([value('mismatches'), value('open-orders')]).toEqual(['1', '1']);
  });

  it('goes from day to day, reconciles and writes out', async () => {
    const { asked } = page(REPORT);
    await press('前一天');
    await press('后一天');
    await press('立即对账');
    await press('导出报表');
    expect(asked).toEqual([
      { type: 'show-day', day: '2026-11-23' },
      { type: 'show-day', day: '2026-11-25' },
      { type: 'reconcile-day' },
      { type: 'export-day' },
    ]);
  });

  it('leaves today, and what is under way, alone', () => {
    page({ ...REPORT, day: '2026-11-25', busy: true, exported: ['/tmp/a.pdf', '/tmp/a.csv'] });
    const disabled = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name }).disabled;
    expect([disabled('后一天'), disabled('正在对账')]).toEqual([true, true]);
    expect(document.body.textContent).toContain('/tmp/a.pdf，/tmp/a.csv');
  });
});
