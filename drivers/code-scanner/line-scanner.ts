import type { Clock, Timer } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { ok } from '../base/result.ts';
import { Signal, type Unsubscribe } from '../base/subscribe.ts';
import { KeptWire } from '../transport/kept-wire.ts';
import type { ByteTransport } from '../transport/port.ts';
import { LineCutter, type ScannedLine } from './lines.ts';
import type { CodeScannerPort, ScannerEvent } from './port.ts';

export interface LineScannerOptions {
  readonly transport: ByteTransport;
  readonly clock: Clock;
  readonly log: Log;
}

/** An engine without a terminator set has ended its code when it says nothing for so long, line time not counted. */
const IDLE_MS = 100;
/** The same code again within this time is the engine reading the same phone twice, not a person showing it twice. */
const REPEAT_MS = 1_500;
/** Such engines have nothing to be asked, so there is no name to learn. */
const MODEL = 'line';

/**
 * Protocol `line`: scan engines that behave like a serial keyboard. Each code is reported once; what it means, and
 * whether it is a code for us at all, is decided elsewhere.
 */
export class LineScanner implements CodeScannerPort {
  readonly #options: LineScannerOptions;
  readonly #wire: KeptWire;
  readonly #events = new Signal<ScannerEvent>();
  readonly #cutter = new LineCutter();
  #connection: 'connecting' | 'ready' | 'gone' = 'connecting';
  #idle: Timer | null = null;
  /** The code just seen, until its repeats can no longer be the same scan; it may be somebody's card. */
  #last: { readonly text: string; readonly forget: Timer } | null = null;

  constructor(options: LineScannerOptions) {
    const { transport, clock } = options;
    this.#options = options;
    this.#wire = new KeptWire({
      transport,
      clock,
      greet: async () => ok(),
      onUp: () => this.#up(),
      onDown: (cause) => this.#down(cause),
    });
    transport.onData((bytes) => this.#receive(bytes));
  }

  start(): void {
    this.#wire.start();
  }

  state(): { readonly connection: 'connecting' | 'ready' | 'gone'; readonly model: string } {
    return { connection: this.#connection, model: this.#connection === 'connecting' ? '' : MODEL };
  }

  subscribe(listener: (event: ScannerEvent) => void): Unsubscribe {
    return this.#events.subscribe(listener);
  }

  async close(): Promise<void> {
    this.#connection = 'gone';
    this.#forget();
    await this.#wire.close();
  }

  #up(): void {
    this.#connection = 'ready';
    this.#options.log.event('device-ready', { device: 'code-scanner', model: MODEL, firmware: '' });
    this.#events.emit({ type: 'scanner-ready', model: MODEL });
  }

  #down(cause: string): void {
    const before = this.#connection;
    const event = before === 'ready' ? 'device-gone' : 'device-open-failed';
    this.#connection = 'gone';
    this.#forget();
    this.#options.log.event(event, { device: 'code-scanner', cause });
    if (before !== 'gone') this.#events.emit({ type: 'scanner-gone', cause });
  }

  #receive(bytes: Uint8Array): void {
    this.#idle?.cancel();
    this.#report(this.#cutter.push(bytes));
    if (!this.#cutter.unfinished) return;
    const ms = IDLE_MS + this.#options.transport.msPerByte;
    this.#idle = this.#options.clock.after(ms, () => this.#report(this.#cutter.flush()));
  }

  #report(lines: readonly ScannedLine[]): void {
    for (const line of lines) {
      if (line.kind === 'code') this.#reportOnce(line.text);
      else
        this.#options.log.event('device-protocol', {
          device: 'code-scanner',
          what: 'unprintable or long code',
        });
    }
  }

  /** Seen again, the same code starts its time anew: a phone may lie in front of the glass for a minute. */
  #reportOnce(text: string): void {
    const repeated = this.#last?.text === text;
    this.#last?.forget.cancel();
    const forget = this.#options.clock.after(REPEAT_MS, () => {
      this.#last = null;
    });
    this.#last = { text, forget };
    if (!repeated) this.#events.emit({ type: 'code', text });
  }

  /** Nothing of the last scan is kept over a loss. */
  #forget(): void {
    this.#idle?.cancel();
    this.#cutter.reset();
    this.#last?.forget.cancel();
    this.#last = null;
  }
}
