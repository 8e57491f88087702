import { type Log, traceOf } from '../../drivers/base/log.ts';
import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import { calibrationSlip } from '../../drivers/printer/calibration-slip.ts';
import type { PrintResult } from '../../drivers/printer/port.ts';
import { findProfile, type PrinterProfile } from '../../drivers/printer/profile.ts';
import type { PrinterService } from '../../drivers/printer/service.ts';
import type {
  PrinterAdvice,
  PrinterTestView,
  ProbeResult,
  SlipAnswers,
  SlipQuestion,
  SlipResult,
} from '../contract/printer-tests.ts';
import { type PrintBook, printJournalled } from '../ledger/print-book.ts';
import { adviseProfile, isAnswerTo } from './printer-advice.ts';

interface PrintedSlip {
  readonly as: PrinterProfile;
  result: SlipResult | null;
  answers: SlipAnswers;
}

export interface PrinterTestParts {
  readonly service: PrinterService;
  /** Profiles that kiosk.yaml can name, and the configured one. */
  readonly profiles: readonly string[];
  readonly prints: PrintBook<'calibration'>;
  readonly log: Log;
}

/**
 * A technician's tests of the printer: the calibration slip as any profile would print it, the probe for process ids, and
 * what the answers about the paper come to. One thing at a time. Nothing of it is personal, and nothing
 * is kept of it but, in the journal, that a slip was printed.
 */
export class PrinterTest {
  readonly #parts: PrinterTestParts;
  /** As their files have them, by name. */
  readonly #profiles: ReadonlyMap<string, PrinterProfile>;
  readonly #changed = new Signal<void>();
  #busy: PrinterTestView['busy'] = null;
  #slip: PrintedSlip | null = null;
  #probe: ProbeResult | null = null;
  readonly #ruledOut = new Set<string>();

  constructor(parts: PrinterTestParts) {
    this.#parts = parts;
    const found = parts.profiles.map((name) => findProfile(name));
    this.#profiles = new Map(found.flatMap((each) => (each.ok ? [[each.value.name, each.value]] : [])));
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  get isBusy(): boolean {
    return this.#busy !== null;
  }

  /** Prints; what comes of it is in the view. False: something else is under way, or there is no such profile. */
  print(name: string): boolean {
    const profile = this.#profiles.get(name);
    if (this.isBusy || profile === undefined) return false;
    this.#judgeLast();
    const slip: PrintedSlip = { as: profile, result: null, answers: {} };
    this.#slip = slip;
    void this.#busily('slip', async () => {
      slip.result = await this.#print(profile);
    });
    return true;
  }

  probe(): boolean {
    if (this.isBusy) return false;
    this.#probe = null;
    void this.#busily('probe', async () => {
      const answer = await this.#parts.service.probeProcessId();
      this.#probe = { kind: answer.kind, reason: 'reason' in answer ? answer.reason : '' };
    });
    return true;
  }

  /** About the slip that was printed last. False: that cannot be answered so, or there is none to look at. */
  answer(question: SlipQuestion, answer: string): boolean {
    const slip = this.#slip;
    if (slip === null || !mayBeOut(slip) || !isAnswerTo(question, answer)) return false;
    slip.answers = { ...slip.answers, [question]: answer };
    this.#changed.emit();
    return true;
  }

  /** Forgets everything. What is being printed ends by itself. */
  end(): void {
    this.#slip = null;
    this.#probe = null;
    this.#ruledOut.clear();
    this.#changed.emit();
  }

  view(): PrinterTestView {
    const slip = this.#slip;
    return {
      busy: this.#busy,
      slip: slip === null ? null : this.#viewOf(slip),
      probe: this.#probe,
    };
  }

  /** The next slip is printed because the last one was wrong, or to look again; only the former rules a profile out. */
  #judgeLast(): void {
    const last = this.#slip;
    if (last === null) return;
    const { kind } = this.#adviceOn(last);
    if (kind === 'try' || kind === 'none') this.#ruledOut.add(last.as.name);
    else this.#ruledOut.delete(last.as.name);
  }

  #viewOf(slip: PrintedSlip): NonNullable<PrinterTestView['slip']> {
    const { as, result, answers } = slip;
    return { profile: as.name, result, answers, advice: this.#adviceOn(slip) };
  }

  #adviceOn({ as, answers }: PrintedSlip): PrinterAdvice {
    const { name, proof } = this.#parts.service.facts().profile;
    const claims = proof.kind === 'process-id' && this.#profiles.get(name)?.proof.kind !== 'process-id';
    return adviseProfile({
      printed: as,
      answers,
      probe: this.#probe,
      candidates: [...this.#profiles.values()],
      ruledOut: this.#ruledOut,
      configured: { name, processId: claims },
    });
  }

  async #print(profile: PrinterProfile): Promise<SlipResult> {
    const { service, prints } = this.#parts;
    const slip = calibrationSlip(profile);
    return resultOf(
      await printJournalled(prints, 'calibration', ({ jobId }) => service.printAs({ jobId, slip }, profile)),
    );
  }

  async #busily(what: NonNullable<PrinterTestView['busy']>, act: () => Promise<void>): Promise<void> {
    this.#busy = what;
    this.#changed.emit();
    try {
      await act();
    } catch (error) {
      this.#parts.log.event('bug', { where: 'printer test', ...traceOf(error) });
      if (what === 'slip' && this.#slip !== null) this.#slip.result = { state: 'BUG' };
    } finally {
      this.#busy = null;
      this.#changed.emit();
    }
  }
}

/** There is something to look at, or may be. */
const mayBeOut = ({ result }: PrintedSlip): boolean =>
  result?.state === 'PRINTED' || result?.state === 'UNCERTAIN';

function resultOf(result: PrintResult): SlipResult {
  return result.state === 'PRINTED'
    ? { state: 'PRINTED', evidence: result.evidence }
    : { state: result.state, reason: result.reason };
}
