import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { CodeScannerPort } from '../../drivers/code-scanner/port.ts';
import type { CodeTestView } from '../contract/operator-tests.ts';
import { classifyCode } from '../policy/scanned-code.ts';

const WAITING: CodeTestView = { phase: 'waiting', kind: 'unknown', length: 0 };

/** A technician's test of the scanner: of the next code only its kind and its length are kept. */
export class CodeTest {
  readonly #changed = new Signal<void>();
  #view: CodeTestView | null = null;

  constructor(scanner: CodeScannerPort) {
    scanner.subscribe((event) => {
      if (event.type !== 'code' || this.#view?.phase !== 'waiting') return;
      this.#show({ phase: 'done', kind: classifyCode(event.text), length: [...event.text].length });
    });
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  start(): void {
    this.#show(WAITING);
  }

  end(): void {
    this.#show(null);
  }

  view(): CodeTestView | null {
    return this.#view;
  }

  #show(view: CodeTestView | null): void {
    this.#view = view;
    this.#changed.emit();
  }
}
