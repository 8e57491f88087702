import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../drivers/base/clock.ts';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import type { Unsubscribe } from '../../drivers/base/subscribe.ts';
import { isReceiptKept } from '../policy/receipts.ts';
import { everyDay, syncFolder, writeStamped } from './durable-file.ts';
import { errorDetail } from './pdf-protocol.ts';
import { ORDER_ID, type StoreError } from './receipt-store.ts';

/** The orders whose receipts the agency is owed, and those of which it has one; both at once: an older one. */
export interface Handovers {
  readonly due: readonly string[];
  readonly sent: readonly string[];
}

type Mark = 'due' | 'sent';

/**
 * What the agency has been given and what it is owed, as empty files: `<folder>/<order-id>.due` and `.sent`. They are
 * stamped by the injected clock with the moment at which the receipt became due, and forgotten with the receipts.
 */
export class HandoverMarks {
  readonly #folder: string;
  readonly #clock: Clock;

  /** @param folder `<user-data>/handed-over`; made with the first mark */
  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** The receipt of an order is owed since now. Durable when it answers. */
  async owe(orderId: string): Promise<Result<void, StoreError>> {
    const path = this.#pathOf(orderId, 'due');
    return this.#change(async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeStamped(path, 'w', new Uint8Array(), this.#clock.now());
    });
  }

  /** The agency has what it was owed: the mark changes its name, so that there is never none and never two. */
  async settle(orderId: string): Promise<Result<void, StoreError>> {
    const [due, sent] = [this.#pathOf(orderId, 'due'), this.#pathOf(orderId, 'sent')];
    return this.#change(() => rename(due, sent));
  }

  /** Since when the receipt of an order has been owed or given, epoch milliseconds; null = neither. */
  async markedAt(orderId: string): Promise<number | null> {
    const marks = [this.#pathOf(orderId, 'due'), this.#pathOf(orderId, 'sent')];
    const found = await Promise.all(marks.map((mark) => stat(mark).catch(() => null)));
    const times = found.flatMap((mark) => (mark === null ? [] : [Math.round(mark.mtimeMs)]));
    return times.length === 0 ? null : Math.max(...times);
  }

  /** By name alone, so that 180 days of them cost one look into the folder. What cannot be read is not known. */
  async list(): Promise<Handovers> {
    const names = await readdir(this.#folder).catch(() => []);
    const ending = (mark: Mark) =>
      names.flatMap((name) => (name.endsWith(`.${mark}`) ? [name.slice(0, -mark.length - 1)] : []));
    return { due: ending('due'), sent: ending('sent') };
  }

  keepPurged(): Unsubscribe {
    return everyDay(this.#clock, () => void this.purge());
  }

  /** Forgets what no longer can be fetched; what cannot be deleted is tried again. */
  async purge(): Promise<void> {
    const { due, sent } = await this.list();
    const paths = [
      ...due.map((name) => join(this.#folder, `${name}.due`)),
      ...sent.map((name) => join(this.#folder, `${name}.sent`)),
    ];
    for (const path of paths) {
      const mark = await stat(path).catch(() => null);
      if (mark === null || isReceiptKept(mark.mtimeMs, this.#clock.now())) continue;
      await rm(path).catch(() => undefined);
    }
  }

  #pathOf(orderId: string, mark: Mark): string {
    if (!ORDER_ID.test(orderId)) throw new RangeError('not an order id');
    return join(this.#folder, `${orderId}.${mark}`);
  }

  async #change(act: () => Promise<void>): Promise<Result<void, StoreError>> {
    try {
      await act();
      await syncFolder(this.#folder);
      return ok();
    } catch (error) {
      return err({ code: 'IO', detail: errorDetail(error) });
    }
  }
}
