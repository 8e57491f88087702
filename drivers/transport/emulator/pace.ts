import { concat } from '../../base/bytes.ts';
import type { Clock, Timer } from '../../base/clock.ts';

/** The speed of an emulated wire. Without it bytes travel as fast as the machine allows. */
export interface LinePace {
  readonly clock: Clock;
  /** Bits per second, > 0. */
  readonly baudRate: number;
  /** Start, data, parity and stop bits of one byte: 10 for 8N1, 11 for 8N2 and 8E1. */
  readonly bitsPerByte: number;
}

/** One direction of a wire. */
export interface OneWay {
  send(bytes: Uint8Array): void;
  /** What is under way is lost: the plug was pulled. */
  clear(): void;
}

export function oneWay(pace: LinePace | undefined, deliver: (bytes: Uint8Array) => void): OneWay {
  return pace === undefined ? { send: deliver, clear: () => undefined } : new PacedWay(pace, deliver);
}

/** Longest time that bytes which have crossed the wire are held back, so that a timer does not fire for each of them. */
const CHUNK_MS = 4;

/**
 * A direction with a line speed: every byte takes its time, bytes queue behind each other, and the last byte
 * of a burst comes out exactly when a real line would have carried it. Measurements against line time rest on this.
 */
class PacedWay implements OneWay {
  readonly #clock: Clock;
  readonly #msPerByte: number;
  readonly #deliver: (bytes: Uint8Array) => void;
  #queue: Uint8Array = new Uint8Array(0);
  /** When the first byte of the queue has crossed, on the monotonic clock. */
  #headDue = 0;
  #timer: Timer | null = null;

  constructor(pace: LinePace, deliver: (bytes: Uint8Array) => void) {
    this.#clock = pace.clock;
    this.#msPerByte = (pace.bitsPerByte * 1000) / pace.baudRate;
    this.#deliver = deliver;
  }

  send(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#queue.length === 0) {
      // `headDue` still tells when the wire became free after the last burst: one byte time after its last byte.
      this.#headDue = Math.max(this.#headDue, this.#clock.monotonic() + this.#msPerByte);
    }
    this.#queue = concat(this.#queue, bytes);
    this.#arm();
  }

  clear(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#queue = new Uint8Array(0);
    this.#headDue = 0;
  }

  #arm(): void {
    if (this.#timer !== null) return;
    const inChunk = Math.max(1, Math.min(this.#queue.length, Math.floor(CHUNK_MS / this.#msPerByte)));
    const due = this.#headDue + (inChunk - 1) * this.#msPerByte;
    this.#timer = this.#clock.after(Math.max(0, due - this.#clock.monotonic()), () => this.#tick());
  }

  #tick(): void {
    this.#timer = null;
    // Timers may fire a fraction of a millisecond early; half a byte time is closer than any receiver samples.
    const passed = this.#clock.monotonic() - this.#headDue + this.#msPerByte / 2;
    const count = Math.min(this.#queue.length, Math.max(0, Math.floor(passed / this.#msPerByte) + 1));
    const crossed = this.#queue.slice(0, count);
    this.#queue = this.#queue.slice(count);
    this.#headDue += count * this.#msPerByte;
    if (this.#queue.length > 0) this.#arm();
    if (crossed.length > 0) this.#deliver(crossed);
  }
}
