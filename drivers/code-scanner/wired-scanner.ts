import type { Result } from '../base/result.ts';
import type { Unsubscribe } from '../base/subscribe.ts';
import { type KeptTransport, KeptWire } from '../transport/kept-wire.ts';
import type { CodeScannerPort, ScannerEvent, ScannerState } from './port.ts';
import { ScannerFront, type ScannerSurroundings } from './scanner-front.ts';

/** A scanner on a wire of its own, which is kept connected. What codes look like on that wire is the protocol's business. */
export abstract class WiredScanner implements CodeScannerPort {
  protected readonly front: ScannerFront;
  readonly #wire: KeptWire;

  constructor(transport: KeptTransport, surroundings: ScannerSurroundings) {
    this.front = new ScannerFront(surroundings);
    this.#wire = new KeptWire({
      transport,
      clock: surroundings.clock,
      greet: () => this.greet(),
      onUp: () => this.front.up(this.model, this.firmware),
      onDown: (cause) => {
        this.forget();
        this.front.down(cause);
      },
    });
  }

  /** As the state tells it, once greeted. */
  protected abstract readonly model: string;
  protected abstract readonly firmware: string;

  /** On a freshly opened wire; the error is a cause. */
  protected abstract greet(): Promise<Result<void, string>>;

  /** Drops what has come of a code so far: its rest will not follow. */
  protected abstract forget(): void;

  start(): void {
    this.#wire.start();
  }

  state(): ScannerState {
    return this.front.state();
  }

  subscribe(listener: (event: ScannerEvent) => void): Unsubscribe {
    return this.front.subscribe(listener);
  }

  async close(): Promise<void> {
    this.forget();
    this.front.close();
    await this.#wire.close();
  }
}
