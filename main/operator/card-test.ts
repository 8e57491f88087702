import type { Clock } from '../../drivers/base/clock.ts';
import { type Log, traceOf } from '../../drivers/base/log.ts';
import type { Result } from '../../drivers/base/result.ts';
import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import type {
  CardError,
  CardExchange,
  CardIdentity,
  CardReaderPort,
} from '../../drivers/card-reader/port.ts';
import {
  type CardExchangeView,
  type CardTestResult,
  type CardTestView,
  MAX_EXCHANGES,
} from '../contract/operator-tests.ts';
import { maskCardNumber, maskIdNumber, maskName } from '../visit/mask.ts';

interface Run {
  readonly startedAt: number;
  readonly exchanges: CardExchangeView[];
  dropped: number;
  phase: CardTestView['phase'];
  result: CardTestResult | null;
  exported: CardTestView['exported'];
}

/**
 * A technician's reading of a test card: waits for a card, reads it as a visit would, and keeps every exchange and what
 * came of it. The identity is masked in the moment in which it comes and kept nowhere else. One run at a time; a new one
 * forgets the last.
 */
export class CardTest {
  readonly #reader: CardReaderPort;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #changed = new Signal<void>();
  #run: Run | null = null;
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(reader: CardReaderPort, clock: Clock, log: Log) {
    this.#reader = reader;
    this.#clock = clock;
    this.#log = log;
    reader.subscribe((event) => {
      if (event.type === 'card-inserted' && this.#run?.phase === 'waiting') void this.#read(this.#run);
    });
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  /** Reads the card that is in, or the next one that is put in. Does nothing while one is being read. */
  start(): void {
    if (this.#run?.phase === 'reading') return;
    const run: Run = {
      startedAt: this.#clock.now(),
      exchanges: [],
      dropped: 0,
      phase: 'waiting',
      result: null,
      exported: null,
    };
    this.#run = run;
    if (this.#reader.state().cardPresent) void this.#read(run);
    else this.#changed.emit();
  }

  /** Forgets everything. A read that is under way ends by itself, heard by nobody. */
  end(): void {
    this.#run = null;
    this.#changed.emit();
  }

  view(): CardTestView | null {
    if (this.#run === null) return null;
    const { phase, exchanges, dropped, result, exported } = this.#run;
    const { model, firmware } = this.#reader.state();
    return { phase, model, firmware, exchanges: [...exchanges], dropped, result, exported };
  }

  /** Wall clock of the last start, for the name and head of an export. */
  get startedAt(): number | null {
    return this.#run?.startedAt ?? null;
  }

  /** The trace of the present run lies in these files. */
  noteExport(files: NonNullable<CardTestView['exported']>): void {
    if (this.#run === null) return;
    this.#run.exported = files;
    this.#changed.emit();
  }

  async #read(run: Run): Promise<void> {
    run.phase = 'reading';
    this.#changed.emit();
    // A read that was ended in the middle still has the card.
    await this.#underWay;
    if (this.#run !== run) return;
    const reading = this.#ask(run);
    this.#underWay = reading;
    run.result = await reading;
    run.phase = 'done';
    this.#changed.emit();
  }

  async #ask(run: Run): Promise<CardTestResult> {
    const began = this.#clock.monotonic();
    const ms = () => Math.round(this.#clock.monotonic() - began);
    try {
      const answer = await this.#reader.readIdentity((exchange) => this.#note(run, exchange));
      return resultOf(answer, ms());
    } catch (error) {
      this.#log.event('bug', { where: 'card test', ...traceOf(error) });
      return { ok: false, code: 'BUG', detail: '', ms: ms() };
    }
  }

  #note(run: Run, { step, command, answer, shape, ms }: CardExchange): void {
    if (run.exchanges.length === MAX_EXCHANGES) run.dropped += 1;
    else run.exchanges.push({ step, command, answer, shape, ms: Math.round(ms) });
    this.#changed.emit();
  }
}

function resultOf(answer: Result<CardIdentity, CardError>, ms: number): CardTestResult {
  if (!answer.ok) return { ok: false, code: answer.error.code, detail: answer.error.detail ?? '', ms };
  const { outcome, version, name, idNumber, cardNumber, region, expiresOn, warnings } = answer.value;
  return {
    ok: true,
    outcome,
    generation: version,
    name: name === undefined ? null : maskName(name),
    idNumber: idNumber === undefined ? null : maskIdNumber(idNumber),
    cardNumber: cardNumber === undefined ? null : maskCardNumber(cardNumber),
    region: region ?? null,
    expiresOn: expiresOn ?? null,
    warnings: [...warnings],
    ms,
  };
}
