import type { Clock, Timer } from '../base/clock.ts';
import type { Result } from '../base/result.ts';
import type { ByteTransport } from './port.ts';

/** What is asked of a wire that is to be kept; whether bytes or reports travel on it makes no difference. */
export type KeptTransport = Pick<ByteTransport, 'open' | 'onGone' | 'close'>;

export interface KeptWireOptions {
  readonly transport: KeptTransport;
  readonly clock: Clock;
  /** Interrogates the device on a freshly opened wire; the error is a cause from the driver's closed list. */
  readonly greet: () => Promise<Result<void, string>>;
  readonly onUp: () => void;
  /** Once for each loss, and again when the cause changes; not for every failed attempt. */
  readonly onDown: (cause: string) => void;
}

/**
 * Pauses between attempts, milliseconds: soft at first, because most losses are a loose plug, then steady. The last one
 * bounds the wait after a replug: with an interrogation of 0.2 s at 9600 baud the device is ready within two seconds.
 */
const PAUSES_MS = [100, 200, 500];
const LONGEST_PAUSE_MS = 1000;

/** Keeps a device reachable: opens its wire, lets the driver interrogate it, notices the loss, and begins again. */
export class KeptWire {
  readonly #options: KeptWireOptions;
  #running: Promise<void> | null = null;
  #closed = false;
  #failures = 0;
  #told: string | null = null;
  #lose: (cause: string) => void = () => undefined;
  #pause: { readonly timer: Timer; readonly end: () => void } | null = null;

  constructor(options: KeptWireOptions) {
    this.#options = options;
    options.transport.onGone((cause) => this.#lose(cause.code));
  }

  /** Idempotent. */
  start(): void {
    if (!this.#closed) this.#running ??= this.#run();
  }

  /** The driver gives up on the device as it is (silent, talking nonsense): close, cool down, begin again. */
  drop(cause: string): void {
    this.#lose(cause);
  }

  /** Resolves when the wire is closed. Whatever `greet` waits for must have been given up before. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#lose('CLOSED');
    this.#pause?.timer.cancel();
    this.#pause?.end();
    await this.#options.transport.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const cause = await this.#session();
      if (this.#closed) return;
      if (cause !== this.#told) {
        this.#told = cause;
        this.#options.onDown(cause);
      }
      await this.#wait();
    }
  }

  /** One life of the device on the wire; answers with why it ended. */
  async #session(): Promise<string> {
    const { transport, greet, onUp } = this.#options;
    const lost = new Promise<string>((resolve) => {
      this.#lose = resolve;
    });
    const opened = await transport.open();
    if (!opened.ok) return opened.error.code;
    try {
      const greeted = await greet();
      if (!greeted.ok) return greeted.error;
      this.#failures = 0;
      this.#told = null;
      if (!this.#closed) onUp();
      return await lost;
    } finally {
      await transport.close();
    }
  }

  #wait(): Promise<void> {
    const ms = PAUSES_MS[this.#failures++] ?? LONGEST_PAUSE_MS;
    return new Promise((resolve) => {
      const end = () => {
        this.#pause = null;
        resolve();
      };
      this.#pause = { timer: this.#options.clock.after(ms, end), end };
    });
  }
}
