import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODE, edit, numbered, record, tamper, writtenJournal } from '../testing/journal-files.ts';
import { newFile, open } from '../testing/journals.ts';
import { openForReading } from './open-for-reading.ts';
import { verifyChain } from './verify.ts';

function verdictOn(file: string, codes?: readonly string[]) {
  const db = openForReading(file);
  if (!db.ok) throw new Error(db.error.message);
  try {
    return verifyChain(db.value, codes);
  } finally {
    db.value.close();
  }
}

function refusal(file: string): string {
  const db = openForReading(file);
  if (db.ok) db.value.close();
  return db.ok ? 'opened' : db.error.code;
}

describe('a journal that nobody has touched', () => {
  it('is whole, and so is one without rows', () => {
    expect(verdictOn(writtenJournal())).toMatchObject({ rows: 5, orders: 2, findings: [] });
    const empty = newFile();
    open({ file: empty }).close();
    expect(verdictOn(empty)).toEqual({ rows: 0, orders: 0, head: null, findings: [] });
  });

  it('accepts the codes that its slips bear', () => {
    const file = newFile();
    const journal = open({ file });
    record(journal, numbered(1), CODE);
    const early = journal.chainCodeOf('K1') ?? '';
    record(journal, numbered(2));
    const late = journal.chainCodeOf('K2') ?? '';
    journal.close();
    expect(verdictOn(file, [early, late, early]).findings).toEqual([]);
    expect(verdictOn(file, [late]).head).toBe(late);
  });

  it('can be read after its process was killed, with its log still beside it', () => {
    const file = newFile();
    record(open({ file }), numbered(1));
    expect(refusal(file)).toBe('IN_USE');
  });
});

describe('a journal that was changed', () => {
  it.each([
    ['a changed amount', `UPDATE events SET event = replace(event, '38000', '3800') WHERE seq = 1`, 2],
    ['a changed time', 'UPDATE events SET at = at + 1 WHERE seq = 3', 4],
  ])('shows %s at the row after it', (_what, sql, seq) => {
    const file = writtenJournal();
    tamper(file, sql);
    expect(verdictOn(file).findings).toContainEqual({ kind: 'broken', seq });
  });

  it('shows a row that was taken out, and two that were exchanged', () => {
    const removed = writtenJournal();
    tamper(removed, 'DELETE FROM events WHERE seq = 2');
    expect(verdictOn(removed).findings).toContainEqual({ kind: 'gap', seq: 2 });
    const exchanged = writtenJournal();
    tamper(
      exchanged,
      'UPDATE events SET seq = 99 WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = 4; UPDATE events SET seq = 4 WHERE seq = 99',
    );
    expect(verdictOn(exchanged).findings).toContainEqual({ kind: 'broken', seq: 3 });
  });

  it('shows a new end only against a code that was printed before', () => {
    const file = newFile();
    const journal = open({ file });
    record(journal, numbered(1), CODE);
    const code = journal.chainCodeOf('K1') ?? '';
    journal.close();
    tamper(file, 'UPDATE events SET at = 1 WHERE seq = 2');
    expect(verdictOn(file).findings).toEqual([]);
    expect(verdictOn(file, [code]).findings).toEqual([{ kind: 'code-differs', code }]);
    edit(file, (db) => db.exec('DELETE FROM events WHERE seq = 2'));
    expect(verdictOn(file, [code]).findings).toContainEqual({ kind: 'code-differs', code });
  });

  it('shows an order that is not what its events say', () => {
    const file = writtenJournal();
    edit(file, (db) =>
      db.exec(`UPDATE orders SET record = replace(record, '38000', '3800') WHERE id = 'K1'`),
    );
    expect(verdictOn(file).findings).toEqual([{ kind: 'order-differs', orderId: 'K1' }]);
  });

  it.each([
    ['no event of which is left', `DELETE FROM events WHERE order_id = 'K2'`],
    ['whose first event is another', `UPDATE events SET event = '{"type":"EXPIRED"}' WHERE seq = 3`],
    ['whose event is no JSON', `UPDATE events SET event = '{' WHERE seq = 4`],
    ['whose first event is empty', `UPDATE events SET event = '{"type":"OPENED"}' WHERE seq = 3`],
  ])('shows an order %s', (_what, sql) => {
    const file = writtenJournal();
    tamper(file, sql);
    expect(verdictOn(file).findings).toContainEqual({ kind: 'order-differs', orderId: 'K2' });
  });

  it('stops after a hundred findings', () => {
    const file = newFile();
    const journal = open({ file });
    for (let seq = 1; seq <= 120; seq++) record(journal, numbered(seq));
    journal.close();
    tamper(file, 'UPDATE events SET at = at + 1');
    const { findings, orders } = verdictOn(file);
    expect(findings).toHaveLength(100);
    expect(orders).toBe(0);
  });

  it('says of a code that it is none', () => {
    expect(verdictOn(writtenJournal(), ['812']).findings).toEqual([{ kind: 'bad-code', code: '812' }]);
  });
});

describe('a file that is no journal of ours', () => {
  it('is refused by name', () => {
    const file = newFile();
    expect(refusal(file)).toBe('UNUSABLE');
    writeFileSync(file, 'not a database, but long enough to be looked at as one would be');
    expect(refusal(file)).toBe('CORRUPT');
    const foreign = newFile();
    edit(foreign, (db) => db.exec('CREATE TABLE t (a)'));
    expect(refusal(foreign)).toBe('FOREIGN');
    const newer = writtenJournal();
    edit(newer, (db) => db.exec('PRAGMA user_version = 99'));
    expect(refusal(newer)).toBe('NEWER_SCHEMA');
    const older = writtenJournal();
    edit(older, (db) => db.exec('PRAGMA user_version = 1'));
    expect(refusal(older)).toBe('CORRUPT');
  });
});
