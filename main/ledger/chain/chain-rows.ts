import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type ChainedRow, type ChainHead, EMPTY, headOf } from './chain.ts';

/** The events of a journal as links of its chain. */

const COLUMNS = 'seq, order_id, version, at, event, prev';

/** Rows with seq greater than `after`, in order, one at a time: a journal may be larger than the memory. */
export function* chainedRows(db: DatabaseSyncInstance, after = 0): Generator<ChainedRow> {
  const rows = db.prepare(`SELECT ${COLUMNS} FROM events WHERE seq > ? ORDER BY seq`);
  for (const row of rows.iterate(after)) yield chainedRow(row);
}

/** One look-up and one hash, however long the journal is. */
export function lastRow(db: DatabaseSyncInstance): ChainHead {
  const row = db.prepare(`SELECT ${COLUMNS} FROM events ORDER BY seq DESC LIMIT 1`).get();
  return row === undefined ? EMPTY : headOf(chainedRow(row));
}

export function lastRowOf(db: DatabaseSyncInstance, orderId: string): ChainHead | null {
  const row = db
    .prepare(`SELECT ${COLUMNS} FROM events WHERE order_id = ? ORDER BY version DESC LIMIT 1`)
    .get(orderId);
  return row === undefined ? null : headOf(chainedRow(row));
}

/** Writes `prev` into every row. Page by page, because a row cannot be changed while a query walks over it. */
export function chainAll(db: DatabaseSyncInstance): void {
  const page = db.prepare(`SELECT ${COLUMNS} FROM events WHERE seq > ? ORDER BY seq LIMIT 1000`);
  const link = db.prepare('UPDATE events SET prev = ? WHERE seq = ?');
  let head = EMPTY;
  for (;;) {
    const rows = page.all(head.seq).map(chainedRow);
    if (rows.length === 0) return;
    for (const row of rows) {
      link.run(head.hash, row.seq);
      head = headOf({ ...row, prev: head.hash });
    }
  }
}

function chainedRow(row: Record<string, unknown>): ChainedRow {
  return {
    seq: Number(row.seq),
    orderId: String(row.order_id),
    version: Number(row.version),
    at: Number(row.at),
    event: String(row.event),
    prev: String(row.prev),
  };
}
