import type { Clock } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { PrinterPort, PrinterState } from '../../drivers/printer/port.ts';
import type { PaperUse, PrinterService } from '../../drivers/printer/service.ts';
import type { PrinterCountersView, PrinterPageView } from '../contract/printer-tests.ts';
import { readCounters, writeCounters } from './printer-counters-file.ts';

export interface PrinterCountersParts {
  readonly printer: PrinterPort;
  readonly service: PrinterService;
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * How much paper the printer has used, kept over restarts. Written after each job and each roll, never in between: a job
 * that a power cut ends is not counted, and nothing depends on it.
 */
export class PrinterCounters {
  readonly #parts: PrinterCountersParts;
  readonly #changed = new Signal<void>();
  #counters: PrinterCountersView;
  #kept: PrinterPageView['countersKept'];
  /** Writes follow one another. */
  #written: Promise<void> = Promise.resolve();

  private constructor(
    parts: PrinterCountersParts,
    counters: PrinterCountersView,
    kept: PrinterPageView['countersKept'],
  ) {
    this.#parts = parts;
    this.#counters = counters;
    this.#kept = kept;
  }

  /** To be called before the printer is started: it is told how many slips its roll has given since it was near its end. */
  static async open(parts: PrinterCountersParts): Promise<PrinterCounters> {
    const { printer, service, file, clock, log } = parts;
    const read = await readCounters(file);
    const isDamaged = !read.ok && read.error === 'damaged';
    if (isDamaged) log.event('printer-counters', { what: 'damaged' });
    const fresh = freshCounters(clock.now());
    const counters = new PrinterCounters(
      parts,
      read.ok ? read.value : fresh,
      isDamaged ? 'restarted' : 'kept',
    );
    service.rememberRoll(counters.view().roll.low?.slips ?? 0);
    service.onPaperUsed((use) => counters.#use(use));
    printer.subscribe((state) => counters.#see(state));
    return counters;
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  view(): PrinterCountersView {
    return this.#counters;
  }

  get kept(): PrinterPageView['countersKept'] {
    return this.#kept;
  }

  /** Somebody has put a full roll in, whatever its sensor says. */
  newRoll(): void {
    this.#parts.service.newRoll();
    this.#change({ ...this.#counters, roll: freshRoll(this.#parts.clock.now()) });
    this.#see(this.#parts.printer.state());
  }

  /** Everything is on the disk, or cannot be. */
  settled(): Promise<void> {
    return this.#written;
  }

  #use({ mm, slip, proven }: PaperUse): void {
    const { roll, ...all } = this.#counters;
    const slips = slip && proven ? 1 : 0;
    this.#change({
      ...all,
      mm: all.mm + mm,
      cuts: all.cuts + (proven ? 1 : 0),
      slips: all.slips + slips,
      unproven: all.unproven + (slip && !proven ? 1 : 0),
      roll: {
        ...roll,
        mm: roll.mm + mm,
        slips: roll.slips + slips,
        // As the driver counts them: a slip that is not proven has used paper too.
        low: roll.low && { ...roll.low, mm: roll.low.mm + mm, slips: roll.low.slips + (slip ? 1 : 0) },
      },
    });
  }

  /** Only a printer that can print says something about its roll: without paper, or without a wire, it says nothing. */
  #see({ readiness }: PrinterState): void {
    const now = this.#parts.clock.now();
    const { roll } = this.#counters;
    if (readiness.kind === 'low' && roll.low === null)
      this.#change({ ...this.#counters, roll: { ...roll, low: { since: now, mm: 0, slips: 0 } } });
    if (readiness.kind === 'ready' && roll.low !== null)
      this.#change({ ...this.#counters, roll: freshRoll(now) });
  }

  #change(counters: PrinterCountersView): void {
    this.#counters = counters;
    this.#changed.emit();
    this.#written = this.#written.then(() => this.#write());
  }

  async #write(): Promise<void> {
    const isWritten = await writeCounters(this.#parts.file, this.#counters);
    if (isWritten === (this.#kept !== 'unwritable')) return;
    if (!isWritten) this.#parts.log.event('printer-counters', { what: 'unwritable' });
    this.#kept = isWritten ? 'kept' : 'unwritable';
    this.#changed.emit();
  }
}

function freshRoll(now: number): PrinterCountersView['roll'] {
  return { since: now, mm: 0, slips: 0, low: null };
}

function freshCounters(now: number): PrinterCountersView {
  return { since: now, mm: 0, cuts: 0, slips: 0, unproven: 0, roll: freshRoll(now) };
}
