import type { Unsubscribe } from '../base/subscribe.ts';
import { codeText } from './code-text.ts';
import type { CodeScannerPort, ScannerEvent, ScannerState } from './port.ts';
import { ScannerFront, type ScannerSurroundings } from './scanner-front.ts';

/** Where the page's half of a keyboard scanner hands in what it has recognised. */
export interface WedgeInput {
  /** One whole burst of keys, as typed: with an AIM prefix if the engine sends one, without the ENTER at its end. */
  receive(typed: string): void;
}

const MODEL = 'wedge';

/**
 * Protocol `wedge`: a scanner that types its codes like a keyboard. The system owns keyboards, so the keys come to the
 * resident's page, which tells bursts from fingers and sends each whole code here. Whether such a scanner is plugged in
 * cannot be known: it is ready from `start` to `close`.
 */
export class WedgeScanner implements CodeScannerPort, WedgeInput {
  readonly #front: ScannerFront;

  constructor(surroundings: ScannerSurroundings) {
    this.#front = new ScannerFront(surroundings);
  }

  start(): void {
    if (this.state().connection === 'connecting') this.#front.up(MODEL, '');
  }

  state(): ScannerState {
    return this.#front.state();
  }

  subscribe(listener: (event: ScannerEvent) => void): Unsubscribe {
    return this.#front.subscribe(listener);
  }

  receive(typed: string): void {
    if (this.state().connection !== 'ready') return;
    const text = codeText(typed);
    if (text === null) this.#front.rejected('unprintable or long code');
    else this.#front.code(text);
  }

  async close(): Promise<void> {
    this.#front.close();
  }
}
