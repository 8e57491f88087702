import { Worker } from 'node:worker_threads';
import type { Clock, Timer } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import type { DrawnGlyphs } from '../../drivers/printer/glyphs.ts';
import type { PdfForm } from './pdf/render.ts';
import { errorDetail, type FontFiles, type Made, type PaperAnswer, type PaperJob } from './pdf-protocol.ts';
import type { PdfDoc } from './receipt-doc.ts';

export interface PdfMakerOptions {
  /** dist/main/pdf-worker.js. */
  readonly workerUrl: URL;
  readonly fonts: FontFiles;
  readonly clock: Clock;
  readonly log: Log;
  /** For one job, the thread's start included. */
  readonly timeoutMs?: number;
  /** The thread and its fonts are given back after this long without work. */
  readonly idleMs?: number;
}

export interface PdfError {
  /** `FAILED`: no font, no thread, or the drawing broke. The next call starts afresh after anything but `CLOSED`. */
  readonly code: 'TIMEOUT' | 'FAILED' | 'CLOSED';
  /** An error's code or class, for the technician. Nothing of the document. */
  readonly detail: string;
}

const CLOSED: PdfError = { code: 'CLOSED', detail: '' };
const TIMEOUT_MS = 15_000;
const IDLE_MS = 60_000;

/**
 * Makes what needs a font in a thread of its own, one thing at a time: receipts as PDF, and rare characters as dots for the
 * slip. The thread starts with the first job, is replaced when it hangs or dies, and ends when nobody has wanted anything
 * for a while.
 */
export class PdfMaker {
  readonly #options: PdfMakerOptions;
  #worker: Worker | null = null;
  #idle: Timer | null = null;
  /** Ends the job under way. */
  #settle: ((end: PaperAnswer | PdfError) => void) | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: PdfMakerOptions) {
    this.#options = options;
  }

  /** The date inside the file is the clock's. Waits for what was asked for before. */
  async make(doc: PdfDoc, form: PdfForm = 'strip'): Promise<Result<Uint8Array, PdfError>> {
    const made = await this.#inTurn<'pdf'>(() => ({
      kind: 'pdf',
      doc,
      form,
      madeAt: this.#options.clock.now(),
    }));
    if (!made.ok) return made;
    this.#tellMissing('pdf', made.value.missing);
    return ok(made.value.bytes);
  }

  /** Dots of the characters that our fonts hold; those that they lack are left out. Waits its turn too. */
  async draw(chars: readonly string[]): Promise<Result<DrawnGlyphs, PdfError>> {
    const drawn = await this.#inTurn<'glyphs'>(() => ({ kind: 'glyphs', chars }));
    if (drawn.ok) this.#tellMissing('slip', chars.filter((char) => !drawn.value.normal.has(char)).length);
    return drawn;
  }

  /** Ends the thread; what is still under way or waiting is answered with CLOSED. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#settle?.(CLOSED);
    await this.#drop();
    await this.#last;
  }

  #tellMissing(on: 'slip' | 'pdf', count: number): void {
    if (count > 0) this.#options.log.event('characters-missing', { on, count });
  }

  #inTurn<Kind extends PaperJob['kind']>(
    job: () => Extract<PaperJob, { kind: Kind }>,
  ): Promise<Result<Made[Kind], PdfError>> {
    const result = this.#last.then(() => this.#make<Kind>(job()));
    // A bug costs its own job alone.
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #make<Kind extends PaperJob['kind']>(
    job: Extract<PaperJob, { kind: Kind }>,
  ): Promise<Result<Made[Kind], PdfError>> {
    if (this.#closed) return err(CLOSED);
    this.#idle?.cancel();
    const answer = await this.#ask(job);
    if (this.#closed) return err(CLOSED);
    this.#idle = this.#options.clock.after(this.#options.idleMs ?? IDLE_MS, () => void this.#drop());
    // The thread answers one job at a time, each with what that job makes.
    return answer.ok ? ok(answer.value as Made[Kind]) : answer;
  }

  async #ask(job: PaperJob): Promise<Result<Made[PaperJob['kind']], PdfError>> {
    const worker = this.#worker ?? this.#start();
    const { clock, timeoutMs = TIMEOUT_MS } = this.#options;
    worker.postMessage(job);
    const end = await new Promise<PaperAnswer | PdfError>((resolve) => {
      const timer = clock.after(timeoutMs, () => resolve({ code: 'TIMEOUT', detail: '' }));
      this.#settle = (answer) => {
        timer.cancel();
        resolve(answer);
      };
    });
    this.#settle = null;
    if (!('ok' in end)) {
      await this.#drop();
      return err(end);
    }
    return end.ok ? ok(end.made) : err({ code: 'FAILED', detail: end.detail });
  }

  #start(): Worker {
    const worker = new Worker(this.#options.workerUrl, { workerData: this.#options.fonts, name: 'pdf' });
    // A thread that was dropped may still speak, or die, while the next one works.
    const current = () => this.#worker === worker;
    const died = (detail: string) => {
      if (!current()) return;
      this.#worker = null;
      this.#settle?.({ code: 'FAILED', detail });
    };
    worker.on('message', (answer: PaperAnswer) => current() && this.#settle?.(answer));
    worker.on('error', (error) => died(errorDetail(error)));
    worker.on('exit', (code) => died(`exit ${code}`));
    this.#worker = worker;
    return worker;
  }

  async #drop(): Promise<void> {
    this.#idle?.cancel();
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}
