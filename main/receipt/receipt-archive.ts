import type { Log } from '../../drivers/base/log.ts';
import type { Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { Ledger, OrderView, SlipKind } from '../ledger/port.ts';
import type { PdfMaker } from './pdf-maker.ts';
import type { ReceiptDoc } from './receipt-doc.ts';
import type { ReceiptStore } from './receipt-store.ts';

export interface ReceiptArchiveParts {
  readonly ledger: Pick<Ledger, 'subscribe'>;
  readonly maker: Pick<PdfMaker, 'make'>;
  readonly store: Pick<ReceiptStore, 'save'>;
  readonly log: Log;
  /** The original's document for what the order has proven; null while there is nothing to say. */
  receiptOf(order: OrderView): ReceiptDoc | null;
}

/**
 * Makes the electronic receipt of every order, from its journal row and without being asked: when it is booked, when it
 * is paid but its booking takes time, when it is refunded. A newer truth replaces the older file.
 */
export class ReceiptArchive {
  readonly #parts: ReceiptArchiveParts;
  readonly #written = new Map<string, SlipKind>();

  constructor(parts: ReceiptArchiveParts) {
    this.#parts = parts;
  }

  start(): Unsubscribe {
    return this.#parts.ledger.subscribe((order) => void this.#keep(order));
  }

  async #keep(order: OrderView): Promise<void> {
    const { receiptOf, maker, store, log } = this.#parts;
    const doc = receiptOf(order);
    if (doc === null || this.#written.get(order.id) === doc.kind) return;
    this.#written.set(order.id, doc.kind);
    const pdf = await maker.make(doc);
    const saved = pdf.ok ? await store.save(order.id, pdf.value) : pdf;
    if (saved.ok) return;
    // The slip's facts are in the journal: the next change of the order, or a reprint, tries again.
    this.#written.delete(order.id);
    log.event('alarm', { code: 'RECEIPT_NOT_KEPT', order: order.id });
  }
}
