import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { DayVerdict } from './verdict.ts';

/** The journal's side of reconciliation: orders by the day on which they were made, and a row for each verdict. */

type Row = Record<string, unknown>;

/** An order is as old as its first event. */
export function createdBetween(db: DatabaseSyncInstance, from: number, to: number): readonly Row[] {
  return db
    .prepare(
      `SELECT record FROM events JOIN orders ON orders.id = order_id
       WHERE version = 1 AND at >= ? AND at < ? ORDER BY at, events.seq`,
    )
    .all(from, to);
}

/**
 * Answers about refunds in [from, to), with when that refund was intended. Type and time of an event stand in it; `instr`
 * finds them through a small index of their own, and fails on no row, whatever somebody has written there.
 */
export function refundsAnsweredBetween(db: DatabaseSyncInstance, from: number, to: number): readonly Row[] {
  return db
    .prepare(
      `SELECT events.at AS at, record, (
         SELECT MIN(intent.at) FROM events AS intent
         WHERE intent.order_id = events.order_id AND instr(intent.event, '"REFUND_INTENDED"') > 0
       ) AS since
       FROM events JOIN orders ON orders.id = order_id
       WHERE instr(event, '"REFUND_ANSWERED"') > 0 AND events.at >= ? AND events.at < ? ORDER BY events.seq`,
    )
    .all(from, to);
}

/** Cases and slips of their own have first rows, too, and no wallet knows of them. */
export function firstCreatedAt(db: DatabaseSyncInstance): number | null {
  const row = db
    .prepare(
      'SELECT at FROM events WHERE version = 1 AND EXISTS (SELECT 1 FROM orders WHERE id = order_id) ORDER BY at LIMIT 1',
    )
    .get();
  return row === undefined ? null : Number(row.at);
}

export function verdictsSince(db: DatabaseSyncInstance, day: string): readonly DayVerdict[] {
  return db
    .prepare('SELECT day, channel, at, complete, match FROM reconciled WHERE day >= ? ORDER BY day, channel')
    .all(day)
    .map(toVerdict);
}

/** Inside somebody else's transaction. */
export function keepVerdict(db: DatabaseSyncInstance, verdict: DayVerdict): void {
  const { day, channel, at, complete, match } = verdict;
  db.prepare(
    `INSERT INTO reconciled (day, channel, at, complete, match) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (day, channel) DO UPDATE SET at = excluded.at, complete = excluded.complete, match = excluded.match`,
  ).run(day, channel, at, complete ? 1 : 0, JSON.stringify(match));
}

function toVerdict(row: Row): DayVerdict {
  return {
    day: String(row.day),
    channel: String(row.channel) as DayVerdict['channel'],
    at: Number(row.at),
    complete: row.complete === 1,
    match: JSON.parse(String(row.match)),
  };
}
