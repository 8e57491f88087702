import type { Clock } from '../../drivers/base/clock.ts';
import { type Log, traceOf } from '../../drivers/base/log.ts';
import type { Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { Ledger, OrderView } from '../ledger/port.ts';
import { isReceiptKept } from '../policy/receipts.ts';
import type { PdfMaker } from './pdf-maker.ts';
import { type ReceiptDoc, truthOf } from './receipt-doc.ts';
import type { ReceiptStore } from './receipt-store.ts';

export interface ReceiptArchiveParts {
  readonly ledger: Pick<Ledger, 'subscribe' | 'recentOrders'>;
  readonly maker: Pick<PdfMaker, 'make'>;
  readonly store: Pick<ReceiptStore, 'save' | 'madeAt'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** When the journal last wrote something about the order that its receipt may tell, epoch milliseconds; null = never. */
  changedAt(orderId: string): number | null;
  /** The original's document for what the order has proven; null while there is nothing to say. */
  receiptOf(order: OrderView): ReceiptDoc | null;
}

/**
 * Makes the electronic receipt of every order, from its journal row and without being asked: when it is booked, when it
 * is paid but its booking takes time, when it is refunded. A newer truth replaces the older file. A process that dies
 * between the journal row and the file leaves the file out, or an older truth in it: the next start makes up for it.
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

  /** Listens, and makes what an earlier run has left out. No more than the newest orders can have been under way then. */
  start(): Unsubscribe {
    const { ledger } = this.#parts;
    const unsubscribe = ledger.subscribe((order) => this.#hear(order));
    for (const order of ledger.recentOrders()) {
      this.#inTurn(async () => {
        if (await this.#isLeftOut(order.id)) this.#hear(order);
      });
    }
    return unsubscribe;
  }

  #hear(order: OrderView): void {
    const doc = this.#parts.receiptOf(order);
    if (doc === null) return;
    const truth = truthOf(doc, order);
    if (this.#written.get(order.id) === truth) return;
    this.#written.set(order.id, truth);
    this.#inTurn(() => this.#keep(order.id, doc));
  }

  #inTurn(act: () => Promise<void>): void {
    this.#turn = this.#turn
      .then(act)
      .catch((error: unknown) => this.#parts.log.event('bug', { where: 'receipts', ...traceOf(error) }));
  }

  /** False also for what this run has written meanwhile, and for what has been kept long enough. */
  async #isLeftOut(id: string): Promise<boolean> {
    const { store, clock, changedAt } = this.#parts;
    if (this.#written.has(id)) return false;
    const changed = changedAt(id);
    if (changed === null || !isReceiptKept(changed, clock.now())) return false;
    const made = await store.madeAt(id);
    return !this.#written.has(id) && (made === null || made < changed);
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
