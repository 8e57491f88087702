import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { openOrder, reduce } from '../order.ts';
import type { Opened, Order, OrderEvent } from '../order-events.ts';
import { writtenLike } from '../order-row.ts';
import { type ChainHead, chainCode, EMPTY, headOf, parseChainCode } from './chain.ts';
import { chainedRows } from './chain-rows.ts';

export interface Verdict {
  readonly rows: number;
  readonly orders: number;
  /** Code of the last row, as a slip would show it; null in an empty journal. */
  readonly head: string | null;
  /** Empty = the chain is whole. In the order in which they were found, at most MAX_FINDINGS. */
  readonly findings: readonly Finding[];
}

export type Finding =
  /** A row is missing, or one has been put in: `seq` does not follow. */
  | { readonly kind: 'gap'; readonly seq: number }
  /** The row does not carry the hash of the one before it: this row or an earlier one was changed. */
  | { readonly kind: 'broken'; readonly seq: number }
  /** The order's row is not what its events lead to. */
  | { readonly kind: 'order-differs'; readonly orderId: string }
  /** Not a code of this form. */
  | { readonly kind: 'bad-code'; readonly code: string }
  /** The row that the slip names is not there, or is not what it was when the slip was printed. */
  | { readonly kind: 'code-differs'; readonly code: string };

/** After so many one knows enough. */
const MAX_FINDINGS = 100;

/**
 * Proves a journal: every row follows from the one before it, every order from its events, and every code, read from a
 * slip, names a row that is still the same. A whole chain alone proves that nobody has touched the middle; that the end
 * has not been rewritten is proven by a code that was printed after it.
 */
export function verifyChain(db: DatabaseSyncInstance, codes: readonly string[] = []): Verdict {
  const findings: Finding[] = [];
  const wanted = new Map<number, { readonly code: string; readonly start: string }[]>();
  for (const code of codes) {
    const parsed = parseChainCode(code);
    if (parsed === null) findings.push({ kind: 'bad-code', code });
    else wanted.set(parsed.seq, [...(wanted.get(parsed.seq) ?? []), { code, start: parsed.start }]);
  }
  let head: ChainHead = EMPTY;
  for (const row of chainedRows(db)) {
    if (row.seq !== head.seq + 1) findings.push({ kind: 'gap', seq: head.seq + 1 });
    else if (row.prev !== head.hash) findings.push({ kind: 'broken', seq: row.seq });
    head = headOf(row);
    for (const { code, start } of wanted.get(row.seq) ?? []) {
      if (!head.hash.startsWith(start)) findings.push({ kind: 'code-differs', code });
    }
    wanted.delete(row.seq);
    if (findings.length >= MAX_FINDINGS) break;
  }
  for (const missing of [...wanted.values()].flat()) {
    findings.push({ kind: 'code-differs', code: missing.code });
  }
  const orders = findings.length >= MAX_FINDINGS ? 0 : checkOrders(db, findings);
  return { rows: head.seq, orders, head: head.seq === 0 ? null : chainCode(head), findings };
}

/** The orders table is a convenience made from the events; a record that says otherwise has been tampered with. */
function checkOrders(db: DatabaseSyncInstance, findings: Finding[]): number {
  const eventsOf = db.prepare('SELECT event FROM events WHERE order_id = ? ORDER BY version');
  let orders = 0;
  for (const { id, record } of db.prepare('SELECT id, record FROM orders ORDER BY seq').iterate()) {
    orders++;
    const events = eventsOf.all(String(id)).map(({ event }) => String(event));
    if (findings.length < MAX_FINDINGS && !leadTo(events, String(record))) {
      findings.push({ kind: 'order-differs', orderId: String(id) });
    }
  }
  return orders;
}

/** Whether these events lead to this record, apart from fields that the record is too old to have. */
function leadTo(events: readonly string[], record: string): boolean {
  try {
    const [first, ...rest] = events.map((event) => JSON.parse(event) as Opened | OrderEvent);
    if (first?.type !== 'OPENED') return false;
    let order: Order = openOrder(first);
    for (const event of rest) order = reduce(order, event as OrderEvent).order;
    return writtenLike(record, order) === record;
  } catch (error) {
    // Rows that somebody else has written can hold anything.
    if (error instanceof SyntaxError || error instanceof TypeError) return false;
    /* v8 ignore next -- a bug of ours */
    throw error;
  }
}
