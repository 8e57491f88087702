import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../drivers/base/clock.ts';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import type { Unsubscribe } from '../../drivers/base/subscribe.ts';
import { isReceiptKept } from '../policy/receipts.ts';
import { everyDay, syncFolder, writeStamped } from './durable-file.ts';
import { errorDetail } from './pdf-protocol.ts';

/** A file system refusal (full, read-only, no permission); `detail` is the system's code, e.g. ENOSPC. */
export interface StoreError {
  readonly code: 'IO';
  readonly detail: string;
}

/** An order number: ours, made of nothing personal, and nothing that could climb out of the folder. */
export const ORDER_ID = /^[0-9A-Z]{6,32}$/;

/**
 * Electronic receipts on disk: `<folder>/<order-id>.pdf`, readable by the kiosk's user only. A file is there whole or not
 * at all. Its time stamp is the injected clock's, so that the keeping time means the same on every rig.
 */
export class ReceiptStore {
  readonly #folder: string;
  readonly #clock: Clock;
  /** Being written now: a purge leaves them alone. */
  readonly #drafts = new Set<string>();

  /** @param folder `<user-data>/receipts`; made with the first receipt */
  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** @throws RangeError when the order id is not one of ours: a bug */
  pathOf(orderId: string): string {
    if (!ORDER_ID.test(orderId)) throw new RangeError('not an order id');
    return join(this.#folder, `${orderId}.pdf`);
  }

  /** Durable when it answers. A receipt of the same order is replaced. Answers with the path. */
  async save(orderId: string, pdf: Uint8Array): Promise<Result<string, StoreError>> {
    const path = this.pathOf(orderId);
    const draft = join(this.#folder, `.${randomBytes(8).toString('hex')}.tmp`);
    this.#drafts.add(draft);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeStamped(draft, 'wx', pdf, this.#clock.now());
      await rename(draft, path);
      await syncFolder(this.#folder);
      return ok(path);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      return err({ code: 'IO', detail: errorDetail(error) });
    } finally {
      this.#drafts.delete(draft);
    }
  }

  /** When the receipt of an order was made, epoch milliseconds; null = there is none that can be read. */
  async madeAt(orderId: string): Promise<number | null> {
    const found = await stat(this.pathOf(orderId)).catch(() => null);
    return found === null ? null : Math.round(found.mtimeMs);
  }

  /** What cannot be deleted is tried again the next day. */
  keepPurged(): Unsubscribe {
    return everyDay(this.#clock, () => void this.purge());
  }

  /** Deletes receipts that are past their time, and drafts that a crash has left. Answers with how many receipts went. */
  async purge(): Promise<Result<number, StoreError>> {
    try {
      let purged = 0;
      for (const name of await this.#names()) {
        const path = join(this.#folder, name);
        if (this.#drafts.has(path)) continue;
        if (name.endsWith('.tmp')) await rm(path, { force: true });
        else if (name.endsWith('.pdf') && !isReceiptKept((await stat(path)).mtimeMs, this.#clock.now())) {
          await rm(path);
          purged++;
        }
      }
      return ok(purged);
    } catch (error) {
      return err({ code: 'IO', detail: errorDetail(error) });
    }
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if (errorDetail(error) === 'ENOENT') return [];
      throw error;
    }
  }
}
