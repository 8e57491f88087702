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

export function firstCreatedAt(db: DatabaseSyncInstance): number | null {
  const row = db.prepare('SELECT at FROM events WHERE version = 1 ORDER BY at LIMIT 1').get();
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
