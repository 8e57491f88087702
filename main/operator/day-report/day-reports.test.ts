import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { VirtualClock } from '../../../drivers/base/clock.ts';
import { err, ok } from '../../../drivers/base/result.ts';
import { dayReportSchema } from '../../contract/day-report.ts';
import type { DayStanding } from '../../ledger/reconcile/reconciler.ts';
import { toView } from '../../ledger/views.ts';
import type { PdfDoc } from '../../receipt/receipt-doc.ts';
import { FakePrinter, PRINT_MS } from '../../visit/testing/fake-printer.ts';
import { FakePrints } from '../testing/fake-prints.ts';
import { AT, FINDING, order, standing, TUESDAY, WEDNESDAY } from '../testing/report-days.ts';
import { DayPrinter } from './day-printer.ts';
import { DayReports, type DayReportsParts } from './day-reports.ts';
import { reportCsv } from './report-csv.ts';

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
    printer: null,
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

  it('prints the day that is shown, and tells what is known of the paper', async () => {
    const clock = new VirtualClock(AT);
    const printer = new FakePrinter(clock);
    const { reports } = desk({
      clock,
      printer: new DayPrinter({ printer, prints: new FakePrints(), clock, log: { event: () => undefined } }),
    });
    expect([reports.canPrint, reports.print()]).toEqual([true, null]);
    reports.show(TUESDAY);
    const printing = reports.print();
    expect(reports.view()?.slip?.state).toBe('printing');
    await clock.advance(PRINT_MS);
    await printing;
    expect(dayReportSchema.parse(reports.view())).toMatchObject({
      canPrint: true,
      slip: { state: 'printed', evidence: 'A' },
    });
    const paper = JSON.stringify(printer.jobs[0]?.slip);
    for (const text of ['日结单', TUESDAY, '微信支付 3 笔', '￥1,140.00', FINDING.order, 'K0001 一号机']) {
      expect(paper).toContain(text);
    }
    reports.show(WEDNESDAY);
    expect(reports.view()?.slip).toBeNull();
  });

  it('prints nothing without a printer', () => {
    const { reports } = desk();
    reports.show(TUESDAY);
    expect([reports.canPrint, reports.print()]).toEqual([false, null]);
    expect(reports.view()).toMatchObject({ canPrint: false, slip: null });
  });
});
