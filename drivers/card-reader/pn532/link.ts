import { concat } from '../../base/bytes.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import type { ByteTransport } from '../../transport/port.ts';
import type { LinkFault } from '../card-slot.ts';
import type { Pn532Command } from './commands.ts';
import { ACK, encodeFrame, MAX_FRAME, NACK, Pn532Deframer, type Pn532Frame } from './framing.ts';

/** How long the reader may take to acknowledge a frame: 15 ms by the manual (6.2.3), and what an adapter holds back. */
const ACK_MS = 200;
/** How long an acknowledged command may take: of the reader alone, and with a card, whose own limits it keeps. */
const WORK_MS = { reader: 1_000, card: 3_000 } as const;
/** A frame whose rest does not come dies after this silence (card notes 9). */
const UNFINISHED_MS = 1_000;
/** What follows damage is not listened to until the line has been quiet for so long, line time not counted. */
const QUIET_MS = 20;
const QUIET_BYTES = 10;
/** How often one command is sent again, and how often one answer is asked for again. */
const MAX_RESENDS = 2;
const MAX_REPEATS = 2;

interface Exchange {
  readonly command: Pn532Command;
  readonly frame: Uint8Array;
  readonly finish: (result: Result<Uint8Array, LinkFault>) => void;
  /** The reader has the command, or has said something that may have meant so. */
  taken: boolean;
  resends: number;
  repeats: number;
  deadline: Timer | null;
}

/**
 * One PN532 on one wire: strictly one command outstanding, first acknowledged, then answered. An answer that arrives
 * damaged is asked for again (NACK), which executes nothing twice. A command that the reader refuses is sent again, one
 * that shows no trace of having arrived only when doing it twice is harmless: the reader may be at it already.
 */
export class Pn532Link {
  readonly #transport: ByteTransport;
  readonly #clock: Clock;
  readonly #deframer = new Pn532Deframer();
  readonly #trouble = new Signal<string>();
  readonly #failed = new Signal<'SILENT' | 'SPOILED'>();
  #current: Exchange | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #unfinished: Timer | null = null;
  /** While nothing is listened to: for whose answer, and until when. */
  #deaf: { readonly exchange: Exchange; readonly timer: Timer } | null = null;

  constructor(transport: ByteTransport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
    transport.onData((bytes) => this.#receive(bytes));
    transport.onGone((cause) => this.abort(cause.code));
  }

  /** Rules of the protocol that the reader broke, by name; for the log. */
  onTrouble(listener: (what: string) => void): Unsubscribe {
    return this.#trouble.subscribe(listener);
  }

  /** The reader cannot be talked to any more as it is: connect anew. The exchange itself fails as well. */
  onFailed(listener: (code: 'SILENT' | 'SPOILED') => void): Unsubscribe {
    return this.#failed.subscribe(listener);
  }

  /** The answer's bytes after its code. */
  exchange(command: Pn532Command): Promise<Result<Uint8Array, LinkFault>> {
    const turn = this.#queue.then(() => this.#begin(command));
    this.#queue = turn;
    return turn;
  }

  /** Gives up what is under way and forgets what has half arrived. `detail` says why. */
  abort(detail: string): void {
    this.#forget();
    this.#finish(err({ code: 'GONE', detail }));
  }

  #begin(command: Pn532Command): Promise<Result<Uint8Array, LinkFault>> {
    const { code, data, wakeUp = new Uint8Array(0) } = command;
    const frame = concat(wakeUp, encodeFrame(code, data));
    return new Promise((finish) => {
      this.#current = { command, frame, finish, taken: false, resends: 0, repeats: 0, deadline: null };
      this.#send(this.#current, frame, ACK_MS);
    });
  }

  #send(exchange: Exchange, frame: Uint8Array, patienceMs: number): void {
    this.#arm(exchange, patienceMs);
    void this.#transport.write(frame).then((written) => {
      if (!written.ok && this.#current === exchange) this.abort(written.error.code);
    });
  }

  #arm(exchange: Exchange, ms: number): void {
    exchange.deadline?.cancel();
    const lineTime = 2 * MAX_FRAME * this.#transport.msPerByte;
    exchange.deadline = this.#clock.after(ms + lineTime, () => this.#late(exchange));
  }

  #take(exchange: Exchange): void {
    exchange.taken = true;
    this.#arm(exchange, WORK_MS[exchange.command.worker]);
  }

  #receive(bytes: Uint8Array): void {
    if (this.#deaf !== null) {
      this.#awaitQuiet(this.#deaf.exchange);
      return;
    }
    this.#unfinished?.cancel();
    this.#unfinished = null;
    for (const frame of this.#deframer.push(bytes)) {
      this.#handle(frame);
      if (this.#deaf !== null) return;
    }
    if (this.#deframer.unfinished) {
      this.#unfinished = this.#clock.after(UNFINISHED_MS, () => {
        this.#deframer.reset();
        this.#damaged();
      });
    }
  }

  #handle(frame: Pn532Frame): void {
    const exchange = this.#current;
    if (exchange === null) {
      this.#trouble.emit(`${frame.kind} unasked`);
      return;
    }
    switch (frame.kind) {
      case 'ack':
        this.#take(exchange);
        break;
      case 'nack':
        this.#refused(exchange);
        break;
      case 'error':
        this.#finish(err({ code: 'REFUSED', detail: 'syntax' }));
        break;
      case 'answer':
        this.#answer(exchange, frame.code, frame.data);
        break;
      case 'foreign':
        this.#trouble.emit('foreign frame');
        break;
      case 'damaged':
        this.#damaged();
        break;
    }
  }

  #answer(exchange: Exchange, code: number, data: Uint8Array): void {
    if (code !== exchange.command.code + 1) this.#trouble.emit('stale answer');
    else this.#finish(ok(data));
  }

  /** The reader says that it has not understood, and so has done nothing. */
  #refused(exchange: Exchange): void {
    this.#trouble.emit('refused');
    if (exchange.resends === MAX_RESENDS) {
      this.#finish(err({ code: 'REFUSED', detail: 'NACK' }));
      return;
    }
    exchange.resends++;
    this.#send(exchange, exchange.frame, ACK_MS);
  }

  /** The manual's way is to send again what is not acknowledged; here only what the reader may do twice. */
  #late(exchange: Exchange): void {
    const { command, taken, resends } = exchange;
    this.#forget();
    this.#trouble.emit(taken ? 'no answer' : 'no ACK');
    if (!taken && command.repeatable && resends < MAX_RESENDS) {
      exchange.resends++;
      this.#send(exchange, exchange.frame, ACK_MS);
      return;
    }
    // Whatever it is at, it shall not be at it when the next command comes.
    void this.#transport.write(ACK);
    if (taken || command.repeatable) this.#giveUp('SILENT', `after ${resends} resends`);
    else this.#finish(err({ code: 'LOST', detail: 'no ACK' }));
  }

  #damaged(): void {
    this.#trouble.emit('damaged frame');
    const exchange = this.#current;
    if (exchange === null) return;
    // A damaged ACK has meant "taken"; the answer is still to come.
    if (!exchange.taken) this.#take(exchange);
    else this.#awaitQuiet(exchange);
  }

  /** The damaged frame's length is not to be trusted either: its rest is over when the line is quiet. */
  #awaitQuiet(exchange: Exchange): void {
    this.#forget();
    const timer = this.#clock.after(QUIET_MS + QUIET_BYTES * this.#transport.msPerByte, () => {
      this.#deaf = null;
      this.#askAgain(exchange);
    });
    this.#deaf = { exchange, timer };
  }

  #askAgain(exchange: Exchange): void {
    if (exchange.repeats === MAX_REPEATS) {
      this.#giveUp('SPOILED', `after ${exchange.repeats} repeats`);
      return;
    }
    exchange.repeats++;
    this.#send(exchange, NACK, WORK_MS.reader);
  }

  #giveUp(code: 'SILENT' | 'SPOILED', detail: string): void {
    this.#finish(err({ code, detail }));
    this.#failed.emit(code);
  }

  #finish(result: Result<Uint8Array, LinkFault>): void {
    const exchange = this.#current;
    this.#current = null;
    exchange?.deadline?.cancel();
    exchange?.finish(result);
  }

  #forget(): void {
    this.#unfinished?.cancel();
    this.#unfinished = null;
    this.#deaf?.timer.cancel();
    this.#deaf = null;
    this.#deframer.reset();
  }
}
