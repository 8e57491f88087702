import { Signal, type Unsubscribe } from '../../../drivers/base/subscribe.ts';
import type { OrderView } from '../../ledger/port.ts';
import type { PhoneReceipt, PhoneReceipts } from '../ports.ts';

/** Receipts that reach the agency when a test says so. */
export class FakeReceipts implements PhoneReceipts {
  readonly wanted: string[] = [];
  readonly #changed = new Signal<void>();
  #state: PhoneReceipt['state'] | null = 'sending';

  of({ id, createdAt }: OrderView): PhoneReceipt | null {
    if (this.#state === null) return null;
    const code = `CODE-OF-${id}`;
    return {
      url: `https://rs.example.gov.cn/r/${code}`,
      code,
      state: this.#state,
      until: createdAt + 180 * 86_400_000,
    };
  }

  want({ id }: OrderView): void {
    this.wanted.push(id);
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  /** null = the agency takes none. */
  become(state: PhoneReceipt['state'] | null): void {
    this.#state = state;
    this.#changed.emit();
  }
}
