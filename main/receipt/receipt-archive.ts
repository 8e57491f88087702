import { type Log, traceOf } from '../../drivers/base/log.ts';
import type { Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { Ledger, OrderView } from '../ledger/port.ts';
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
 * is paid but its booking takes time, when it is refunded. A newer truth replaces the older file. A process that dies
 * between the journal row and the file leaves the file out: it is made with the order's next change (its slip being
 * printed is one), not by the boot.
 */
export class ReceiptArchive {
  readonly #parts: ReceiptArchiveParts;
  /** What the newest receipt of each order says. */
  readonly #written = new Map<string, string>();
  /** One at a time, in the order of the news: an older truth that is slow to write must not replace a newer one. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: ReceiptArchiveParts) {
    this.#parts = parts;
  }

  start(): Unsubscribe {
    return this.#parts.ledger.subscribe((order) => this.#hear(order));
  }

  #hear(order: OrderView): void {
    const doc = this.#parts.receiptOf(order);
    if (doc === null) return;
    const truth = truthOf(doc, order);
    if (this.#written.get(order.id) === truth) return;
    this.#written.set(order.id, truth);
    this.#turn = this.#turn
      .then(() => this.#keep(order.id, doc))
      .catch((error: unknown) => this.#parts.log.event('bug', { where: 'receipts', ...traceOf(error) }));
  }

  async #keep(id: string, doc: ReceiptDoc): Promise<void> {
    const { maker, store, log } = this.#parts;
    const pdf = await maker.make(doc);
    const saved = pdf.ok ? await store.save(id, pdf.value) : pdf;
    if (saved.ok) return;
    // The slip's facts are in the journal: the next change of the order, or a reprint, tries again.
    this.#written.delete(id);
    log.event('alarm', { code: 'RECEIPT_NOT_KEPT', order: id });
  }
}

/** A refund slip says how far the refund has come; the others say the same in all the states that they fit. */
function truthOf({ kind }: ReceiptDoc, { state }: OrderView): string {
  return kind === 'refunding' ? state : kind;
}
