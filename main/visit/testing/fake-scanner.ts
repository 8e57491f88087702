import { Signal, type Unsubscribe } from '../../../drivers/base/subscribe.ts';
import type { CodeScannerPort, ScannerEvent, ScannerState } from '../../../drivers/code-scanner/port.ts';

export class FakeScanner implements CodeScannerPort {
  readonly #events = new Signal<ScannerEvent>();
  #connection: 'ready' | 'gone' = 'ready';

  start(): void {}

  async close(): Promise<void> {}

  state(): ScannerState {
    return { connection: this.#connection, model: 'FAKE', firmware: '' };
  }

  subscribe(listener: (event: ScannerEvent) => void): Unsubscribe {
    return this.#events.subscribe(listener);
  }

  scan(text: string): void {
    this.#events.emit({ type: 'code', text });
  }

  unplug(): void {
    this.#connection = 'gone';
    this.#events.emit({ type: 'scanner-gone', cause: 'unplugged' });
  }

  plug(): void {
    this.#connection = 'ready';
    this.#events.emit({ type: 'scanner-ready', model: 'FAKE' });
  }
}
