import type { ReceiptDesk } from '../../drivers/agency/receipt-desk.ts';
import type { Clock, Timer } from '../../drivers/base/clock.ts';
import { type Log, traceOf } from '../../drivers/base/log.ts';
import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { Ledger, OrderView } from '../ledger/port.ts';
import { isReceiptKept, receiptKeptUntil } from '../policy/receipts.ts';
import type { PhoneReceipt, PhoneReceipts } from '../visit/ports.ts';
import { claimInGroups, claimUrl } from './claim.ts';
import type { HandoverMarks } from './handover-marks.ts';
import type { PdfMaker } from './pdf-maker.ts';
import { type ReceiptDoc, truthOf } from './receipt-doc.ts';
import { shanghaiInstant } from './shanghai-time.ts';

export interface ReceiptDeliveryParts {
  readonly ledger: Pick<Ledger, 'subscribe' | 'recentOrders' | 'order'>;
  readonly desk: ReceiptDesk;
  /** Where phones fetch, with `{claim}`. */
  readonly url: string;
  readonly maker: Pick<PdfMaker, 'make'>;
  readonly marks: Pick<HandoverMarks, 'owe' | 'settle' | 'markedAt' | 'list'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Unguessable and always the same for an order. */
  claimOf(orderId: string): string;
  /** When the journal last wrote something about the order that its receipt may tell, epoch milliseconds; null = never. */
  changedAt(orderId: string): number | null;
  /** The original's document for what the order has proven; null while there is nothing to say. */
  receiptOf(order: OrderView): ReceiptDoc | null;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** After so many failures in a row; the last one repeats. */
const RESTS = [5 * SECOND, 15 * SECOND, 1 * MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE];
/** An agency that takes no receipts may have learnt to. */
const NO_DESK_REST = 6 * 60 * MINUTE;

/**
 * Hands the receipt of every order over to the agency, so that a phone can fetch it there: as soon as there is something to
 * tell, and again when there is something newer. One at a time and beside everything else: no visit waits for it. What is
 * owed is on disk before it is tried, so a terminal that was off, or an agency that was, is made up for.
 */
export class ReceiptDelivery implements PhoneReceipts {
  readonly #parts: ReceiptDeliveryParts;
  readonly #changed = new Signal<void>();
  /** What the newest receipt of each order says, as far as this run has heard. */
  readonly #truths = new Map<string, string>();
  /** Owed, the next one first. */
  #queue: readonly string[] = [];
  /** The agency has a receipt of these; of those that are owed as well, an older one. */
  readonly #sent = new Set<string>();
  /** Given up one by one, refused or for a bug; tried again with the next truth, or by the next run. */
  readonly #refused = new Set<string>();
  #hasDesk = true;
  #failures = 0;
  #rest: Timer | null = null;
  #isBusy = false;
  #isStopped = false;
  /** One at a time, in the order of the news. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: ReceiptDeliveryParts) {
    this.#parts = parts;
  }

  /** Listens, and takes up what an earlier run has owed or never heard of. */
  start(): Unsubscribe {
    const { ledger } = this.#parts;
    const unsubscribe = ledger.subscribe((order) => this.#hear(order));
    this.#inTurn(() => this.#takeUp());
    for (const order of ledger.recentOrders()) {
      this.#inTurn(async () => {
        if (!this.#truths.has(order.id) && !(await this.#isSettled(order.id))) this.#hear(order);
      });
    }
    return () => {
      this.#isStopped = true;
      this.#rest?.cancel();
      unsubscribe();
    };
  }

  of({ id, createdAt }: OrderView): PhoneReceipt | null {
    const { clock, url, claimOf } = this.#parts;
    // Counted from before it was made: never longer than the agency keeps it.
    const until = receiptKeptUntil(createdAt);
    const isOwed = !this.#sent.has(id) || this.#queue.includes(id);
    if (clock.now() > until || this.#refused.has(id) || (isOwed && !this.#hasDesk)) return null;
    const claim = claimOf(id);
    return {
      url: claimUrl(url, claim),
      code: claimInGroups(claim),
      state: isOwed ? 'sending' : 'ready',
      until,
    };
  }

  /** Somebody looks at it: whatever was waited for, it is tried now. */
  want(order: OrderView): void {
    this.#hear(order);
    this.#inTurn(async () => {
      if (this.#queue.includes(order.id)) this.#tryNow(order.id);
    });
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  #hear(order: OrderView): void {
    const doc = this.#parts.receiptOf(order);
    if (doc === null) return;
    const truth = truthOf(doc, order);
    if (this.#truths.get(order.id) === truth) return;
    const isFirst = !this.#truths.has(order.id);
    this.#truths.set(order.id, truth);
    this.#inTurn(async () => {
      if (isFirst && (await this.#isSettled(order.id))) return;
      // Without a mark the next run would not know of it; this one does.
      await this.#parts.marks.owe(order.id);
      this.#refused.delete(order.id);
      this.#tryNow(order.id);
    });
  }

  async #takeUp(): Promise<void> {
    const { due, sent } = await this.#parts.marks.list();
    for (const id of sent) this.#sent.add(id);
    this.#queue = [...this.#queue, ...due.filter((id) => !this.#queue.includes(id))];
    this.#goOn();
  }

  /** An earlier run has seen to it, or it is too old to be had. */
  async #isSettled(id: string): Promise<boolean> {
    const { marks, clock, changedAt } = this.#parts;
    const changed = changedAt(id);
    if (changed === null || !isReceiptKept(changed, clock.now())) return true;
    const marked = await marks.markedAt(id);
    return marked !== null && marked >= changed;
  }

  #tryNow(id: string): void {
    this.#queue = [id, ...this.#queue.filter((each) => each !== id)];
    this.#rest?.cancel();
    this.#rest = null;
    this.#goOn();
  }

  #goOn(): void {
    const [id] = this.#queue;
    if (id === undefined || this.#isBusy || this.#isStopped || this.#rest !== null) return;
    this.#isBusy = true;
    void this.#handOver(id)
      .catch((error: unknown) => {
        this.#parts.log.event('bug', { where: 'receipt delivery', ...traceOf(error) });
        this.#giveUp(id);
      })
      .finally(() => {
        this.#isBusy = false;
        this.#changed.emit();
        this.#goOn();
      });
  }

  async #handOver(id: string): Promise<void> {
    const { ledger, maker, desk, log, claimOf, receiptOf } = this.#parts;
    const order = ledger.order(id);
    const doc = order === null ? null : receiptOf(order);
    if (order === null || doc === null) return this.#drop(id);
    const truth = truthOf(doc, order);
    this.#truths.set(id, truth);
    const pdf = await maker.make(doc, 'a4');
    if (!pdf.ok) return this.#later(id);
    // The payment was booked while its receipt was drawn, which happens with nearly every one.
    if (this.#truths.get(id) !== truth) return;
    const answer = await desk.putReceipt(claimOf(id), {
      bookingKey: id,
      ...(doc.kind === 'booked' && order.voucherNo !== undefined ? { voucherNo: order.voucherNo } : {}),
      kind: doc.kind,
      pdfBase64: Buffer.from(pdf.value).toString('base64'),
      madeAt: shanghaiInstant(this.#parts.clock.now()),
    });
    switch (answer.kind) {
      case 'ok':
        return this.#succeeded(id, truth);
      case 'retry':
        return this.#later(id, answer.afterMs);
      case 'unknown':
        return this.#later(id);
      case 'refused':
        if (answer.code === 'NO_DESK') {
          this.#hasDesk = false;
          return this.#later(id, NO_DESK_REST);
        }
        this.#giveUp(id);
        log.event('alarm', { code: 'RECEIPT_REFUSED', order: id });
    }
  }

  #succeeded(id: string, truth: string): void {
    this.#failures = 0;
    this.#hasDesk = true;
    this.#sent.add(id);
    // Something newer has been heard of meanwhile: it is still owed.
    if (this.#truths.get(id) !== truth) return;
    this.#drop(id);
    // In turn with the news: a newer truth that comes now marks its own debt after this one is settled.
    this.#inTurn(async () => {
      await this.#parts.marks.settle(id);
    });
  }

  /** The others are not kept waiting behind one that cannot be handed over. */
  #later(id: string, leastMs = 0): void {
    this.#drop(id);
    this.#queue = [...this.#queue, id];
    const rest = Number(RESTS[Math.min(this.#failures, RESTS.length - 1)]);
    this.#failures += 1;
    // `tryNow` may have been asked for meanwhile; the next failure rests.
    this.#rest?.cancel();
    if (this.#isStopped) return;
    this.#rest = this.#parts.clock.after(Math.max(rest, leastMs), () => {
      this.#rest = null;
      this.#goOn();
    });
  }

  /** Nobody is told to wait for what this run does not try again. */
  #giveUp(id: string): void {
    this.#refused.add(id);
    this.#drop(id);
  }

  #drop(id: string): void {
    this.#queue = this.#queue.filter((each) => each !== id);
  }

  #inTurn(act: () => Promise<void>): void {
    this.#turn = this.#turn
      .then(act)
      .catch((error: unknown) => this.#parts.log.event('bug', { where: 'receipts', ...traceOf(error) }));
  }
}
