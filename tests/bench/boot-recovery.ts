import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Clock } from '../../drivers/base/clock.ts';
import { silentLog } from '../../drivers/base/log.ts';
import { Journal } from '../../main/ledger/journal.ts';
import { openLedger } from '../../main/ledger/ledger.ts';
import { openOrder, reduce } from '../../main/ledger/order.ts';
import { freshOrder, opened } from '../../main/ledger/testing/orders.ts';
import { ScriptedPorts } from '../../main/ledger/testing/scripted-ports.ts';
import type { Row } from './row.ts';
import { type Summary, summarise } from './statistics.ts';

/**
 * From an order that a crash left open to the first question about it, by the number of orders that are long closed:
 * the journal is opened and checked, the order found, its restart written down. History must cost nothing.
 */

const HISTORIES = [0, 1_000, 1_000_000];
const BOOTS = 15;
/** Ratio to a terminal's first day. */
const MOST_GROWTH = 1.2;

export async function measureBootRecovery(clock: Clock): Promise<readonly Row[]> {
  // Give TMPDIR a folder on the terminal's own disk where /tmp is memory; it takes about 2 GB.
  const folder = mkdtempSync(join(tmpdir(), 'kiosk-bench-'));
  try {
    const files = HISTORIES.map((orders) => withHistory(join(folder, `${orders}.sqlite`), orders));
    const times = files.map((): number[] => []);
    // In turns, so that a slow moment of the machine hits all. The first round only warms up.
    for (let boot = 0; boot <= BOOTS; boot++) {
      for (const [index, file] of files.entries()) {
        leaveOpen(file, boot);
        const ms = await timedBoot(file, clock);
        if (boot > 0) times[index]?.push(ms);
      }
    }
    return rowsOf(times.map(summarise));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rowsOf([first, ...longer]: readonly Summary[]): readonly Row[] {
  if (first === undefined) return [];
  const what = (orders: number | undefined) =>
    `recovery at boot, ${orders?.toLocaleString('en')} closed orders`;
  return [
    { what: what(HISTORIES[0]), unit: 'ms', result: first },
    ...longer.map(
      (result, index): Row => ({
        what: what(HISTORIES[index + 1]),
        unit: 'ms',
        result,
        comparedWith: { what: 'none', result: first },
        target: { of: 'ratio', max: MOST_GROWTH },
      }),
    ),
  ];
}

/** A journal of closed orders, each with its row and one event, of the size that real ones have. */
function withHistory(file: string, orders: number): string {
  openJournal(file).close();
  const record = JSON.stringify(freshOrder({ state: 'CLOSED', settledAt: 1 }));
  const event = JSON.stringify(opened());
  const db = new DatabaseSync(file);
  db.exec('PRAGMA synchronous = OFF; BEGIN');
  const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT';
  if (orders > 0) {
    db.prepare(
      `INSERT INTO orders (seq, id, insured, state, open, record)
       ${numbers} i, 'H' || i, lower(hex(randomblob(32))), 'CLOSED', 0, ? FROM n`,
    ).run(orders, record);
    db.prepare(
      `INSERT INTO events (seq, order_id, version, at, event, prev) ${numbers} i, 'H' || i, 1, i, ?, '' FROM n`,
    ).run(orders, event);
  }
  db.exec('COMMIT');
  db.close();
  return file;
}

/** One more order, whose code was on the screen when the power went. */
function leaveOpen(file: string, boot: number): void {
  const journal = openJournal(file);
  const event = opened();
  const seq = journal.nextSeq();
  const first = { ...event, facts: { ...event.facts, id: `OPEN${boot}`, seq } };
  const order = openOrder(first);
  const shown = { type: 'CODE_RECEIVED', at: 1 } as const;
  const written = [journal.write(order, first), journal.write(reduce(order, shown).order, shown)];
  journal.close();
  if (!written.every(({ ok }) => ok)) throw new Error('the journal cannot be written');
}

async function timedBoot(file: string, clock: Clock): Promise<number> {
  const ports = new ScriptedPorts();
  const from = clock.monotonic();
  const ledger = await openLedger({
    file,
    clock,
    log: silentLog,
    channels: { wechat: ports.channel },
    agency: ports.agency,
    terminal: { id: 'K0001' },
    timeouts: { qrSeconds: 300 },
  });
  if (!ledger.ok) throw new Error(ledger.error.message);
  ledger.value.start();
  const ms = clock.monotonic() - from;
  await ledger.value.stop();
  if (ports.asked.length === 0) throw new Error('nothing was asked');
  return ms;
}

function openJournal(file: string): Journal {
  const journal = Journal.open({ file });
  if (!journal.ok) throw new Error(journal.error.message);
  return journal.value;
}
