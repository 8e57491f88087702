import type { Clock, Timer } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import { Signal, type Unsubscribe } from '../base/subscribe.ts';
import type { ByteTransport } from '../transport/port.ts';
import type { CcidLink, LinkFault } from './card-slot.ts';
import {
  answers,
  CCID_HEADER_LENGTH,
  CCID_MAX_DATA,
  type CcidAnswer,
  type CcidCommand,
  decodeAnswer,
  encodeCommand,
} from './ccid.ts';

/** Cuts a stream of bytes, split and merged anywhere, into frames. */
export interface Deframer<F> {
  push(bytes: Uint8Array): readonly F[];
  /** Whether the beginning of a frame waits for its rest. */
  readonly unfinished: boolean;
  /** The rest did not come in time. */
  reset(): void;
}

/** How a framing wraps a CCID message, and how it asks for the last answer again, which executes nothing. */
export interface Framing<F> {
  readonly deframer: Deframer<F>;
  readonly wrap: (message: Uint8Array) => Uint8Array;
  readonly repeatRequest: Uint8Array;
  /** Bytes around a message. */
  readonly overhead: number;
}

export interface Exchange {
  readonly command: CcidCommand;
  readonly sequence: number;
  readonly frame: Uint8Array;
  /** What went out last: the command's frame, or a request to repeat the answer. */
  sent: Uint8Array;
  resends: number;
  repeats: number;
  /** How often the reader or the card has asked for more time. */
  patience: number;
  deadline: Timer | null;
  readonly finish: (result: Result<CcidAnswer, LinkFault>) => void;
}

/** How long the reader may take to answer a command of its own, or to acknowledge one; line time not counted. */
export const READER_MS = 1_000;
/** A frame whose rest does not come dies after this silence (card notes 9). */
const UNFINISHED_MS = 1_000;
/** How often one command is sent again after a refusal. */
const MAX_RESENDS = 2;
/** How often a damaged answer is asked for again. */
const MAX_REPEATS = 2;
/** How often more time is granted in one exchange: at half a second to a second each, longer than a resident waits. */
const MAX_PATIENCE = 60;

/**
 * A serial wire that carries CCID messages: strictly one command outstanding, because readers ignore what arrives while
 * they are busy, and answers of an earlier exchange dropped. What a refusal, a silence or a damaged answer means, and
 * whether the command may be sent again, is the family's: a command to the card must never be executed twice by itself,
 * or a wrong PIN would count twice.
 */
export abstract class SerialCcidLink<F extends { readonly kind: string }> implements CcidLink {
  readonly #transport: ByteTransport;
  readonly #clock: Clock;
  readonly #framing: Framing<F>;
  readonly #trouble = new Signal<string>();
  readonly #failed = new Signal<'SILENT' | 'SPOILED'>();
  #sequence = 0;
  #current: Exchange | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #unfinished: Timer | null = null;
  #probeMs: number | null = null;

  constructor(transport: ByteTransport, clock: Clock, framing: Framing<F>) {
    this.#transport = transport;
    this.#clock = clock;
    this.#framing = framing;
    transport.onData((bytes) => this.#receive(bytes));
    transport.onGone((cause) => this.abort(cause.code));
  }

  /** One frame from the reader; `exchange` is the one that is under way, null when nothing was asked. */
  protected abstract handle(frame: F, exchange: Exchange | null): void;

  /** The deadline has passed without an answer. */
  protected abstract unanswered(exchange: Exchange): void;

  /** How long the reader may be silent after it was sent a command, line time not counted, ms. */
  protected abstract patienceFor(exchange: Exchange): number;

  /** Rules of the protocol that the reader broke, by name; for the log. */
  onTrouble(listener: (what: string) => void): Unsubscribe {
    return this.#trouble.subscribe(listener);
  }

  /** The reader cannot be talked to any more as it is: connect anew. The exchange itself fails as well. */
  onFailed(listener: (code: 'SILENT' | 'SPOILED') => void): Unsubscribe {
    return this.#failed.subscribe(listener);
  }

  exchange(command: CcidCommand): Promise<Result<CcidAnswer, LinkFault>> {
    const turn = this.#queue.then(() => this.#begin(command));
    this.#queue = turn;
    return turn;
  }

  /** Gives up what is under way and forgets what has half arrived. `detail` says why. */
  abort(detail: string): void {
    this.#forget();
    this.finish(err({ code: 'GONE', detail }));
  }

  /**
   * Talks to a reader that may not be there, or not at this speed: silence may last `patienceMs` in these exchanges, and
   * when they fail, the reader has not failed.
   */
  async probe<T>(patienceMs: number, talk: () => Promise<T>): Promise<T> {
    this.#probeMs = patienceMs;
    try {
      return await talk();
    } finally {
      this.#probeMs = null;
    }
  }

  protected get probing(): boolean {
    return this.#probeMs !== null;
  }

  protected complain(what: string): void {
    this.#trouble.emit(what);
  }

  protected finish(result: Result<CcidAnswer, LinkFault>): void {
    const exchange = this.#current;
    this.#current = null;
    exchange?.deadline?.cancel();
    exchange?.finish(result);
  }

  /** The exchange fails, and the reader with it. */
  protected fail(code: 'SILENT' | 'SPOILED', detail: string): void {
    this.finish(err({ code, detail }));
    if (!this.probing) this.#failed.emit(code);
  }

  protected send(exchange: Exchange, bytes: Uint8Array): void {
    exchange.sent = bytes;
    this.arm(exchange, this.#probeMs ?? this.patienceFor(exchange));
    void this.#transport.write(bytes).then((written) => {
      if (!written.ok && this.#current === exchange) this.abort(written.error.code);
    });
  }

  protected arm(exchange: Exchange, ms: number): void {
    exchange.deadline?.cancel();
    // A command and its answer, each as long as they can be.
    const longest = CCID_HEADER_LENGTH + CCID_MAX_DATA + this.#framing.overhead;
    const lineTime = 2 * longest * this.#transport.msPerByte;
    exchange.deadline = this.#clock.after(ms + lineTime, () => this.unanswered(exchange));
  }

  /** Grants more time, within bounds. */
  protected bePatient(exchange: Exchange, ms: number): void {
    exchange.patience++;
    if (exchange.patience > MAX_PATIENCE) this.fail('SILENT', `asked for time ${MAX_PATIENCE} times`);
    else this.arm(exchange, ms);
  }

  /** A whole message: this exchange's answer, a plea for time in its place, or what is left of another. */
  protected answer(exchange: Exchange, message: Uint8Array, extensionMs: number): void {
    const answer = decodeAnswer(message);
    if (!answers(answer, exchange.command, exchange.sequence)) this.complain('stale answer');
    else if (answer.timeExtension) this.bePatient(exchange, extensionMs);
    else this.finish(ok(answer));
  }

  /** The reader did not take what was sent last, be it the command or the request to repeat. */
  protected resend(exchange: Exchange, why: string): void {
    this.complain(`refused ${why}`);
    if (exchange.resends === MAX_RESENDS) {
      this.finish(err({ code: 'REFUSED', detail: why }));
      return;
    }
    exchange.resends++;
    this.send(exchange, exchange.sent);
  }

  /** The answer came damaged, or half of it. */
  protected askAgain(exchange: Exchange): void {
    this.complain('damaged frame');
    this.#forget();
    if (exchange.repeats >= MAX_REPEATS) this.fail('SPOILED', `after ${exchange.repeats} repeats`);
    else this.repeat(exchange, this.#framing.repeatRequest);
  }

  /** Asks once more, in the words of `bytes`; counted. */
  protected repeat(exchange: Exchange, bytes: Uint8Array): void {
    exchange.repeats++;
    this.send(exchange, bytes);
  }

  #begin(command: CcidCommand): Promise<Result<CcidAnswer, LinkFault>> {
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) % 256;
    const frame = this.#framing.wrap(encodeCommand(command, sequence));
    const counts = { resends: 0, repeats: 0, patience: 0, deadline: null };
    return new Promise((finish) => {
      this.#current = { command, sequence, frame, sent: frame, finish, ...counts };
      this.send(this.#current, frame);
    });
  }

  #receive(bytes: Uint8Array): void {
    const { deframer } = this.#framing;
    this.#unfinished?.cancel();
    this.#unfinished = null;
    for (const frame of deframer.push(bytes)) {
      this.handle(frame, this.#current);
      if (frame.kind === 'damaged') break; // what followed in the same bytes is not to be trusted
    }
    if (!deframer.unfinished) return;
    this.#unfinished = this.#clock.after(UNFINISHED_MS, () => {
      this.#forget();
      if (this.#current !== null) this.askAgain(this.#current);
    });
  }

  #forget(): void {
    this.#unfinished?.cancel();
    this.#unfinished = null;
    this.#framing.deframer.reset();
  }
}
