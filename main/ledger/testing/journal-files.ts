import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Journal } from '../journal.ts';
import { openOrder, reduce } from '../order.ts';
import type { Opened, Order, OrderEvent } from '../order-events.ts';
import { newFile, open } from './journals.ts';
import { opened } from './orders.ts';

export function numbered(seq: number, change: Partial<Opened['facts']> = {}): Opened {
  const event = opened(1_000);
  return { ...event, facts: { ...event.facts, seq, id: `K${seq}`, ...change } };
}

/** Writes an order's story; answers with where it ended. */
export function record(journal: Journal, first: Opened, ...events: readonly OrderEvent[]): Order {
  let order = openOrder(first);
  if (!journal.write(order, first).ok) throw new Error('not written');
  for (const event of events) {
    order = reduce(order, event).order;
    if (!journal.write(order, event).ok) throw new Error('not written');
  }
  return order;
}

export const CODE: OrderEvent = { type: 'CODE_RECEIVED', at: 2_000 };
export const CLOSED: OrderEvent = { type: 'TRADE', at: 3_000, trade: { state: 'CLOSED' } };

/** Two orders, five rows, closed again. */
export function writtenJournal(): string {
  const file = newFile();
  const journal = open({ file });
  record(journal, numbered(1), CODE);
  record(journal, numbered(2), CODE, CLOSED);
  journal.close();
  return file;
}

/** What somebody with a database browser can do to a journal: triggers are no obstacle. */
export function tamper(file: string, sql: string): void {
  edit(file, (db) => db.exec(`DROP TRIGGER events_are_final; DROP TRIGGER events_are_kept; ${sql}`));
}

export function edit(file: string, change: (db: DatabaseSyncInstance) => void): void {
  const db = new DatabaseSync(file);
  change(db);
  db.close();
}
