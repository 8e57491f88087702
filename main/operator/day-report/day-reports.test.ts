import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { VirtualClock } from '../../../drivers/base/clock.ts';
import { err, ok } from '../../../drivers/base/result.ts';
import { dayReportSchema } from '../../contract/day-report.ts';
import type { Order } from '../../ledger/order-events.ts';
import type { OrderState } from '../../ledger/port.ts';
import type { Finding } from '../../ledger/reconcile/findings.ts';
import type { DayStanding } from '../../ledger/reconcile/reconciler.ts';
import { freshOrder } from '../../ledger/testing/orders.ts';
import { toView } from '../../ledger/views.ts';
import type { PdfDoc } from '../../receipt/receipt-doc.ts';
import { DayReports, type DayReportsParts } from './day-reports.ts';
import { reportCsv } from './report-csv.ts';
import { MOST_NAMED, reportDoc } from './report-doc.ts';

const TUESDAY = '2026-11-24';
const WEDNESDAY = '2026-11-25';
const AT = Date.parse(`${WEDNESDAY}T11:00:00+08:00`);
const NONE = { count: 0, fen: 0 };

function order(id: string, state: OrderState): Order {
  const payment = { transactionId: 'T', paidAt: `${TUESDAY}T09:00:00+08:00`, funding: null };
  return { ...freshOrder({ id, state }), payment };
}

function standing(findings: readonly Finding[] = [], change: Partial<DayStanding> = {}): DayStanding {
  const match = {
    findings,
    billed: { count: 3, fen: 114_000 },
    paid: NONE,
    booked: NONE,
    refunded: NONE,
    open: NONE,
  };
  const verdict = { day: TUESDAY, channel: 'wechat', at: AT, complete: true, match } as const;
  return { day: TUESDAY, channel: 'wechat', verdict, waitsFor: null, ...change };
}

const FINDING: Finding = {
  code: 'BILL_LACKS_PAYMENT',
  order: 'K00012611240001AAAAAA',
  amountFen: 123_456,
  act: 'none',
  certain: true,
};

function desk(
  change: Partial<DayReportsParts> = {},
  standings: readonly DayStanding[] = [standing([FINDING])],
) {
  const folder = join(mkdtempSync(join(tmpdir(), 'reports-')), 'reports');
  onTestFinished(() => rmSync(join(folder, '..'), { recursive: true }));
  const asked: string[] = [];
  const docs: PdfDoc[] = [];
  const orders = [order('K1', 'BOOKED'), order('K2', 'REFUNDED'), order('K3', 'FROZEN')];
  const reports = new DayReports({
    clock: new VirtualClock(AT),
    terminal: { id: 'K0001', name: '一号机' },
    demo: false,
    ledger: {
      ordersCreated: () => orders,
      openOrders: () => [toView(order('K3', 'FROZEN'), null, AT)],
    },
    reconciler: {
      standing: () => standings,
      reconcile: async (day) => {
        asked.push(day);
      },
    },
    maker: {
      make: async (doc) => {
        docs.push(doc);
        return ok(new TextEncoder().encode('%PDF'));
      },
    },
    folder,
    ...change,
  });
  return { reports, folder, asked, docs };
}

describe('DayReports', () => {
  it('shows nothing until somebody looks; then yesterday, in the shape that the window takes', () => {
    const { reports } = desk();
    expect(reports.view()).toBeNull();
    expect(reports.show(null)).toBe(true);
    const view = dayReportSchema.parse(reports.view());
    expect(view).toEqual(reports.view());
    expect(view).toMatchObject({
      day: TUESDAY,
      busy: false,
      exported: [],
      channels: [
        {
          channel: 'wechat',
          standing: 'final',
          billed: { count: 3, fen: 114_000 },
          paid: { count: 3, fen: 114_000 },
          booked: { count: 1, fen: 38_000 },
          refunded: { count: 1, fen: 38_000 },
          open: { count: 1, fen: 38_000 },
        },
      ],
      mismatches: [
        { order: FINDING.order, code: 'BILL_LACKS_PAYMENT', next: expect.stringContaining('商户平台') },
      ],
      open: [{ order: 'K3', state: 'FROZEN', next: expect.stringContaining('人工') }],
    });
    reports.hide();
    expect(reports.view()).toBeNull();
  });

  it('says how far a day has come', () => {
    const at = (change: Partial<DayStanding>, day = TUESDAY) => {
      const { reports } = desk({}, [standing([], change)]);
      reports.show(day);
      return reports.view()?.channels[0];
    };
    const preliminary = { ...standing().verdict, complete: false } as NonNullable<DayStanding['verdict']>;
    expect(at({}, WEDNESDAY)?.standing).toBe('running');
    expect(at({ verdict: null })).toMatchObject({ standing: 'due', billed: null });
    expect(at({ waitsFor: 'BILL_LATE' })).toMatchObject({
      standing: 'waiting',
      waitsFor: '钱包账单还没有生成',
    });
    expect(at({ verdict: preliminary })?.standing).toBe('preliminary');
  });

  it('shows no day that is to come, and none that does not exist', () => {
    const { reports } = desk();
    expect(['2026-11-26', '2026-02-30', 'x'].map((day) => reports.show(day))).toEqual([false, false, false]);
    expect(reports.show(WEDNESDAY)).toBe(true);
    expect(reports.reconcile()).toBe(false);
  });

  it('reconciles the day that is shown, one at a time, and says so', async () => {
    const { reports, asked } = desk();
    expect(reports.reconcile()).toBe(false);
    reports.show(TUESDAY);
    const busy: unknown[] = [];
    const over = new Promise<void>((resolve) =>
      reports.subscribe(() => {
        busy.push(reports.view()?.busy);
        if (busy.at(-1) === false) resolve();
      }),
    );
    expect([reports.reconcile(), reports.reconcile()]).toEqual([true, false]);
    await over;
    expect([asked, busy]).toEqual([[TUESDAY], [true, false]]);
  });

  it('writes PDF and CSV for its own user only, and says where', async () => {
    const { reports, folder, docs } = desk();
    expect(await reports.export()).toEqual(err('NO_DAY'));
    reports.show(TUESDAY);
    const paths = [join(folder, 'report-K0001-2026-11-24.pdf'), join(folder, 'report-K0001-2026-11-24.csv')];
    expect(await reports.export()).toEqual(ok(paths));
    expect(reports.view()?.exported).toEqual(paths);
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([
      0o600, 0o600,
    ]);
    expect(readFileSync(String(paths[1]), 'utf8')).toBe(reportCsv(reports.report(TUESDAY)));
    expect(JSON.stringify(docs)).toContain(FINDING.order);
    expect(JSON.stringify(docs) + readFileSync(String(paths[1]), 'utf8')).not.toContain('王');
    reports.show(WEDNESDAY);
    expect(reports.view()?.exported).toEqual([]);
  });

  it('says why nothing could be written', async () => {
    const noPdf = desk({ maker: { make: async () => err({ code: 'TIMEOUT', detail: '' }) } }).reports;
    noPdf.show(TUESDAY);
    expect(await noPdf.export()).toEqual(err('TIMEOUT'));
    const { reports, folder } = desk();
    writeFileSync(folder, 'in the way');
    reports.show(TUESDAY);
    expect(await reports.export()).toEqual(err('EEXIST'));
  });
});

describe('the report as a table', () => {
  it('is what a spreadsheet takes: BOM, Chinese headings, plain yuan, as many cells in every row', () => {
    const { reports } = desk({}, [
      standing([FINDING, { ...FINDING, certain: false, code: 'BILL_PAID_UNSEEN' }]),
      standing([], { channel: 'alipay', verdict: null }),
    ]);
    const csv = reportCsv(reports.report(TUESDAY));
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
    const { reports } = desk({}, [
      standing(many, { waitsFor: 'WALLET_SILENT' }),
      standing([], { verdict: null }),
    ]);
    const doc = reportDoc(reports.report(TUESDAY), {
      terminal: { id: 'K0001', name: '一号机' },
      demo: true,
      at: AT,
    });
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
