import { describe, expect, it } from 'vitest';
import type { Order } from '../../ledger/order-events.ts';
import type { DayStanding } from '../../ledger/reconcile/reconciler.ts';
import { toView } from '../../ledger/views.ts';
import { AT, FINDING, order, standing, TUESDAY, WEDNESDAY } from '../testing/report-days.ts';
import { dayReport } from './report.ts';
import { reportCsv } from './report-csv.ts';
import { MOST_NAMED, reportDoc } from './report-doc.ts';
import { reportSlip } from './report-slip.ts';

const HEAD = { terminal: { id: 'K0001', name: '一号机' }, demo: false, at: AT } as const;
const LARGE = { amountFen: 500_001, riskReview: 'large-amount' } as const;

function report(standings: readonly DayStanding[] = [standing([FINDING])], orders?: readonly Order[]) {
  const paid = orders ?? [order('K1', 'BOOKED'), order('K2', 'REFUNDED'), order('K3', 'FROZEN')];
  const open = paid.filter(({ state }) => state === 'FROZEN').map((each) => toView(each, null, AT));
  return dayReport({ day: TUESDAY, today: WEDNESDAY, standings, orders: paid, open });
}

describe('the report of a day', () => {
  it('lists what staff look at because of its amount, wherever the money is by now', () => {
    const monday = { transactionId: 'T', paidAt: '2026-11-23T09:00:00+08:00', funding: null };
    const { reviews, open } = report(
      [standing()],
      [
        order('K1', 'BOOKED', LARGE),
        order('K2', 'BOOKED'),
        order('K3', 'FROZEN', LARGE),
        order('K4', 'CLOSED', { ...LARGE, payment: null }),
        order('K5', 'BOOKED', { ...LARGE, payment: monday }),
      ],
    );
    expect(reviews).toMatchObject([
      {
        order: 'K1',
        state: 'BOOKED',
        amountFen: 500_001,
        what: expect.stringContaining('5,000.00 元'),
        next: '已办结：已入账',
      },
      { order: 'K3', state: 'FROZEN' },
    ]);
    expect(open).toMatchObject([{ order: 'K3', review: true }]);
    expect(report().open).toMatchObject([{ review: false }]);
  });

  it('says so on screen, paper and table alike', () => {
    const large = report([standing()], [order('K1', 'BOOKED', LARGE), order('K3', 'FROZEN', LARGE)]);
    const csv = reportCsv(large);
    expect(csv).toContain(`${TUESDAY},大额复核,微信支付,K1,,1,5000.01,BOOKED,"单笔超过 5,000.00 元`);
    expect(csv).toContain('FROZEN,大额复核,记录互相矛盾');
    const sheet = JSON.stringify(reportDoc(large, HEAD).blocks);
    expect(sheet).toContain('大额复核 2 笔');
    expect(sheet).toContain('（大额复核）');
    expect(JSON.stringify(reportSlip(large, HEAD))).toContain(
      '{"kind":"pair","label":"其中大额复核 2 笔","value":"￥10,000.02"}',
    );
  });

  it('says where the wallet’s side comes from when there is no bill', () => {
    const days = standing([FINDING]);
    const asked = report([
      {
        ...days,
        verdict: days.verdict && { ...days.verdict, match: { ...days.verdict.match, byQuery: true } },
      },
    ]);
    expect(asked.channels).toMatchObject([{ byQuery: true }]);
    expect(asked.mismatches).toMatchObject([{ what: '本机记为已付款，钱包查询没有这笔钱' }]);
    expect(report().mismatches).toMatchObject([{ what: '本机记为已付款，钱包账单没有这笔钱' }]);
    expect(reportCsv(asked)).toContain(',,钱包逐笔查询,3,1140.00,');
    expect(JSON.stringify(reportDoc(asked, HEAD).blocks)).toContain('钱包逐笔查询 3 笔');
  });

  it('says when the holidays that it knows come to their end', () => {
    const ends = (today: string) =>
      dayReport({ day: TUESDAY, today, standings: [], orders: [], open: [] }).calendarEnds;
    expect([ends('2026-09-01'), ends(WEDNESDAY)]).toEqual([null, '2026-12-31']);
  });

  it('names an order once on the slip, however much is wrong with it', () => {
    const twice = report([standing([FINDING, { ...FINDING, code: 'AGENCY_BOOKED_TWICE' }])]);
    expect(JSON.stringify(reportSlip(twice, HEAD)).split(FINDING.order)).toHaveLength(2);
  });
});

describe('the report as a table', () => {
  it('is what a spreadsheet takes: BOM, Chinese headings, plain yuan, as many cells in every row', () => {
    const csv = reportCsv(
      report([
        standing([FINDING, { ...FINDING, certain: false, code: 'BILL_PAID_UNSEEN' }]),
        standing([], { channel: 'alipay', verdict: null }),
      ]),
    );
    expect(csv.startsWith('\uFEFF日期,类别,渠道,订单号,项目,笔数,金额（元）,代码,说明,下一步\r\n')).toBe(
      true,
    );
    const rows = csv.slice(1).trimEnd().split('\r\n');
    expect(rows).toHaveLength(1 + 5 + 5 + 2 + 1);
    expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([10]));
    expect(csv).toContain(`${TUESDAY},合计,微信支付,,本机收款,3,1140.00,final,对账完成,`);
    expect(csv).toContain(`${TUESDAY},合计,支付宝,,钱包账单,,,due,未对账,`);
    expect(csv).toContain(
      `${TUESDAY},对账差异,微信支付,${FINDING.order},已确认,1,1234.56,BILL_LACKS_PAYMENT,`,
    );
    expect(csv).toContain('待次日确认');
  });
});

describe('the report for paper', () => {
  const many = Array.from({ length: MOST_NAMED + 3 }, (_, at) => ({
    ...FINDING,
    order: `K0001${at}`,
    certain: at > 0,
  }));

  it('names what fits on a sheet and points to the table for the rest', () => {
    const days = [standing(many, { waitsFor: 'WALLET_SILENT' }), standing([], { verdict: null })];
    const doc = reportDoc(report(days), { ...HEAD, demo: true });
    const text = JSON.stringify(doc.blocks);
    expect(text).toContain('对账差异 23 笔');
    expect(text).toContain('另有 3 笔，见同名表格文件。');
    expect(text).toContain('微信支付：钱包取不到账单');
    expect(text).toContain('待次日确认');
    expect(text).not.toContain('K000121');
    expect(doc.demo).toBe(true);
    expect(doc.blocks.slice(0, 2)).toEqual([
      { kind: 'banner', text: '演示' },
      { kind: 'title', text: '对账日报' },
    ]);
  });
});
