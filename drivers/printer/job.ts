import { concat } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { Conversation } from './conversation.ts';
import { faultOf, passesByItself } from './escpos/status.ts';
import type { PrinterBlock } from './port.ts';
import type { PrinterProfile } from './profile.ts';
import type { Ticket } from './proof.ts';

export type JobEnd =
  | { readonly kind: 'proven' }
  | { readonly kind: 'blocked'; readonly reason: PrinterBlock }
  /** The wire broke or was hung up. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'timeout' };

export interface JobReport {
  readonly end: JobEnd;
  /** False only when it is certain that not one byte left. */
  readonly started: boolean;
  /** The job may have stopped inside a command: what is sent next could be taken for its data. */
  readonly torn: boolean;
  /** Bytes still wait in this machine's buffers: the wire must be closed, or they come out later. */
  readonly stuck: boolean;
  /**
   * A question about the status that was put into the job has no answer although the job has ended: bytes were lost on
   * the way or in the printer (switched off and on), so what came behind them proves nothing about what was before.
   */
  readonly hole: boolean;
}

/** Whole commands are sent in bundles of about this size, so that a printer in trouble is not fed to the end. */
const CHUNK_BYTES = 256;
/** How often the status is asked for while a job runs. A busy printer may answer late; that is no fault. */
const ASK_EVERY_MS = 500;

/** Answers that are owed together come right behind each other; one that is later than this was lost. */
const MISSING_ANSWER_MS = 2_000;

/**
 * How long a job may take: line time and motor time and the knife, twice, and never less than the profile's floor.
 * Source: printing notes, section 9.
 */
export function budgetMs(
  bytes: number,
  msPerByte: number,
  lengthMm: number,
  timing: PrinterProfile['timing'],
): number {
  const expected = bytes * msPerByte + (lengthMm / timing.mmPerSecond) * 1000 + timing.cutMs;
  return Math.max(timing.minBudgetMs, 2 * expected);
}

/** Sends a job and watches it until it is proven, refused by the machine, cut off, or out of time. Never sends twice. */
export async function runJob(
  conversation: Conversation,
  clock: Clock,
  segments: readonly Uint8Array[],
  ticket: Ticket,
  limitMs: number,
): Promise<JobReport> {
  const watch = new Watch(conversation, clock, ticket, limitMs);
  const chunks = bundle([...segments, ticket.bytes]);
  let handed = 0;
  let started = false;
  let stuck = false;
  for (const chunk of chunks) {
    if (watch.end !== null) break;
    handed += 1;
    const sent = await Promise.race([conversation.send(chunk), watch.ended]);
    if (!('ok' in sent)) {
      // Decided while the write was under way. A proof can overtake the word that the last bytes have been taken.
      started = true;
      stuck = sent.kind !== 'proven';
    } else if (sent.ok) {
      started = true;
      await watch.pause(chunk.length * conversation.msPerByte);
    } else {
      started ||= sent.error.code !== 'NOT_OPEN';
      watch.decide({ kind: 'lost' });
    }
  }
  const end = await watch.ended;
  if (!started || handed < chunks.length) ticket.withdraw();
  return { end, started, stuck, torn: stuck || end.kind === 'lost', hole: conversation.isOwedStatus };
}

/** Decides a job's end by whatever comes first. */
class Watch {
  readonly ended: Promise<JobEnd>;
  #end: JobEnd | null = null;
  /** The proof has come; older questions are waited for. */
  #isProven = false;
  readonly #resolve: (end: JobEnd) => void;
  readonly #stops: (() => void)[] = [];
  readonly #clock: Clock;

  constructor(conversation: Conversation, clock: Clock, ticket: Ticket, limitMs: number) {
    this.#clock = clock;
    const { promise, resolve } = deferred<JobEnd>();
    this.ended = promise;
    this.#resolve = resolve;
    this.#ask(conversation);
    this.#limit(limitMs);
    this.#stops.push(
      conversation.lost.subscribe(() => this.decide({ kind: 'lost' })),
      ticket.heard.subscribe((heard) => {
        if (heard === 'all' && !conversation.isOwedStatus) this.decide({ kind: 'proven' });
        else this.#limit(MISSING_ANSWER_MS);
        this.#isProven ||= heard === 'all';
      }),
      conversation.statuses.subscribe((status) => {
        // What was asked before the proof has been answered after all: nothing is missing.
        if (this.#isProven && !conversation.isOwedStatus) this.decide({ kind: 'proven' });
        const reason = faultOf(status);
        if (reason !== null && !passesByItself(reason)) this.decide({ kind: 'blocked', reason });
      }),
    );
  }

  #limit(ms: number): void {
    const timer = this.#clock.after(ms, () => this.decide({ kind: 'timeout' }));
    this.#stops.push(() => timer.cancel());
  }

  get end(): JobEnd | null {
    return this.#end;
  }

  /** The first decision holds. */
  decide(end: JobEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    for (const stop of this.#stops) stop();
    this.#resolve(end);
  }

  /** The line's time for what was just written, so that the rest waits here and not in the system's buffers. */
  async pause(ms: number): Promise<void> {
    if (ms === 0) return;
    const { promise, resolve } = deferred<void>();
    const timer = this.#clock.after(ms, resolve);
    await Promise.race([promise, this.ended]);
    timer.cancel();
  }

  /** Asks again and again until the end is decided. */
  #ask(conversation: Conversation): void {
    const timer = this.#clock.after(ASK_EVERY_MS, () => {
      conversation.query();
      this.#ask(conversation);
    });
    this.#stops.push(() => timer.cancel());
  }
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  /* v8 ignore next -- replaced before anybody can call it */
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Whole segments, joined up to the size of a chunk; a longer segment goes alone. */
function bundle(segments: readonly Uint8Array[]): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (const segment of segments.filter(({ length }) => length > 0)) {
    const last = chunks.at(-1);
    if (last !== undefined && last.length + segment.length <= CHUNK_BYTES) {
      chunks.splice(-1, 1, concat(last, segment));
    } else {
      chunks.push(segment);
    }
  }
  return chunks;
}
