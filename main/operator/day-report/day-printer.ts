import type { Clock } from '../../../drivers/base/clock.ts';
import { type Log, traceOf } from '../../../drivers/base/log.ts';
import { Signal, type Unsubscribe } from '../../../drivers/base/subscribe.ts';
import type { PrinterPort, PrintResult } from '../../../drivers/printer/port.ts';
import type { Slip } from '../../../drivers/printer/slip.ts';
import type { DayReportView } from '../../contract/day-report.ts';
import { type PrintBook, printJournalled } from '../../ledger/print-book.ts';
import { slipWords } from './words.ts';

/** Longer than the longest slip takes on the slowest wire; what is not told by then is not known. */
export const SLIP_PATIENCE_MS = 60_000;

export interface DayPrinterParts {
  /** Draws characters that its own font lacks. */
  readonly printer: PrinterPort;
  readonly prints: PrintBook<'day'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The slip printer, as far as the technician's day needs it: one slip at a time, and what became of it in the printer's own
 * evidence. A day's slip names no resident and belongs to no order; that it was printed is journalled like any other.
 */
export class DayPrinter {
  readonly #parts: DayPrinterParts;
  readonly #changed = new Signal<void>();
  #isPrinting = false;
  #shown: DayReportView['slip'] = null;

  constructor(parts: DayPrinterParts) {
    this.#parts = parts;
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  view(): DayReportView['slip'] {
    return this.#shown;
  }

  /** Another day is looked at: what came of the last slip says nothing about it. */
  forget(): void {
    this.#shown = null;
  }

  /** null = the one before is still being printed. Resolves when its result is known, or will not be any more. */
  print(slip: Slip): Promise<void> | null {
    if (this.#isPrinting) return null;
    this.#isPrinting = true;
    this.#show({ state: 'printing', evidence: 'none', words: '正在打印日结单' });
    return this.#run(slip);
  }

  async #run(slip: Slip): Promise<void> {
    const asked = this.#shown;
    const result = await this.#patiently(slip);
    this.#isPrinting = false;
    // Somebody who has gone on to another day is not told about this one there.
    if (this.#shown === asked) this.#show(shownAs(result));
    else this.#changed.emit();
  }

  #patiently(slip: Slip): Promise<PrintResult> {
    const { printer, prints, clock, log } = this.#parts;
    return new Promise((resolve) => {
      const timer = clock.after(SLIP_PATIENCE_MS, () => resolve(UNHEARD));
      const settle = (result: PrintResult): void => {
        timer.cancel();
        resolve(result);
      };
      printJournalled(prints, 'day', ({ jobId }) => printer.print({ jobId, slip })).then(settle, (error) => {
        log.event('bug', { where: 'day slip', ...traceOf(error) });
        settle(UNHEARD);
      });
    });
  }

  #show(slip: DayReportView['slip']): void {
    this.#shown = slip;
    this.#changed.emit();
  }
}

const UNHEARD: PrintResult = { state: 'UNCERTAIN', evidence: 'D', reason: 'timeout' };

function shownAs(result: PrintResult): DayReportView['slip'] {
  const words = slipWords(result);
  switch (result.state) {
    case 'PRINTED':
      return { state: result.evidence === 'D' ? 'uncertain' : 'printed', evidence: result.evidence, words };
    case 'UNCERTAIN':
      return { state: 'uncertain', evidence: result.evidence, words };
    case 'FAILED_CLEAN':
      return { state: 'failed', evidence: 'none', words };
  }
}
