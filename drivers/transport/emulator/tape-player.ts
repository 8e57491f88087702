import { toHex } from '../../base/bytes.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import type { ByteTransport, TransportError } from '../port.ts';
import type { Tape, TapeEvent } from './tape.ts';

/** Where host and tape part. */
export interface TapeDeviation {
  /** Of the event in the tape's file, the header being line 1. */
  readonly line: number;
  /** When it was recorded. */
  readonly t: number;
  /** Within the event's bytes, from 0; 0 too where it has none. */
  readonly byte: number;
  /** What the tape has next: bytes in hex, or the event. */
  readonly expected: string;
  /** What the host did instead. */
  readonly got: string;
}

export interface TapePlayerOptions {
  /** Cuts each of the recorded pieces further; default: as recorded. */
  readonly cut?: (bytes: Uint8Array) => readonly Uint8Array[];
}

/**
 * A wire on which everything happens again as it was recorded, in lockstep: the device says its next words, with the
 * recorded delay after the host's, only when the host has written exactly what it wrote then. At the first deviation the
 * tape stops and tells where; the wire is dead from then on, but takes what is written. After the end it is silent.
 */
export class TapePlayer implements ByteTransport {
  readonly description: string;
  readonly #tape: Tape;
  readonly #clock: Clock;
  readonly #cut: (bytes: Uint8Array) => readonly Uint8Array[];
  readonly #data = new Signal<Uint8Array>();
  readonly #gone = new Signal<TransportError>();
  /** Of the next event. */
  #at = 0;
  /** Bytes of the next event that the host has written already. */
  #written = 0;
  /** The host's last doing: then by the clock, and on the tape. */
  #anchor: { readonly now: number; readonly t: number };
  #timer: Timer | null = null;
  #open = false;
  #baudRate: number | null;
  #deviation: TapeDeviation | null = null;

  constructor(tape: Tape, clock: Clock, { cut = (bytes) => [bytes] }: TapePlayerOptions = {}) {
    this.#tape = tape;
    this.#clock = clock;
    this.#cut = cut;
    this.description = `tape of ${tape.header.protocol}`;
    this.#anchor = { now: clock.monotonic(), t: 0 };
    this.#baudRate = tape.header.line?.baudRate ?? null;
    this.#wait();
  }

  get msPerByte(): number {
    const bits = this.#tape.header.line?.bitsPerByte ?? 0;
    return this.#baudRate === null ? 0 : (bits * 1_000) / this.#baudRate;
  }

  /** The first one; null while all is as recorded. */
  get deviation(): TapeDeviation | null {
    return this.#deviation;
  }

  /** Everything has happened. */
  get ended(): boolean {
    return this.#at === this.#tape.events.length;
  }

  /** What the tape has next, for a host that does not go on: line and event. */
  get next(): string {
    const event = this.#tape.events[this.#at];
    return event === undefined ? 'the end' : `line ${this.#at + 2}: ${nameOf(event)}`;
  }

  async open(): Promise<Result<void, TransportError>> {
    const event = this.#tape.events[this.#at];
    if (event?.dir !== '=' || event.event !== 'open') {
      this.#deviate('open');
      return err({ code: 'NOT_FOUND', detail: 'tape' });
    }
    this.#baudRate = this.#tape.header.line?.baudRate ?? null;
    this.#open = event.error === undefined;
    this.#done(event);
    return event.error === undefined ? ok() : err({ code: event.error, detail: 'tape' });
  }

  async write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    if (!this.#open) return err({ code: 'NOT_OPEN', detail: 'tape' });
    for (let from = 0; from < bytes.length && this.#deviation === null && !this.ended; ) {
      const taken = this.#take(bytes.subarray(from));
      if (taken === 0) this.#deviate(toHex(bytes.subarray(from)));
      from += taken;
    }
    return ok();
  }

  async setSpeed(baudRate: number): Promise<Result<void, TransportError>> {
    const event = this.#tape.events[this.#at];
    if (event?.dir === '=' && event.event === 'speed' && event.baudRate === baudRate) {
      this.#baudRate = baudRate;
      this.#done(event);
    } else {
      this.#deviate(`speed ${baudRate}`);
    }
    return ok();
  }

  onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#data.subscribe(listener);
  }

  onGone(listener: (cause: TransportError) => void): Unsubscribe {
    return this.#gone.subscribe(listener);
  }

  async close(): Promise<void> {
    this.#open = false;
  }

  /** How many of these bytes are what the tape has next. */
  #take(bytes: Uint8Array): number {
    const event = this.#tape.events[this.#at];
    if (event?.dir !== '>') return 0;
    const expected = event.bytes.subarray(this.#written);
    let same = 0;
    while (same < bytes.length && same < expected.length && bytes[same] === expected[same]) same++;
    this.#written += same;
    if (same === expected.length) this.#done(event);
    return same;
  }

  #done(event: TapeEvent): void {
    this.#anchor = { now: this.#clock.monotonic(), t: event.t };
    this.#step();
  }

  #step(): void {
    this.#at++;
    this.#written = 0;
    this.#wait();
  }

  /** The device's doings come by themselves, the host's are waited for. */
  #wait(): void {
    const event = this.#tape.events[this.#at];
    if (event === undefined || isHosts(event)) return;
    const due = this.#anchor.now + event.t - this.#anchor.t;
    this.#timer = this.#clock.after(due - this.#clock.monotonic(), () => this.#happen(event));
  }

  #happen(event: TapeEvent): void {
    this.#step();
    if (event.dir === '<') {
      for (const piece of this.#cut(event.bytes)) this.#data.emit(piece);
    } else if (event.dir === '=' && event.event === 'gone') {
      this.#open = false;
      this.#gone.emit({ code: event.error, detail: 'tape' });
    }
  }

  #deviate(got: string): void {
    const event = this.#tape.events[this.#at];
    if (event === undefined || this.#deviation !== null) return;
    this.#timer?.cancel();
    this.#deviation = {
      line: this.#at + 2,
      t: event.t,
      byte: this.#written,
      expected: nameOf(event, this.#written),
      got,
    };
  }
}

function isHosts(event: TapeEvent): boolean {
  return event.dir === '>' || (event.dir === '=' && (event.event === 'open' || event.event === 'speed'));
}

function nameOf(event: TapeEvent, from = 0): string {
  if (event.dir !== '=') return `${event.dir} ${toHex(event.bytes.subarray(from))}`;
  return event.event === 'speed' ? `speed ${event.baudRate}` : event.event;
}
