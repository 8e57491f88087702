import { Signal, type Unsubscribe } from '../../../drivers/base/subscribe.ts';
import type { PrintJob, PrintResult } from '../../../drivers/printer/port.ts';
import { findProfile, type PrinterProfile } from '../../../drivers/printer/profile.ts';
import type {
  PaperUse,
  PrinterFacts,
  PrinterService,
  ProcessIdProbe,
} from '../../../drivers/printer/service.ts';

/** Prints into a list, when it is let. */
export class FakeService implements PrinterService {
  readonly jobs: { readonly job: PrintJob; readonly as: string }[] = [];
  readonly used = new Signal<PaperUse>();
  result: PrintResult = { state: 'PRINTED', evidence: 'B' };
  answer: ProcessIdProbe = { kind: 'supported' };
  /** The driver throws this. */
  bug: Error | null = null;
  roll = { isLow: false, slips: 0, of: 20 };
  status: PrinterFacts['status'] = null;
  raw: PrinterFacts['raw'] = null;
  rolls = 0;
  readonly #profile: PrinterProfile;

  constructor(profile = 'generic-80', processId = false) {
    const found = findProfile(profile, { processId });
    if (!found.ok) throw new Error(`no profile ${profile}`);
    this.#profile = found.value;
  }

  facts(): PrinterFacts {
    return { profile: this.#profile, status: this.status, raw: this.raw, roll: this.roll };
  }

  onPaperUsed(listener: (use: PaperUse) => void): Unsubscribe {
    return this.used.subscribe(listener);
  }

  async printAs(job: PrintJob, { name }: PrinterProfile): Promise<PrintResult> {
    if (this.bug !== null) throw this.bug;
    this.jobs.push({ job, as: name });
    return this.result;
  }

  async probeProcessId(): Promise<ProcessIdProbe> {
    if (this.bug !== null) throw this.bug;
    return this.answer;
  }

  rememberRoll(slips: number): void {
    this.roll = { ...this.roll, slips };
  }

  newRoll(): void {
    this.rolls += 1;
    this.roll = { ...this.roll, slips: 0 };
  }
}
