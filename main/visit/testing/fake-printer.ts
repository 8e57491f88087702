import type { Clock } from '../../../drivers/base/clock.ts';
import { Signal, type Unsubscribe } from '../../../drivers/base/subscribe.ts';
import type {
  PrinterBlock,
  PrinterPort,
  PrinterState,
  PrintJob,
  PrintResult,
} from '../../../drivers/printer/port.ts';

/** How long a slip takes. */
export const PRINT_MS = 3_000;

/** Prints into a list. */
export class FakePrinter implements PrinterPort {
  readonly jobs: PrintJob[] = [];
  /** How the next slips end; blocked printers fail clean by themselves. */
  result: PrintResult = { state: 'PRINTED', evidence: 'A' };
  /** `print` throws this: a bug in the driver. */
  bug: Error | null = null;
  /** `print` never answers: another one. */
  hangs = false;
  readonly #clock: Clock;
  readonly #changes = new Signal<PrinterState>();
  #readiness: PrinterState['readiness'] = { kind: 'ready' };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(): void {}

  async close(): Promise<void> {}

  state(): PrinterState {
    return {
      connection: 'ready',
      model: 'FAKE',
      firmware: '1',
      readiness: this.#readiness,
      remainder: false,
    };
  }

  subscribe(listener: (state: PrinterState) => void): Unsubscribe {
    return this.#changes.subscribe(listener);
  }

  async check(): Promise<PrinterState> {
    return this.state();
  }

  async print(job: PrintJob): Promise<PrintResult> {
    if (this.bug !== null) throw this.bug;
    if (this.hangs) return new Promise(() => undefined);
    if (this.#readiness.kind === 'blocked') {
      return { state: 'FAILED_CLEAN', reason: this.#readiness.reason };
    }
    this.jobs.push(job);
    await new Promise<void>((resolve) => this.#clock.after(PRINT_MS, resolve));
    return this.result;
  }

  become(kind: 'ready' | 'low'): void {
    this.#set({ kind });
  }

  block(reason: PrinterBlock): void {
    this.#set({ kind: 'blocked', reason });
  }

  /** Blocked, and nobody has been told yet: the next `check` finds out. */
  blockUnseen(reason: PrinterBlock): void {
    this.#readiness = { kind: 'blocked', reason };
  }

  #set(readiness: PrinterState['readiness']): void {
    this.#readiness = readiness;
    this.#changes.emit(this.state());
  }
}
