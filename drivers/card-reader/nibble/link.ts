import { concat, toHex } from '../../base/bytes.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { encodeFrame, LONGEST_FRAME, NibbleDeframer, type NibbleFrame } from './framing.ts';

export interface NibbleCommand {
  /** Command bytes and parameters. */
  readonly data: Uint8Array;
  /** How long the reader, and the card behind it, may work on it; line time not counted. */
  readonly ms: number;
  /** Nothing changes when it is executed twice, so that it may be sent again. Never true of a command to a card. */
  readonly harmless: boolean;
}

export interface NibbleReply {
  /** 0–FFFF; see commands.ts. */
  readonly status: number;
  readonly data: Uint8Array;
}

/** SILENT: no answer in time. SPOILED: an answer came that cannot be used. GONE: the wire is lost. */
export interface NibbleFault {
  readonly code: 'SILENT' | 'SPOILED' | 'GONE';
  readonly detail: string;
}

/** A frame whose rest does not come is spoiled after this silence. */
const UNFINISHED_MS = 1_000;
/**
 * Silence on the line after which what comes next belongs to what is asked next: well above the pauses inside an answer
 * (16 ms in USB serial adapters, a few between HID reports).
 */
const QUIET_MS = 100;
/** A line that is never quiet is given up after this. */
const NEVER_QUIET_MS = 2_000;
/** How often a harmless command is sent again. Silence is rarely cured, and a resident waits. */
const MAX_REPEATS = { SILENT: 1, SPOILED: 2 } as const;

interface Exchange {
  readonly command: NibbleCommand;
  readonly finish: (result: Result<NibbleReply, NibbleFault>) => void;
  repeats: number;
  /** The command is on its way; before, the line is waited for. */
  sent: boolean;
  deadline: Timer | null;
}

/**
 * One nibble reader on one wire, one command outstanding. The protocol numbers nothing and has no word for "again": an
 * answer belongs to a question only because nothing else was on the line. So after anything unexpected the line has to
 * be quiet for a moment before the next question, and a command that changes something is never sent twice.
 */
export class NibbleLink {
  readonly #transport: ByteTransport;
  readonly #clock: Clock;
  readonly #prefix: Uint8Array;
  readonly #deframer = new NibbleDeframer();
  readonly #trouble = new Signal<string>();
  #current: Exchange | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #quiet: Timer | null = null;
  #unfinished: Timer | null = null;
  /** Something is or may be on its way that nobody has asked for. */
  #unsettled = false;

  /** `prefix`: what selects the reader's port on a multiplexer in between, before every frame; else empty. */
  constructor(transport: ByteTransport, clock: Clock, prefix: Uint8Array) {
    this.#transport = transport;
    this.#clock = clock;
    this.#prefix = prefix;
    transport.onData((bytes) => this.#receive(bytes));
    transport.onGone((cause) => this.abort(cause.code));
  }

  /** Rules of the protocol that the reader broke, by name; for the log. */
  onTrouble(listener: (what: string) => void): Unsubscribe {
    return this.#trouble.subscribe(listener);
  }

  exchange(command: NibbleCommand): Promise<Result<NibbleReply, NibbleFault>> {
    const turn = this.#queue.then(() => this.#begin(command));
    this.#queue = turn;
    return turn;
  }

  /** The wire has been opened: what it still brings belongs to an earlier life. */
  beginAnew(): void {
    this.#unsettled = true;
  }

  /** Gives up what is under way; to be followed by `beginAnew` if the wire lives on. `detail` says why. */
  abort(detail: string): void {
    this.#forget();
    this.#unsettled = false;
    this.#finish(err({ code: 'GONE', detail }));
  }

  #begin(command: NibbleCommand): Promise<Result<NibbleReply, NibbleFault>> {
    return new Promise((finish) => {
      this.#current = { command, finish, repeats: 0, sent: false, deadline: null };
      this.#start(this.#current);
    });
  }

  #start(exchange: Exchange): void {
    if (!this.#unsettled && !this.#deframer.unfinished) {
      this.#send(exchange);
      return;
    }
    exchange.sent = false;
    this.#forget();
    this.#arm(exchange, NEVER_QUIET_MS, () => this.#finish(err({ code: 'SPOILED', detail: 'never quiet' })));
    this.#awaitQuiet(exchange);
  }

  #awaitQuiet(exchange: Exchange): void {
    this.#quiet?.cancel();
    this.#quiet = this.#clock.after(QUIET_MS, () => {
      this.#unsettled = false;
      this.#send(exchange);
    });
  }

  #send(exchange: Exchange): void {
    const frame = concat(this.#prefix, encodeFrame(exchange.command.data));
    const lineTime = (frame.length + LONGEST_FRAME) * this.#transport.msPerByte;
    exchange.sent = true;
    this.#arm(exchange, exchange.command.ms + lineTime, () => this.#giveUp(exchange, 'SILENT', 'no answer'));
    void this.#transport.write(frame).then((written) => {
      if (!written.ok && this.#current === exchange) this.abort(written.error.code);
    });
  }

  #arm(exchange: Exchange, ms: number, action: () => void): void {
    exchange.deadline?.cancel();
    exchange.deadline = this.#clock.after(ms, action);
  }

  #receive(bytes: Uint8Array): void {
    const exchange = this.#current;
    if (exchange !== null && !exchange.sent) {
      this.#awaitQuiet(exchange);
      return;
    }
    this.#unfinished?.cancel();
    const frames = this.#deframer.push(bytes);
    if (frames.length > 0) this.#judge(exchange, frames);
    if (this.#deframer.unfinished) {
      this.#unfinished = this.#clock.after(UNFINISHED_MS, () => this.#dropUnfinished());
    }
  }

  #judge(exchange: Exchange | null, frames: readonly NibbleFrame[]): void {
    const [first, second] = frames;
    if (exchange === null) {
      this.#trouble.emit('answer unasked');
      this.#unsettled = true;
    } else if (first?.kind !== 'message' || first.data.length < 2) {
      this.#giveUp(exchange, 'SPOILED', 'damaged frame');
    } else if (second !== undefined || this.#deframer.unfinished) {
      // One of them is late, and belongs to an earlier question; which, nothing tells.
      this.#giveUp(exchange, 'SPOILED', 'two answers');
    } else {
      const status = new DataView(first.data.buffer).getUint16(0);
      this.#finish(ok({ status, data: first.data.slice(2) }));
    }
  }

  #dropUnfinished(): void {
    this.#forget();
    if (this.#current === null) this.#unsettled = true;
    else this.#giveUp(this.#current, 'SPOILED', 'unfinished frame');
  }

  #giveUp(exchange: Exchange, code: 'SILENT' | 'SPOILED', what: string): void {
    this.#trouble.emit(what);
    this.#unsettled = true;
    const { harmless, data } = exchange.command;
    if (harmless && exchange.repeats < MAX_REPEATS[code]) {
      exchange.repeats++;
      this.#start(exchange);
      return;
    }
    // The command's code, never its parameters: for the technician.
    this.#finish(err({ code, detail: `${what} to ${toHex(data.subarray(0, 2))}` }));
  }

  #finish(result: Result<NibbleReply, NibbleFault>): void {
    const exchange = this.#current;
    this.#current = null;
    this.#quiet?.cancel();
    exchange?.deadline?.cancel();
    exchange?.finish(result);
  }

  #forget(): void {
    this.#unfinished?.cancel();
    this.#deframer.reset();
  }
}
