import type { Clock, Timer } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import type { ByteTransport } from '../../transport/port.ts';
import type { CcidLink, LinkFault } from '../card-slot.ts';
import {
  answers,
  CCID_HEADER_LENGTH,
  CCID_MAX_DATA,
  type CcidAnswer,
  type CcidCommand,
  decodeAnswer,
  encodeCommand,
} from '../ccid.ts';
import { AcsDeframer, type AcsFrame, type AcsRefusal, encodeFrame, REPEAT_REQUEST } from './framing.ts';

/** Which slots hold a card, as the reader tells unasked. */
export interface SlotChange {
  readonly contactPresent: boolean;
  readonly contactlessPresent: boolean;
}

/** How long the reader may take to acknowledge a frame, or to answer a command of its own; line time not counted. */
const READER_MS = 1_000;
/** How long a card behind it may take: the reader itself reports a mute one after the T=0 work waiting time, about 1 s. */
const CARD_MS = 3_000;
/** A frame whose rest does not come dies after this silence (card notes 9). */
const UNFINISHED_MS = 1_000;
/** How often one command is sent again after a refusal. */
const MAX_RESENDS = 2;
/** How often one answer is asked for again. Silence is rarely cured, and a resident waits. */
const MAX_REPEATS = { SILENT: 1, SPOILED: 2 } as const;
/** Longest frame in either direction, for the line time that a deadline has to allow. */
const LONGEST_FRAME = CCID_HEADER_LENGTH + CCID_MAX_DATA + 3;

interface Exchange {
  readonly command: CcidCommand;
  readonly sequence: number;
  readonly frame: Uint8Array;
  readonly finish: (result: Result<CcidAnswer, LinkFault>) => void;
  resends: number;
  repeats: number;
  deadline: Timer | null;
}

/**
 * One ACS reader on one wire: strictly one command outstanding, because the reader ignores what arrives while it is
 * busy. A refused frame (not executed, so harmless to send again) is resent; a damaged or missing answer is asked for
 * again, which executes nothing twice: VERIFY must never be sent twice by itself.
 */
export class AcsLink implements CcidLink {
  readonly #transport: ByteTransport;
  readonly #clock: Clock;
  readonly #deframer = new AcsDeframer();
  readonly #slotChanges = new Signal<SlotChange>();
  readonly #trouble = new Signal<string>();
  readonly #failed = new Signal<'SILENT' | 'SPOILED'>();
  #sequence = 0;
  #current: Exchange | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #unfinished: Timer | null = null;

  constructor(transport: ByteTransport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
    transport.onData((bytes) => this.#receive(bytes));
    transport.onGone((cause) => this.abort(cause.code));
  }

  onSlotChange(listener: (change: SlotChange) => void): Unsubscribe {
    return this.#slotChanges.subscribe(listener);
  }

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
    this.#finish(err({ code: 'GONE', detail }));
  }

  #begin(command: CcidCommand): Promise<Result<CcidAnswer, LinkFault>> {
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) % 256;
    const frame = encodeFrame(encodeCommand(command, sequence));
    return new Promise((finish) => {
      this.#current = { command, sequence, frame, finish, resends: 0, repeats: 0, deadline: null };
      this.#send(this.#current, frame);
    });
  }

  #send(exchange: Exchange, frame: Uint8Array): void {
    this.#arm(exchange, READER_MS);
    void this.#transport.write(frame).then((written) => {
      if (!written.ok && this.#current === exchange) this.abort(written.error.code);
    });
  }

  #arm(exchange: Exchange, ms: number): void {
    exchange.deadline?.cancel();
    const lineTime = 2 * LONGEST_FRAME * this.#transport.msPerByte;
    exchange.deadline = this.#clock.after(ms + lineTime, () => this.#askAgain(exchange, 'SILENT'));
  }

  /** The reader has the command, or asks for patience. */
  #beThinking(exchange: Exchange): void {
    const { name } = exchange.command;
    this.#arm(exchange, name === 'iccPowerOn' || name === 'xfrBlock' ? CARD_MS : READER_MS);
  }

  #receive(bytes: Uint8Array): void {
    this.#unfinished?.cancel();
    this.#unfinished = null;
    for (const frame of this.#deframer.push(bytes)) {
      this.#handle(frame);
      if (frame.kind === 'damaged') break; // what followed in the same bytes is not to be trusted
    }
    if (this.#deframer.unfinished) {
      this.#unfinished = this.#clock.after(UNFINISHED_MS, () => {
        this.#forget();
        if (this.#current !== null) this.#askAgain(this.#current, 'SPOILED');
      });
    }
  }

  #handle(frame: AcsFrame): void {
    if (frame.kind === 'slot-change') {
      this.#slotChanges.emit(frame);
      return;
    }
    const exchange = this.#current;
    if (exchange === null) {
      this.#trouble.emit(`${frame.kind} unasked`);
      return;
    }
    switch (frame.kind) {
      case 'ack':
        this.#beThinking(exchange);
        break;
      case 'refused':
        this.#resend(exchange, frame.why);
        break;
      case 'damaged':
        this.#askAgain(exchange, 'SPOILED');
        break;
      case 'message':
        this.#answer(exchange, decodeAnswer(frame.message));
        break;
    }
  }

  #answer(exchange: Exchange, answer: CcidAnswer): void {
    if (!answers(answer, exchange.command, exchange.sequence)) {
      this.#trouble.emit('stale answer');
    } else if (answer.timeExtension) {
      this.#beThinking(exchange);
    } else {
      this.#finish(ok(answer));
    }
  }

  #resend(exchange: Exchange, why: AcsRefusal): void {
    this.#trouble.emit(`refused ${why}`);
    if (why === 'slot' || exchange.resends === MAX_RESENDS) {
      this.#finish(err({ code: 'REFUSED', detail: why }));
      return;
    }
    exchange.resends++;
    this.#send(exchange, exchange.frame);
  }

  #askAgain(exchange: Exchange, code: 'SILENT' | 'SPOILED'): void {
    this.#trouble.emit(code === 'SILENT' ? 'no answer' : 'damaged frame');
    this.#forget();
    if (exchange.repeats >= MAX_REPEATS[code]) {
      this.#finish(err({ code, detail: `after ${exchange.repeats} repeats` }));
      this.#failed.emit(code);
      return;
    }
    exchange.repeats++;
    this.#send(exchange, REPEAT_REQUEST);
  }

  #finish(result: Result<CcidAnswer, LinkFault>): void {
    const exchange = this.#current;
    this.#current = null;
    exchange?.deadline?.cancel();
    exchange?.finish(result);
  }

  #forget(): void {
    this.#unfinished?.cancel();
    this.#unfinished = null;
    this.#deframer.reset();
  }
}
