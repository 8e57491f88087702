import type { Timer } from '../base/clock.ts';
import { ok } from '../base/result.ts';
import type { Unsubscribe } from '../base/subscribe.ts';
import { KeptWire } from '../transport/kept-wire.ts';
import type { ByteTransport } from '../transport/port.ts';
import { LineCutter, type Scanned } from './lines.ts';
import type { CodeScannerPort, ScannerEvent, ScannerState } from './port.ts';
import { ScannerFront, type ScannerSurroundings } from './scanner-front.ts';

export interface LineScannerOptions extends ScannerSurroundings {
  readonly transport: ByteTransport;
}

/** An engine without a terminator set has ended its code when it says nothing for so long, line time not counted. */
const IDLE_MS = 100;
/** Such engines have nothing to be asked, so there is no name to learn. */
const MODEL = 'line';

/**
 * Protocol `line`: scan engines that behave like a serial keyboard. Each code is reported once; what it means, and
 * whether it is a code for us at all, is decided elsewhere.
 */
export class LineScanner implements CodeScannerPort {
  readonly #options: LineScannerOptions;
  readonly #wire: KeptWire;
  readonly #front: ScannerFront;
  readonly #cutter = new LineCutter();
  #idle: Timer | null = null;

  constructor(options: LineScannerOptions) {
    const { transport, clock } = options;
    this.#options = options;
    this.#front = new ScannerFront(options);
    this.#wire = new KeptWire({
      transport,
      clock,
      greet: async () => ok(),
      onUp: () => this.#front.up(MODEL, ''),
      onDown: (cause) => {
        this.#forget();
        this.#front.down(cause);
      },
    });
    transport.onData((bytes) => this.#receive(bytes));
  }

  start(): void {
    this.#wire.start();
  }

  state(): ScannerState {
    return this.#front.state();
  }

  subscribe(listener: (event: ScannerEvent) => void): Unsubscribe {
    return this.#front.subscribe(listener);
  }

  async close(): Promise<void> {
    this.#forget();
    this.#front.close();
    await this.#wire.close();
  }

  #receive(bytes: Uint8Array): void {
    this.#idle?.cancel();
    this.#report(this.#cutter.push(bytes));
    if (!this.#cutter.unfinished) return;
    const ms = IDLE_MS + this.#options.transport.msPerByte;
    this.#idle = this.#options.clock.after(ms, () => this.#report(this.#cutter.flush()));
  }

  #report(lines: readonly Scanned[]): void {
    for (const line of lines) {
      if (line.kind === 'code') this.#front.code(line.text);
      else this.#front.rejected('unprintable or long code');
    }
  }

  #forget(): void {
    this.#idle?.cancel();
    this.#cutter.reset();
  }
}
