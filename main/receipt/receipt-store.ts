import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Timer } from '../../drivers/base/clock.ts';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import type { Unsubscribe } from '../../drivers/base/subscribe.ts';
import { isReceiptKept } from '../policy/receipts.ts';
import { errorDetail } from './pdf-protocol.ts';

/** A file system refusal (full, read-only, no permission); `detail` is the system's code, e.g. ENOSPC. */
export interface StoreError {
  readonly code: 'IO';
  readonly detail: string;
}

export interface ReceiptMarks {
  readonly due: readonly string[];
  readonly sent: readonly string[];
}

type Mark = 'due' | 'sent';

const DAY_MS = 24 * 3_600_000;

/** An order number: ours, made of nothing personal, and nothing that could climb out of the folder. */
const ORDER_ID = /^[0-9A-Z]{6,32}$/;
const OURS = /\.(?:pdf|due|sent)$/;

/**
 * Electronic receipts on disk: `<folder>/<order-id>.pdf`, readable by the kiosk's user only. A file is there whole or not
 * at all. Its time stamp is the injected clock's, so that the keeping time means the same on every rig.
 *
 * Beside them lie empty files that remember what the agency has been given: `<order-id>.due` is owed to it,
 * `<order-id>.sent` it has; both at once: an older truth.
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
      await this.#touch(draft, 'wx', pdf);
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

  /** Remembers that the agency is owed the receipt of an order, since now. Durable when it answers. */
  async owe(orderId: string): Promise<Result<void, StoreError>> {
    const path = this.#markOf(orderId, 'due');
    return this.#mark(async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await this.#touch(path, 'w');
    });
  }

  /** The agency has what it was owed: the mark changes its name, so that there is never none and never two. */
  async settle(orderId: string): Promise<Result<void, StoreError>> {
    const [due, sent] = [this.#markOf(orderId, 'due'), this.#markOf(orderId, 'sent')];
    return this.#mark(() => rename(due, sent));
  }

  /** Since when the receipt of an order has been owed or given, epoch milliseconds; null = neither. */
  async markedAt(orderId: string): Promise<number | null> {
    const marks = [this.#markOf(orderId, 'due'), this.#markOf(orderId, 'sent')];
    const found = await Promise.all(marks.map((mark) => stat(mark).catch(() => null)));
    const times = found.flatMap((mark) => (mark === null ? [] : [Math.round(mark.mtimeMs)]));
    return times.length === 0 ? null : Math.max(...times);
  }

  /** The orders whose receipts are owed, and those of which the agency has one. What cannot be read is not known. */
  async marks(): Promise<ReceiptMarks> {
    const names = await this.#names().catch(() => []);
    const ending = (mark: Mark) =>
      names.flatMap((name) => (name.endsWith(`.${mark}`) ? [name.slice(0, -mark.length - 1)] : []));
    return { due: ending('due'), sent: ending('sent') };
  }

  /** Purges now and then once a day, because a terminal runs for months. What cannot be deleted is tried again. */
  keepPurged(): Unsubscribe {
    let next: Timer;
    const purge = () => {
      next = this.#clock.after(DAY_MS, purge);
      void this.purge();
    };
    purge();
    return () => next.cancel();
  }

  /** Deletes receipts and marks that are past their time, and drafts that a crash has left. Answers with how many receipts went. */
  async purge(): Promise<Result<number, StoreError>> {
    try {
      let purged = 0;
      for (const name of await this.#names()) {
        const path = join(this.#folder, name);
        if (this.#drafts.has(path)) continue;
        if (name.endsWith('.tmp')) await rm(path, { force: true });
        else if (OURS.test(name) && !isReceiptKept((await stat(path)).mtimeMs, this.#clock.now())) {
          await rm(path);
          if (name.endsWith('.pdf')) purged++;
        }
      }
      return ok(purged);
    } catch (error) {
      return err({ code: 'IO', detail: errorDetail(error) });
    }
  }

  #markOf(orderId: string, mark: Mark): string {
    return `${this.pathOf(orderId).slice(0, -'.pdf'.length)}.${mark}`;
  }

  async #mark(change: () => Promise<void>): Promise<Result<void, StoreError>> {
    try {
      await change();
      await syncFolder(this.#folder);
      return ok();
    } catch (error) {
      return err({ code: 'IO', detail: errorDetail(error) });
    }
  }

  /** `wx`: a new file; `w`: also one that is there already, emptied. */
  async #touch(path: string, flag: 'wx' | 'w', content: Uint8Array = new Uint8Array()): Promise<void> {
    const file = await open(path, flag, 0o600);
    try {
      await file.writeFile(content);
      const stamp = new Date(this.#clock.now());
      await file.utimes(stamp, stamp);
      await file.sync();
    } finally {
      await file.close();
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

/** The new name itself must survive a power cut. Windows has no such call for folders and needs none. */
async function syncFolder(folder: string): Promise<void> {
  /* v8 ignore next -- Windows */
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
