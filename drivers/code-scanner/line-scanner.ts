import type { Timer } from '../base/clock.ts';
import { ok, type Result } from '../base/result.ts';
import type { ByteTransport } from '../transport/port.ts';
import { LineCutter, type Scanned } from './lines.ts';
import type { ScannerSurroundings } from './scanner-front.ts';
import { WiredScanner } from './wired-scanner.ts';

export interface LineScannerOptions extends ScannerSurroundings {
  readonly transport: ByteTransport;
}

/** An engine without a terminator set has ended its code when it says nothing for so long, line time not counted. */
const IDLE_MS = 100;
/**
 * Protocol `line`: scan engines that behave like a serial keyboard. Each code is reported once; what it means, and
 * whether it is a code for us at all, is decided elsewhere.
 */
export class LineScanner extends WiredScanner {
  /** Such engines have nothing to be asked, so there is no name to learn. */
  protected readonly model = 'line';
  protected readonly firmware = '';
  readonly #options: LineScannerOptions;
  readonly #cutter = new LineCutter();
  #idle: Timer | null = null;

  constructor(options: LineScannerOptions) {
    super(options.transport, options);
    this.#options = options;
    options.transport.onData((bytes) => this.#receive(bytes));
  }

  protected async greet(): Promise<Result<void, string>> {
    return ok();
  }

  protected forget(): void {
    this.#idle?.cancel();
    this.#cutter.reset();
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
      if (line.kind === 'code') this.front.code(line.text);
      else this.front.rejected('unprintable or long code');
    }
  }
}
