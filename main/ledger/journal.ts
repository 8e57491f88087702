import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import type { CaseEvent, CaseFile } from './case-events.ts';
import { caseOf, casesOfInsured, printsOf, storyOf, subjectOfRow, unendedPrints } from './case-rows.ts';
import { type ChainHead, chainCode, headOf } from './chain/chain.ts';
import { lastRow, lastRowOf } from './chain/chain-rows.ts';
import { corrupt, isDiskTrouble, type JournalError, openError, unusable } from './journal-error.ts';
import type { EventRow, JournalEvent } from './journal-events.ts';
import { closeFile, freeBytes, prepareFile } from './journal-file.ts';
import { JournalKey } from './journal-key.ts';
import type { Opened, Order, OrderEvent } from './order-events.ts';
import { readOrder } from './order-row.ts';
import type { PrintRecord } from './port.ts';
import { ensurePrivateFile } from './private-file.ts';
import type { EndedRefund } from './reconcile/ledger-side.ts';
import {
  createdBetween,
  firstCreatedAt,
  keepVerdict,
  refundsAnsweredBetween,
  verdictsSince,
} from './reconcile/reconciled-rows.ts';
import type { DayVerdict } from './reconcile/verdict.ts';

export interface JournalOptions {
  /** The SQLite file; its folder must exist. The key lies beside it as `<file>.key`. */
  readonly file: string;
  /** Called around every commit: `before` inside the transaction, `after` when it is on disk. For crash tests. */
  readonly onWrite?: (moment: 'before' | 'after') => void;
  /** Free bytes where the journal lies; the file system's answer unless given. */
  readonly freeBytes?: () => number;
  /** How the file is opened; for tests that make the disk fail. */
  readonly connect?: (file: string) => DatabaseSyncInstance;
}

/** Below this, orders under way still have room to finish, and no new one begins. */
export const RESERVE_BYTES = 32 * 1024 * 1024;

/** Some thousand orders: what was printed before them has long been followed by other slips, or there is no printer. */
const LOOK_BACK = 20_000;

/**
 * The terminal's memory of money: one SQLite file, write-ahead log, synchronous=FULL, one process, one writer. `write`
 * returns when the event and the order's new row are on disk, in one transaction with one fsync (0.2 ms on a
 * developer's machine, a few ms on a terminal's flash), on the calling thread: nothing else may happen before that.
 */
export class Journal {
  readonly key: JournalKey;
  readonly #db: DatabaseSyncInstance;
  readonly #options: JournalOptions;
  readonly #insertEvent;
  readonly #upsertOrder;
  #head: ChainHead;
  #failed = false;

  private constructor(options: JournalOptions, db: DatabaseSyncInstance, key: JournalKey) {
    this.key = key;
    this.#db = db;
    this.#options = options;
    this.#head = lastRow(db);
    this.#insertEvent = db.prepare(
      'INSERT INTO events (seq, order_id, version, at, event, prev) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#upsertOrder = db.prepare(
      `INSERT INTO orders (seq, id, insured, state, open, record) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (seq) DO UPDATE SET state = excluded.state, open = excluded.open, record = excluded.record
       WHERE id = excluded.id`,
    );
  }

  /** Opens or creates. Never resets, never repairs: a file that cannot be trusted is reported and left as it is. */
  static open(options: JournalOptions): Result<Journal, JournalError> {
    const { file } = options;
    const connect = options.connect ?? ((path) => new DatabaseSync(path, { timeout: 0 }));
    let db: DatabaseSyncInstance | null = null;
    try {
      ensurePrivateFile(file);
      db = connect(file);
      const trouble = prepareFile(db, file);
      const opened = trouble === null ? Journal.#unlock(options, db) : err(trouble);
      if (!opened.ok) closeFile(db, trouble === null);
      return opened;
    } catch (error) {
      if (db !== null) closeFile(db, false);
      const known = isSystemError(error) ? unusable(file, error) : openError(file, error);
      if (known === null) throw error;
      return err(known);
    }
  }

  static #unlock(options: JournalOptions, db: DatabaseSyncInstance): Result<Journal, JournalError> {
    const row = db.prepare("SELECT value FROM facts WHERE name = 'key-fingerprint'").get();
    const fingerprint = row === undefined ? null : String(row.value);
    const key = JournalKey.load(`${options.file}.key`, fingerprint);
    if (!key.ok) return key;
    if (fingerprint === null) {
      db.prepare("INSERT INTO facts (name, value) VALUES ('key-fingerprint', ?)").run(
        key.value.fingerprint(),
      );
    }
    const journal = new Journal(options, db, key.value);
    try {
      journal.open();
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
      return err(corrupt(options.file, 'the record of an open order cannot be read'));
    }
    return ok(journal);
  }

  /** Sequence number for the next order: one more than any order in this file has ever had. */
  nextSeq(): number {
    const row = this.#db.prepare('SELECT MAX(seq) AS last FROM orders').get();
    return Number(row?.last) + 1;
  }

  /** The event and the order after it, together, durably. Disk trouble is an answer; nothing was written then. */
  write(order: Order, event: Opened | OrderEvent): Result<void, 'READ_ONLY'> {
    const isOpen = order.settledAt === null || order.prints.some((print) => print.state === 'PENDING');
    return this.#append(order.id, order.version, event, () => {
      this.#upsertOrder.run(
        order.seq,
        order.id,
        order.insured,
        order.state,
        isOpen ? 1 : 0,
        JSON.stringify(order),
      );
    });
  }

  /** An event of something that is no order, under its own subject (`case-rows.ts`), durably. */
  append(subject: string, version: number, event: CaseEvent): Result<void, 'READ_ONLY'> {
    return this.#append(subject, version, event, () => undefined);
  }

  /** Number of the row that is written next. */
  get nextRow(): number {
    return this.#head.seq + 1;
  }

  /** null = it has not been handed in. */
  caseOf(subject: string): CaseFile | null {
    return caseOf(this.#db, subject);
  }

  /** The newest cases of one person, newest first, at most 100. `insured` as `key.identity` gives it. */
  casesOf(insured: string): readonly CaseFile[] {
    return casesOfInsured(this.#db, insured);
  }

  /** What the row with this number is about; null = there is no such row. */
  subjectOfRow(row: number): string | null {
    return subjectOfRow(this.#db, row);
  }

  /** Names the newest row of an order, for its slip: proof that the row lay in the journal then. null = no such order. */
  chainCodeOf(id: string): string | null {
    const head = lastRowOf(this.#db, id);
    return head === null ? null : chainCode(head);
  }

  /** When the order itself changed last, printing apart, epoch milliseconds. null = no such order. */
  changedAtOf(id: string): number | null {
    const row = this.#db
      .prepare(
        `SELECT MAX(at) AS at FROM events
         WHERE order_id = ? AND json_extract(event, '$.type') NOT IN ('PRINT_BEGUN', 'PRINT_ENDED')`,
      )
      .get(id);
    return typeof row?.at === 'number' ? row.at : null;
  }

  /** Writes a harmless fact: the only way to know that a disk which failed has come back. */
  probe(at: number): boolean {
    return this.#commit(() => {
      this.#db
        .prepare(
          `INSERT INTO facts (name, value) VALUES ('probed', ?)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
        )
        .run(String(at));
    }).ok;
  }

  /** `read-only` after a write that failed, until one succeeds. */
  get isWritable(): boolean {
    return !this.#failed;
  }

  /** Room for a whole new order, however it goes. */
  get hasRoom(): boolean {
    const { file } = this.#options;
    return (this.#options.freeBytes?.() ?? freeBytes(file)) >= RESERVE_BYTES;
  }

  /** Orders whose money or slip is not at its end, oldest first. Does not grow with history. */
  open(): readonly Order[] {
    return this.#db.prepare('SELECT record FROM orders WHERE open = 1 ORDER BY seq').all().map(parsed);
  }

  find(id: string): Order | null {
    const row = this.#db.prepare('SELECT record FROM orders WHERE id = ?').get(id);
    return row === undefined ? null : parsed(row);
  }

  /** The newest orders of one person, newest first, at most 100. `insured` as `key.identity` gives it. */
  ofInsured(insured: string): readonly Order[] {
    return this.#db
      .prepare('SELECT record FROM orders WHERE insured = ? ORDER BY seq DESC LIMIT 100')
      .all(insured)
      .map(parsed);
  }

  /** The newest orders of the terminal, newest first, at most `limit`. */
  newest(limit: number): readonly Order[] {
    return this.#db.prepare('SELECT record FROM orders ORDER BY seq DESC LIMIT ?').all(limit).map(parsed);
  }

  /**
   * The newest print jobs of the terminal, whatever they were for, newest first, at most `limit`. Looks back over
   * LOOK_BACK events, so that a boot takes no longer where nothing is ever printed.
   */
  newestPrints(limit: number): readonly PrintRecord[] {
    return this.#db
      .prepare(
        `SELECT json_extract(event, '$.jobId') AS job, order_id, record
         FROM events LEFT JOIN orders ON orders.id = order_id
         WHERE events.seq > (SELECT MAX(seq) FROM events) - ? AND json_extract(event, '$.type') = 'PRINT_BEGUN'
         ORDER BY events.seq DESC LIMIT ?`,
      )
      .all(LOOK_BACK, limit)
      .flatMap((row) => {
        const prints = row.record === null ? printsOf(this.#db, String(row.order_id)) : parsed(row).prints;
        return prints.filter(({ jobId }) => jobId === row.job);
      });
  }

  /** Subjects that are no order's and have a print whose end nobody has seen. */
  unendedPrints(): readonly string[] {
    return unendedPrints(this.#db, LOOK_BACK);
  }

  /** Orders made in [from, to), epoch milliseconds, oldest first. */
  createdBetween(from: number, to: number): readonly Order[] {
    return createdBetween(this.#db, from, to).map(parsed);
  }

  /** Orders whose refund came to its good end in [from, to). */
  refundsEnded(from: number, to: number): readonly EndedRefund[] {
    return refundsAnsweredBetween(this.#db, from, to).flatMap((row) => {
      const order = parsed(row);
      const isEnd = order.state === 'REFUNDED' && order.settledAt === row.at;
      return isEnd ? [{ order, since: Number(row.since) }] : [];
    });
  }

  /** When the first order of this file was made; null = there is none. */
  firstCreatedAt(): number | null {
    return firstCreatedAt(this.#db);
  }

  /** What reconciling the days from `day` on has come to. */
  verdictsSince(day: string): readonly DayVerdict[] {
    return verdictsSince(this.#db, day);
  }

  /** Replaces what the same day and channel came to before. */
  keepVerdict(verdict: DayVerdict): Result<void, 'READ_ONLY'> {
    return this.#commit(() => keepVerdict(this.#db, verdict));
  }

  /** Everything that happened to one order, case or slip, in order. */
  story(id: string): readonly EventRow[] {
    return storyOf(this.#db, id);
  }

  close(): void {
    closeFile(this.#db, true);
  }

  /** One more link of the chain, and what goes with it, in one transaction. */
  #append(
    subject: string,
    version: number,
    event: JournalEvent,
    withIt: () => void,
  ): Result<void, 'READ_ONLY'> {
    const row = {
      seq: this.nextRow,
      orderId: subject,
      version,
      at: event.at,
      event: JSON.stringify(event),
      prev: this.#head.hash,
    };
    const written = this.#commit(() => {
      this.#insertEvent.run(row.seq, row.orderId, row.version, row.at, row.event, row.prev);
      withIt();
    });
    if (written.ok) this.#head = headOf(row);
    return written;
  }

  #commit(change: () => void): Result<void, 'READ_ONLY'> {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      change();
      this.#options.onWrite?.('before');
      this.#db.exec('COMMIT');
    } catch (error) {
      // SQLite rolls a transaction back by itself for some of these errors.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      if (!isDiskTrouble(error)) throw error;
      this.#failed = true;
      return err('READ_ONLY');
    }
    this.#failed = false;
    this.#options.onWrite?.('after');
    return ok();
  }
}

function parsed(row: Record<string, unknown>): Order {
  return readOrder(String(row.record));
}

/** What node:fs throws: no such folder, no right to write, read-only file system. */
function isSystemError(error: unknown): boolean {
  return 'syscall' in Object(error);
}
