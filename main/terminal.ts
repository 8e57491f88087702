import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log } from '../drivers/base/log.ts';
import { ok, type Result } from '../drivers/base/result.ts';
import type { Unsubscribe } from '../drivers/base/subscribe.ts';
import type { ChannelId } from '../drivers/payment/port.ts';
import type { JournalError } from './ledger/journal-error.ts';
import { openLedger } from './ledger/ledger.ts';
import { isOrderIdOf } from './ledger/order-id.ts';
import type { Ledger, LooseSlip, OrderView, PrintRecord, SlipKind } from './ledger/port.ts';
import type { PrintBook } from './ledger/print-book.ts';
import { Reconciler } from './ledger/reconcile/reconciler.ts';
import { DayPrinter } from './operator/day-report/day-printer.ts';
import { DayReports } from './operator/day-report/day-reports.ts';
import { DeviceHealth } from './operator/device-health.ts';
import { beepForForgottenSlips } from './operator/printer-beep.ts';
import { PrinterCounters } from './operator/printer-counters.ts';
import { watchedRig } from './operator/watched-rig.ts';
import { SERVICE_PHONE } from './policy/service.ts';
import { timingsFor } from './policy/timings.ts';
import { caseFacts, caseSlip } from './receipt/case-slip.ts';
import { counterSlip } from './receipt/counter-slip.ts';
import { daxie } from './receipt/daxie.ts';
import { drawingPrinter } from './receipt/drawing-printer.ts';
import { HandoverMarks } from './receipt/handover-marks.ts';
import { PdfMaker } from './receipt/pdf-maker.ts';
import type { FontFiles } from './receipt/pdf-protocol.ts';
import { ReceiptArchive } from './receipt/receipt-archive.ts';
import { ReceiptDelivery } from './receipt/receipt-delivery.ts';
import { type ReceiptDoc, receiptDoc } from './receipt/receipt-doc.ts';
import { ReceiptStore } from './receipt/receipt-store.ts';
import type { Rig } from './rig/rig.ts';
import type { Settings } from './rig/settings.ts';
import { slipKind } from './visit/order-meaning.ts';
import { Visit } from './visit/visit.ts';

/** A terminal without its glass: rig, journal, receipts and the visit, put together and not yet started. */
export interface Terminal {
  readonly rig: Rig;
  readonly ledger: Ledger;
  readonly visit: Visit;
  readonly reconciler: Reconciler;
  readonly reports: DayReports;
  /** What the devices have said since the start, for the technician. */
  readonly health: DeviceHealth;
  /** null = no printer is fitted. */
  readonly counters: PrinterCounters | null;
  /** Where slips are journalled that belong to nobody. */
  readonly prints: PrintBook<LooseSlip>;
  /** Recovery of open orders first, then devices and screens. */
  start(): void;
  /** In the order that leaves nothing half done: screens, then money, then wires. */
  stop(): Promise<void>;
}

export interface TerminalOptions {
  readonly settings: Settings;
  readonly log: Log;
  readonly fonts: FontFiles;
  /** dist/main/pdf-worker.js. */
  readonly pdfWorker: string;
  openOperator(by: 'keys' | 'corner'): void;
  /** The machine's own sound, for whoever has left a slip behind. */
  beep(): void;
}

export async function assembleTerminal(options: TerminalOptions): Promise<Result<Terminal, JournalError>> {
  const { settings, log } = options;
  const opening = await settings.openRig(log);
  const health = new DeviceHealth(opening.clock, settings.fittings);
  const rig = watchedRig(opening, health);
  const { clock } = rig;
  const opened = await openLedger({
    file: settings.journalFile,
    clock,
    log,
    channels: rig.channels,
    agency: rig.agency,
    terminal: { id: settings.terminal.id },
    timeouts: { qrSeconds: settings.timeouts.qrSeconds },
  });
  if (!opened.ok) {
    await rig.close();
    return opened;
  }
  const ledger = opened.value;
  const document = (order: OrderView, kind: SlipKind, copy: number, largeType = false): ReceiptDoc =>
    receiptDoc({
      order,
      kind,
      copy,
      printedAt: clock.now(),
      terminal: settings.terminal,
      demo: rig.kind === 'demo',
      phone: SERVICE_PHONE,
      largeType,
      chainCode: ledger.chainCodeOf(order.id),
    });
  const printedHere = { terminal: settings.terminal, demo: rig.kind === 'demo', phone: SERVICE_PHONE };
  const maker = new PdfMaker({
    workerUrl: pathToFileURL(options.pdfWorker),
    fonts: options.fonts,
    clock,
    log,
  });
  const store = new ReceiptStore(join(settings.dataDir, 'receipts'), clock);
  const marks = new HandoverMarks(join(settings.dataDir, 'handed-over'), clock);
  const receiptParts = {
    ledger,
    maker,
    store,
    clock,
    log,
    changedAt: (id: string) => ledger.changedAtOf(id),
    receiptOf: (order: OrderView) => {
      const kind = slipKind(order);
      return kind === null ? null : document(order, kind, 0);
    },
  };
  const archive = new ReceiptArchive(receiptParts);
  const delivery =
    rig.receipts === null
      ? null
      : new ReceiptDelivery({ ...receiptParts, ...rig.receipts, marks, claimOf: (id) => ledger.claimOf(id) });
  const printer = rig.printer === null ? null : drawingPrinter(rig.printer, maker, log);
  const cases = ledger.caseBook(rig.cases);
  const visit = new Visit(
    {
      clock,
      log,
      reader: rig.reader,
      scanner: rig.scanner,
      printer,
      agency: rig.agency,
      history: rig.history,
      cases,
      ledger,
      channels: Object.keys(rig.channels) as ChannelId[],
      scannedWith: (channel) => rig.channels[channel]?.scannedWith ?? [],
      receipts: delivery,
      slip: document,
      caseSlip: (file, copy, largeType) =>
        caseSlip({ ...caseFacts(file), ...printedHere, copy, largeType, printedAt: clock.now() }),
      counterSlip: (trouble, largeType) =>
        counterSlip({ ...printedHere, trouble, largeType, at: clock.now() }),
      amountInWords: daxie,
      timings: timingsFor(settings.timeouts),
      openOperator: (by) => options.openOperator(by),
    },
    {
      rig: rig.kind,
      id: settings.terminal.id,
      name: settings.terminal.name,
      mmPerPx: settings.terminal.mmPerPx,
      orientation: settings.terminal.orientation,
      heightMm: settings.terminal.heightMm ?? null,
    },
  );
  const channels = Object.keys(rig.channels) as ChannelId[];
  const reconciler = new Reconciler({
    clock,
    log,
    ledger,
    channels,
    bills: rig.bills,
    queries: rig.channels,
    agency: rig.bookings,
    terminalId: settings.terminal.id,
    isOurs: (id) => isOrderIdOf(settings.terminal.id, id),
  });
  const reports = new DayReports({
    clock,
    terminal: settings.terminal,
    demo: rig.kind === 'demo',
    ledger,
    reconciler,
    maker,
    printer: printer === null ? null : new DayPrinter({ printer, prints: cases, clock, log }),
    folder: join(settings.dataDir, 'reports'),
  });
  const counters = await countersOf(rig, join(settings.dataDir, 'printer-counters.json'), log);
  let stopPurging: Unsubscribe = () => undefined;
  let stopForgetting: Unsubscribe = () => undefined;
  let stopDelivery: Unsubscribe = () => undefined;
  const stopBeeping =
    rig.printer === null
      ? () => undefined
      : beepForForgottenSlips(rig.printer, { clock, log, beep: options.beep });
  return ok({
    rig,
    ledger,
    visit,
    reconciler,
    reports,
    health,
    counters,
    prints: cases,
    start() {
      const remainder = mayHoldSlip(ledger.recentPrints());
      archive.start();
      stopDelivery = delivery?.start() ?? stopDelivery;
      ledger.start();
      reconciler.start();
      visit.start();
      rig.reader?.start();
      rig.scanner?.start();
      rig.printer?.start({ remainder });
      stopPurging = store.keepPurged();
      stopForgetting = marks.keepPurged();
    },
    async stop() {
      stopPurging();
      stopForgetting();
      stopDelivery();
      stopBeeping();
      visit.stop();
      reconciler.stop();
      await ledger.stop();
      await maker.close();
      await rig.close();
      await counters?.settled();
    },
  });
}

async function countersOf(
  { printer, printerService: service, clock }: Rig,
  file: string,
  log: Log,
): Promise<PrinterCounters | null> {
  if (printer === null || service === null) return null;
  return PrinterCounters.open({ printer, service, file, clock, log });
}

/**
 * The newest print of the terminal has not been proven: a part of it may still be inside the printer. A job of which not
 * one byte left says nothing, least of all that an earlier one is out: it may have been refused for that very remainder.
 *
 * @param prints newest first
 */
export function mayHoldSlip(prints: readonly Pick<PrintRecord, 'state'>[]): boolean {
  const newest = prints.find(({ state }) => state !== 'FAILED_CLEAN');
  return newest !== undefined && newest.state !== 'PRINTED';
}
