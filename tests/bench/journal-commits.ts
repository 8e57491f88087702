import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../drivers/base/clock.ts';
import { Journal } from '../../main/ledger/journal.ts';
import type { Opened, Order } from '../../main/ledger/order-events.ts';
import { freshOrder, opened } from '../../main/ledger/testing/orders.ts';
import type { Row } from './row.ts';
import { type Summary, single, summarise } from './statistics.ts';

/** One step of the money on the disk, which everything waits for, against the least that a disk can do for durability. */

const COMMITS = 1_000;

export function measureJournal(clock: Clock): readonly Row[] {
  // Give TMPDIR a folder on the terminal's own disk where /tmp is memory.
  const folder = mkdtempSync(join(tmpdir(), 'kiosk-bench-'));
  try {
    const journal = Journal.open({ file: join(folder, 'journal.sqlite') });
    if (!journal.ok) throw new Error(journal.error.message);
    const commits: number[] = [];
    const appends: number[] = [];
    const log = openSync(join(folder, 'floor'), 'a');
    const line = JSON.stringify({ order: freshOrder(), event: opened() });
    // In turns, so that a slow moment of the disk hits both.
    for (let step = 1; step <= COMMITS; step++) {
      const [order, event] = orderNumber(step);
      commits.push(timed(clock, () => write(journal.value, order, event)));
      appends.push(timed(clock, () => append(log, line)));
    }
    closeSync(log);
    journal.value.close();
    return rowsOf(summarise(commits), summarise(appends));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rowsOf(commits: Summary, appends: Summary): readonly Row[] {
  const floor = 'the same bytes appended and synced';
  return [
    {
      what: 'journal commit',
      unit: 'ms',
      result: commits,
      comparedWith: { what: floor, result: appends },
    },
    {
      what: 'journal commit, 99th percentile',
      unit: 'ms',
      result: single(commits.p99),
      comparedWith: { what: floor, result: single(appends.p99) },
    },
  ];
}

function orderNumber(seq: number): readonly [Order, Opened] {
  const event = opened();
  const id = `K0001261124${String(seq).padStart(4, '0')}AAAAAA`;
  return [freshOrder({ id, seq }), { ...event, facts: { ...event.facts, id, seq } }];
}

function write(journal: Journal, order: Order, event: Opened): void {
  if (!journal.write(order, event).ok) throw new Error('the journal cannot be written');
}

function append(file: number, line: string): void {
  writeSync(file, line);
  fdatasyncSync(file);
}

function timed(clock: Clock, action: () => void): number {
  const from = clock.monotonic();
  action();
  return clock.monotonic() - from;
}
