import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APPLICATION_ID, MIGRATIONS } from '../migrations.ts';
import { CLOSED, CODE, edit, numbered, record } from '../testing/journal-files.ts';
import { newFile, open } from '../testing/journals.ts';
import { type ChainedRow, chainCode, EMPTY, GENESIS, hashOf, headOf, parseChainCode } from './chain.ts';
import { chainedRows } from './chain-rows.ts';
import { openForReading } from './open-for-reading.ts';
import { verifyChain } from './verify.ts';

const ROW: ChainedRow = { seq: 1, orderId: 'K1', version: 1, at: 1_000, event: '{}', prev: GENESIS };

function read(file: string) {
  const db = openForReading(file);
  if (!db.ok) throw new Error(db.error.message);
  try {
    return { rows: [...chainedRows(db.value)], verdict: verifyChain(db.value) };
  } finally {
    db.value.close();
  }
}

describe('a row’s hash', () => {
  it('depends on every column', () => {
    const hashes = [
      ROW,
      { ...ROW, seq: 2 },
      { ...ROW, orderId: 'K2' },
      { ...ROW, version: 2 },
      { ...ROW, at: 1_001 },
      { ...ROW, event: '{} ' },
      { ...ROW, prev: 'f'.repeat(64) },
    ].map(hashOf);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe('the code on a slip', () => {
  it('is read back as it was printed, or as somebody types it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999_999_999_999_999 }),
        fc.stringMatching(/^[0-9a-f]{64}$/),
        (seq, hash) => {
          const code = chainCode({ seq, hash });
          expect(parseChainCode(code)).toEqual({ seq, start: hash.slice(0, 8) });
          expect(parseChainCode(` ${code.toLowerCase()} `)).toEqual(parseChainCode(code));
        },
      ),
    );
  });

  it.each(['', '812', '812-', '-3F9A1C2B', '0-3F9A1C2B', '812-3F9A1C2', '812-3F9A1C2G', '8 12-3F9A1C2B'])(
    'is not %j',
    (text) => expect(parseChainCode(text)).toBeNull(),
  );
});

describe('the journal’s chain', () => {
  it('links each row to the one before it, across orders and restarts', () => {
    const file = newFile();
    const first = open({ file });
    record(first, numbered(1), CODE);
    first.close();
    const second = open({ file });
    record(second, numbered(2), CODE, CLOSED);
    const code = second.chainCodeOf('K1');
    second.close();
    const { rows, verdict } = read(file);
    expect(rows.map(({ prev }) => prev)).toEqual(
      [EMPTY, ...rows.slice(0, -1).map(headOf)].map(({ hash }) => hash),
    );
    expect(verdict).toEqual({
      rows: 5,
      orders: 2,
      head: chainCode(headOf(rows[4] as ChainedRow)),
      findings: [],
    });
    expect(code).toBe(chainCode(headOf(rows[1] as ChainedRow)));
  });

  it('knows no code of an order that it does not hold', () => {
    expect(open({ file: newFile() }).chainCodeOf('K1')).toBeNull();
  });

  it('goes on where it stood after a write that failed', () => {
    const file = newFile();
    let broken = false;
    const journal = open({
      file,
      onWrite: (moment) => {
        if (broken && moment === 'before') throw Object.assign(new Error('disk'), { errcode: 13 });
      },
    });
    record(journal, numbered(1));
    broken = true;
    expect(() => record(journal, numbered(2))).toThrow('not written');
    broken = false;
    record(journal, numbered(2), CODE);
    journal.close();
    expect(read(file).verdict).toMatchObject({ rows: 3, findings: [] });
  });

  it('is put into a journal that was written before there was one, however long', () => {
    const file = newFile();
    const rows = 1_100;
    edit(file, (db) =>
      db.exec(`
        BEGIN;
        ${MIGRATIONS[0]};
        INSERT INTO events (order_id, version, at, event)
          WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < ${rows})
          SELECT 'K' || n, 1, n, '{}' FROM more;
        PRAGMA application_id = ${APPLICATION_ID};
        PRAGMA user_version = 1;
        COMMIT;
      `),
    );
    open({ file }).close();
    const { rows: chained, verdict } = read(file);
    expect(verdict).toMatchObject({ rows, findings: [] });
    expect(chained.map(({ prev }) => prev)).toEqual(
      [EMPTY, ...chained.slice(0, -1).map(headOf)].map(({ hash }) => hash),
    );
    edit(file, (db) => expect(() => db.exec('UPDATE events SET at = 0')).toThrow('append-only'));
  });
});
