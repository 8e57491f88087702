import { describe, expect, it } from 'vitest';
import { openForReading } from './chain/open-for-reading.ts';
import { verifyChain } from './chain/verify.ts';
import type { Order } from './order-events.ts';
import { readOrder, writtenLike } from './order-row.ts';
import { edit, writtenJournal } from './testing/journal-files.ts';
import { open, refusal } from './testing/journals.ts';
import { freshOrder } from './testing/orders.ts';

/** As a version wrote it that knew neither field. */
function older(order: Order): string {
  const { unscanned: _, ...closing } = order.closing;
  const { absent: __, ...refund } = order.refund;
  return JSON.stringify({ ...order, closing, refund });
}

describe('the row of an order', () => {
  const order = freshOrder();

  it('of this version is read as it was written', () => {
    const record = JSON.stringify(order);
    expect(readOrder(record)).toEqual(order);
    expect(writtenLike(record, order)).toBe(record);
  });

  it('of an older version is made whole, and compared by what it says', () => {
    expect(readOrder(older(order))).toEqual(order);
    expect(JSON.stringify(readOrder(older(order)))).toBe(JSON.stringify(order));
    const seen = { ...order, closing: { ...order.closing, unscanned: true } };
    expect(writtenLike(older(order), seen)).toBe(older(order));
    expect(writtenLike(JSON.stringify(order), seen)).not.toBe(JSON.stringify(order));
    expect(writtenLike(older(order), { ...order, amountFen: 1 })).not.toBe(older(order));
  });

  it.each(['{', '{}', '{"closing":{}}'])('is not %s', (record) => {
    expect(() => readOrder(record)).toThrow();
    expect(() => writtenLike(record, order)).toThrow();
  });
});

/** Both orders of a journal put back to what a version wrote that knew neither field. */
function olderJournal(): string {
  const file = writtenJournal();
  edit(file, (db) => {
    for (const { id, record } of db.prepare('SELECT id, record FROM orders').all()) {
      db.prepare('UPDATE orders SET record = ? WHERE id = ?').run(
        older(readOrder(String(record))),
        String(id),
      );
    }
  });
  return file;
}

function findingsIn(file: string) {
  const db = openForReading(file);
  if (!db.ok) throw new Error(db.error.message);
  try {
    return verifyChain(db.value).findings;
  } finally {
    db.value.close();
  }
}

describe('a journal of an older version', () => {
  it('is whole, and its orders go on', () => {
    const file = olderJournal();
    expect(findingsIn(file)).toEqual([]);
    const journal = open({ file });
    expect(journal.find('K1')).toMatchObject({ closing: { unscanned: false }, refund: { absent: null } });
  });

  it('with an open order that is none is not believed', () => {
    const file = olderJournal();
    edit(file, (db) => db.exec(`UPDATE orders SET record = '{}' WHERE open = 1`));
    expect(refusal(file)).toBe('CORRUPT');
  });

  it('shows all the same what was changed in it', () => {
    const file = olderJournal();
    edit(file, (db) =>
      db.exec(`UPDATE orders SET record = replace(record, '38000', '3800') WHERE id = 'K2'`),
    );
    expect(findingsIn(file)).toEqual([{ kind: 'order-differs', orderId: 'K2' }]);
  });
});
