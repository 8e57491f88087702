import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../drivers/base/clock.ts';
import { err, ok, type Result } from '../../../drivers/base/result.ts';
import { Signal, type Unsubscribe } from '../../../drivers/base/subscribe.ts';
import type { DayReportView } from '../../contract/day-report.ts';
import type { Ledger } from '../../ledger/port.ts';
import { addDays, dayOf, isDay, startOfDay } from '../../ledger/reconcile/day.ts';
import type { ReconciledLedger } from '../../ledger/reconcile/ledger-side.ts';
import type { Reconciler } from '../../ledger/reconcile/reconciler.ts';
import type { PdfMaker } from '../../receipt/pdf-maker.ts';
import type { DayPrinter } from './day-printer.ts';
import { type DayReport, dayReport } from './report.ts';
import { reportCsv } from './report-csv.ts';
import { reportDoc } from './report-doc.ts';
import { reportSlip } from './report-slip.ts';

export interface DayReportsParts {
  readonly clock: Clock;
  readonly terminal: { readonly id: string; readonly name: string };
  readonly demo: boolean;
  readonly ledger: Pick<ReconciledLedger, 'ordersCreated'> & Pick<Ledger, 'openOrders'>;
  readonly reconciler: Pick<Reconciler, 'standing' | 'reconcile'>;
  readonly maker: Pick<PdfMaker, 'make'>;
  /** null = no slip printer is fitted. */
  readonly printer: DayPrinter | null;
  /** Where reports are written; made with the first one. */
  readonly folder: string;
}

/** The technician's page about money: one day at a time, reconciled and written out when asked to. */
export class DayReports {
  readonly #parts: DayReportsParts;
  readonly #changed = new Signal<void>();
  #day: string | null = null;
  #busy = false;
  #exported: readonly string[] = [];

  constructor(parts: DayReportsParts) {
    this.#parts = parts;
    parts.printer?.subscribe(() => this.#changed.emit());
  }

  /** The page may show something else now. */
  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  /** null = nobody looks at a day. */
  view(): DayReportView | null {
    if (this.#day === null) return null;
    const { printer } = this.#parts;
    return {
      ...this.report(this.#day),
      busy: this.#busy,
      exported: [...this.#exported],
      canPrint: printer !== null,
      slip: printer?.view() ?? null,
    };
  }

  /** null = yesterday, the newest day that is over. `false` = no such day, or one to come. */
  show(day: string | null): boolean {
    const today = this.#today();
    const wanted = day ?? addDays(today, -1);
    if (!isDay(wanted) || wanted > today) return false;
    if (wanted !== this.#day) this.#forget();
    this.#day = wanted;
    this.#changed.emit();
    return true;
  }

  hide(): void {
    this.#day = null;
    this.#forget();
  }

  /** Of the day that is shown. `false` = it is not over, or is being done already. */
  reconcile(): boolean {
    if (this.#day === null || this.#day >= this.#today() || this.#busy) return false;
    this.#busy = true;
    this.#changed.emit();
    void this.#parts.reconciler.reconcile(this.#day).finally(() => {
      this.#busy = false;
      this.#changed.emit();
    });
    return true;
  }

  /** Writes the day that is shown as PDF and CSV. The error is a code, for people. */
  async export(): Promise<Result<readonly string[], string>> {
    const day = this.#day;
    if (day === null) return err('NO_DAY');
    const { clock, terminal, demo, maker, folder } = this.#parts;
    const report = this.report(day);
    const pdf = await maker.make(reportDoc(report, { terminal, demo, at: clock.now() }), 'a4');
    if (!pdf.ok) return err(pdf.error.code);
    const name = join(folder, `report-${terminal.id.replaceAll(/[^0-9A-Za-z-]/g, '')}-${day}`);
    const paths = [`${name}.pdf`, `${name}.csv`] as const;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(paths[0], pdf.value, { mode: 0o600 });
      await writeFile(paths[1], reportCsv(report), { mode: 0o600 });
    } catch (error) {
      return err(error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN');
    }
    if (this.#day === day) this.#exported = paths;
    this.#changed.emit();
    return ok(paths);
  }

  /**
   * Prints the day that is shown on the slip printer; what comes of it is in the view, and the promise ends with it.
   * null = no day is shown, or the slip before is still being printed.
   */
  print(): Promise<void> | null {
    const { clock, terminal, demo, printer } = this.#parts;
    if (this.#day === null || printer === null) return null;
    return printer.print(reportSlip(this.report(this.#day), { terminal, demo, at: clock.now() }));
  }

  get canPrint(): boolean {
    return this.#parts.printer !== null;
  }

  report(day: string): DayReport {
    const { ledger, reconciler } = this.#parts;
    return dayReport({
      day,
      today: this.#today(),
      standings: reconciler.standing(day),
      orders: ledger.ordersCreated(startOfDay(addDays(day, -1)), startOfDay(addDays(day, 1))),
      open: ledger.openOrders(),
    });
  }

  #forget(): void {
    this.#exported = [];
    this.#parts.printer?.forget();
  }

  #today(): string {
    return dayOf(this.#parts.clock.now());
  }
}
