import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import {
  type CaseEvent,
  type CaseFile,
  type CaseMatter,
  caseAfter,
  intendedCase,
  matterKey,
} from './case-events.ts';
import type { EventRow, JournalEvent } from './journal-events.ts';
import type { PrintRecord } from './port.ts';
import { withPrintBegun, withPrintEnded, withPrintsInterrupted } from './prints.ts';

/**
 * Rows about something that is no order lie among the orders' own, in the same chain, each under a subject of its own in
 * the column `order_id`: `case:<hash of the insured id>:<matter>`, and `slip:<row>` for a slip that belongs to nobody's
 * case or order. That a subject has one first row is what keeps a matter from being handed in twice.
 */

export function caseSubject(insured: string, matter: CaseMatter): string {
  return casesOf(insured) + matterKey(matter);
}

/** A row's number makes a slip's subject and its job; both are given out once. */
export function slipSubject(row: number): string {
  return `slip:${row}`;
}

export function jobOfRow(row: number): string {
  return `P${row}`;
}

/** null = not a job of `jobOfRow`. */
export function rowOfJob(jobId: string): number | null {
  const row = /^P(\d{1,15})$/.exec(jobId)?.[1];
  return row === undefined ? null : Number(row);
}

/** Everything that happened to one order, case or slip, in order; also for a journal that is only looked at. Empty = no such. */
export function storyOf(db: DatabaseSyncInstance, subject: string): readonly EventRow[] {
  return db
    .prepare('SELECT version, at, event FROM events WHERE order_id = ? ORDER BY version')
    .all(subject)
    .map((row) => ({
      version: Number(row.version),
      at: Number(row.at),
      event: JSON.parse(String(row.event)),
    }));
}

/** null = it has not been handed in. */
export function caseOf(db: DatabaseSyncInstance, subject: string): CaseFile | null {
  const [first, ...rest] = storyOf(db, subject).map(({ event }) => event as CaseEvent);
  if (first?.type !== 'CASE_INTENDED') return null;
  return rest.reduce(caseAfter, intendedCase(first));
}

/** The newest cases of one person, newest first, at most 100. */
export function casesOfInsured(db: DatabaseSyncInstance, insured: string): readonly CaseFile[] {
  const from = casesOf(insured);
  // ';' follows ':' in every encoding of ours.
  const to = `${from.slice(0, -1)};`;
  return db
    .prepare(
      'SELECT order_id FROM events WHERE order_id >= ? AND order_id < ? AND version = 1 ORDER BY seq DESC LIMIT 100',
    )
    .all(from, to)
    .flatMap((row) => caseOf(db, String(row.order_id)) ?? []);
}

/** What the row with this number is about; null = there is no such row. */
export function subjectOfRow(db: DatabaseSyncInstance, row: number): string | null {
  const found = db.prepare('SELECT order_id FROM events WHERE seq = ?').get(row);
  return found === undefined ? null : String(found.order_id);
}

/** Slips of a subject that is no order. */
export function printsOf(db: DatabaseSyncInstance, subject: string): readonly PrintRecord[] {
  const nothing: { readonly prints: readonly PrintRecord[] } = { prints: [] };
  const events: readonly JournalEvent[] = storyOf(db, subject).map(({ event }) => event);
  return events.reduce((so, event) => {
    if (event.type === 'PRINT_BEGUN') return withPrintBegun(so, event);
    if (event.type === 'RESTARTED') return withPrintsInterrupted(so);
    return event.type === 'PRINT_ENDED' ? withPrintEnded(so, event) : so;
  }, nothing).prints;
}

/** Subjects that are no order's and have a print without an end, among the newest `lookBack` rows. */
export function unendedPrints(db: DatabaseSyncInstance, lookBack: number): readonly string[] {
  return db
    .prepare(
      `SELECT DISTINCT order_id FROM events AS begun
       WHERE seq > (SELECT MAX(seq) FROM events) - ? AND json_extract(event, '$.type') = 'PRINT_BEGUN'
         AND NOT EXISTS (SELECT 1 FROM orders WHERE id = begun.order_id)
         AND NOT EXISTS (
           SELECT 1 FROM events AS later
           WHERE later.order_id = begun.order_id AND later.version > begun.version
             AND (json_extract(later.event, '$.type') = 'RESTARTED'
               OR json_extract(later.event, '$.type') = 'PRINT_ENDED'
                 AND json_extract(later.event, '$.jobId') = json_extract(begun.event, '$.jobId')))`,
    )
    .all(lookBack)
    .map((row) => String(row.order_id));
}

function casesOf(insured: string): string {
  return `case:${insured}:`;
}

/** What happened to the case about an order, in order; empty = there is none. */
export function caseStoryOf(db: DatabaseSyncInstance, orderId: string): readonly EventRow[] {
  const order = db.prepare('SELECT insured FROM orders WHERE id = ?').get(orderId);
  return order === undefined ? [] : storyOf(db, caseSubject(String(order.insured), { by: 'order', orderId }));
}
