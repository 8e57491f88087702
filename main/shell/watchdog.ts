import type { WebContents } from 'electron';
import type { Clock, Timer } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import { CHANNELS } from '../contract/bridge.ts';

/**
 * A page that died or hangs is loaded again; the visit goes on in main and is simply shown once more. Pings are rare
 * because they cost, and a hang that nobody touches hurts nobody within ten seconds.
 */
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;
/** A page that hangs while it loads answers no ping because it is sent none. */
const LOAD_WITHIN_MS = 30_000;
/** A page that dies again and again must not eat the processor that the money needs. */
const PATIENT_AFTER = 5;
const PATIENCE_MS = 10_000;

export class Watchdog {
  readonly #contents: WebContents;
  readonly #clock: Clock;
  readonly #log: Log;
  #asked = 0;
  #answered = 0;
  #timer: Timer | null = null;
  #recoveries = 0;

  constructor(contents: WebContents, clock: Clock, log: Log) {
    this.#contents = contents;
    this.#clock = clock;
    this.#log = log;
    contents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') this.#recover(reason);
    });
    contents.on('unresponsive', () => this.#hung());
    contents.on('did-start-loading', () => this.#later(LOAD_WITHIN_MS, () => this.#hung()));
    contents.on('did-finish-load', () => this.#later(PING_EVERY_MS, () => this.#ping()));
    contents.once('destroyed', () => this.#timer?.cancel());
  }

  /** The page's answer to a ping. */
  alive(number: number): void {
    if (number !== this.#asked) return;
    this.#answered = number;
    this.#recoveries = 0;
  }

  #ping(): void {
    this.#asked += 1;
    this.#contents.send(CHANNELS.ping, this.#asked);
    this.#later(PONG_WITHIN_MS, () => {
      if (this.#answered === this.#asked) this.#later(PING_EVERY_MS - PONG_WITHIN_MS, () => this.#ping());
      else this.#hung();
    });
  }

  /** A hung page cannot be reloaded: its process goes first, and that brings it back. */
  #hung(): void {
    this.#timer?.cancel();
    this.#contents.forcefullyCrashRenderer();
  }

  #recover(reason: string): void {
    this.#recoveries += 1;
    this.#log.event('renderer-recovered', { reason, count: this.#recoveries });
    const pause = this.#recoveries > PATIENT_AFTER ? PATIENCE_MS : 0;
    this.#later(pause, () => this.#contents.reload());
  }

  #later(ms: number, action: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(ms, () => {
      if (!this.#contents.isDestroyed()) action();
    });
  }
}
