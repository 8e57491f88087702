import { Worker } from 'node:worker_threads';
import type { Clock, Timer } from '../../drivers/base/clock.ts';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import { errorDetail, type FontFiles, type PdfAnswer, type PdfJob } from './pdf-protocol.ts';
import type { ReceiptDoc } from './receipt-doc.ts';

export interface PdfMakerOptions {
  /** dist/main/pdf-worker.js. */
  readonly workerUrl: URL;
  readonly fonts: FontFiles;
  readonly clock: Clock;
  /** For one PDF, the thread's start included. */
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
 * Makes receipts as PDF in a thread of its own, one at a time. The thread starts with the first receipt, is replaced when
 * it hangs or dies, and ends when nobody has wanted a receipt for a while.
 */
export class PdfMaker {
  readonly #options: PdfMakerOptions;
  #worker: Worker | null = null;
  #idle: Timer | null = null;
  /** Ends the job under way. */
  #settle: ((end: PdfAnswer | PdfError) => void) | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: PdfMakerOptions) {
    this.#options = options;
  }

  /** The date inside the file is the clock's. Waits for the PDFs that were asked for before. */
  make(doc: ReceiptDoc): Promise<Result<Uint8Array, PdfError>> {
    const result = this.#last.then(() => this.#make(doc));
    this.#last = result;
    return result;
  }

  /** Ends the thread; what is still under way or waiting is answered with CLOSED. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#settle?.(CLOSED);
    await this.#drop();
    await this.#last;
  }

  async #make(doc: ReceiptDoc): Promise<Result<Uint8Array, PdfError>> {
    if (this.#closed) return err(CLOSED);
    this.#idle?.cancel();
    const answer = await this.#ask({ doc, madeAt: this.#options.clock.now() });
    if (this.#closed) return err(CLOSED);
    this.#idle = this.#options.clock.after(this.#options.idleMs ?? IDLE_MS, () => void this.#drop());
    return answer;
  }

  async #ask(job: PdfJob): Promise<Result<Uint8Array, PdfError>> {
    const worker = this.#worker ?? this.#start();
    const { clock, timeoutMs = TIMEOUT_MS } = this.#options;
    const end = await new Promise<PdfAnswer | PdfError>((resolve) => {
      const timer = clock.after(timeoutMs, () => resolve({ code: 'TIMEOUT', detail: '' }));
      this.#settle = (answer) => {
        timer.cancel();
        resolve(answer);
      };
      worker.postMessage(job);
    });
    this.#settle = null;
    if (!('ok' in end)) {
      await this.#drop();
      return err(end);
    }
    return end.ok ? ok(end.pdf) : err({ code: 'FAILED', detail: end.detail });
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
    worker.on('message', (answer: PdfAnswer) => current() && this.#settle?.(answer));
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
