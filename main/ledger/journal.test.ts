import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RESERVE_BYTES } from './journal.ts';
import { FULL_CHECK_BYTES } from './journal-file.ts';
import { openOrder, reduce } from './order.ts';
import type { Opened, OrderEvent } from './order-events.ts';
import { CLOSED, CODE, numbered, record } from './testing/journal-files.ts';
import { newFile, open, refusal } from './testing/journals.ts';
import { tempFolder } from './testing/temp-folder.ts';

/** A connection that says what SQLite says when the disk does what `code` means, while `failing` is on. */
function failingDisk(code: number): { failing: boolean; connect: (file: string) => DatabaseSyncInstance } {
  const disk = {
    failing: false,
    connect: (file: string): DatabaseSyncInstance =>
      new Proxy(new DatabaseSync(file), {
        get(db, name) {
          const value = Reflect.get(db, name, db);
          if (typeof value !== 'function') return value;
          return (...args: unknown[]) => {
            if (disk.failing && args[0] === 'COMMIT') {
              throw Object.assign(new Error('disk'), { errcode: code });
            }
            return value.apply(db, args);
          };
        },
      }),
  };
  return disk;
}

describe('what is written', () => {
  it('is there for the next process: open orders, single orders, the story', () => {
    const file = newFile();
    const first = open({ file });
    const live = record(first, numbered(1), CODE);
    const closed = record(first, numbered(2), CODE, CLOSED);
    first.close();
    first.close();
    const second = open({ file });
    expect(second.open()).toEqual([live]);
    expect(second.find('K2')).toEqual(closed);
    expect(second.find('K3')).toBeNull();
    expect(second.nextSeq()).toBe(3);
    expect(second.ofInsured('a'.repeat(64)).map((order) => order.id)).toEqual(['K2', 'K1']);
    expect(second.ofInsured('b'.repeat(64))).toEqual([]);
    expect(second.story('K2')).toEqual([
      { version: 1, at: 1_000, event: numbered(2) },
      { version: 2, at: 2_000, event: CODE },
      { version: 3, at: 3_000, event: CLOSED },
    ]);
  });

  it('knows when an order changed last, printing apart', () => {
    const journal = open({ file: newFile() });
    const begun: OrderEvent = { type: 'PRINT_BEGUN', at: 9_000, jobId: 'K1-1', copy: 0, kind: 'booked' };
    record(journal, numbered(1), CODE, CLOSED, begun);
    expect(journal.changedAtOf('K1')).toBe(3_000);
    expect(journal.changedAtOf('K2')).toBeNull();
  });

  it('knows the newest prints, whatever the age of their orders', () => {
    const journal = open({ file: newFile() });
    const begun = (jobId: string, copy: number): OrderEvent => ({
      type: 'PRINT_BEGUN',
      at: 4_000,
      jobId,
      kind: 'pending',
      copy,
    });
    const old = record(journal, numbered(1), CODE, begun('K1-1', 0));
    for (let seq = 2; seq < 60; seq++) record(journal, numbered(seq), CODE);
    record(journal, numbered(60), begun('K60-1', 0));
    const again = begun('K1-2', 1);
    journal.write(reduce(old, again).order, again);
    expect(journal.newestPrints(2).map(({ jobId, state }) => [jobId, state])).toEqual([
      ['K1-2', 'PENDING'],
      ['K60-1', 'PENDING'],
    ]);
    expect(journal.newestPrints(20)).toHaveLength(3);
    expect(open({ file: newFile() }).newestPrints(20)).toEqual([]);
  });

  it('can be told again from its events alone', () => {
    const journal = open({ file: newFile() });
    const order = record(journal, numbered(1), CODE, CLOSED);
    const [first, ...rest] = journal.story('K1').map((row) => row.event);
    const told = rest.reduce(
      (so, event) => reduce(so, event as OrderEvent).order,
      openOrder(first as Opened),
    );
    expect(told).toEqual(order);
  });

  it('survives a process that never closed: the files as a kill leaves them', () => {
    const folder = tempFolder();
    const journal = open({ file: join(folder, 'a') });
    const live = record(journal, numbered(1), CODE);
    for (const name of readdirSync(folder)) {
      writeFileSync(join(folder, name.replace(/^a/, 'b')), readFileSync(join(folder, name)));
    }
    expect(open({ file: join(folder, 'b') }).open()).toEqual([live]);
  });

  it('keeps a settled order open while one of its prints has no result', () => {
    const journal = open({ file: newFile() });
    const print: OrderEvent = { type: 'PRINT_BEGUN', at: 4_000, jobId: 'K1-1', kind: 'pending', copy: 0 };
    const printing = record(journal, numbered(1), CODE, CLOSED, print);
    expect(journal.open()).toEqual([printing]);
  });

  it('cannot be changed or removed afterwards', () => {
    const file = newFile();
    const journal = open({ file });
    record(journal, numbered(1), CODE);
    journal.close();
    const db = new DatabaseSync(file);
    onTestFinished(() => db.close());
    expect(() => db.exec('UPDATE events SET at = 0')).toThrow('append-only');
    expect(() => db.exec('DELETE FROM events')).toThrow('append-only');
  });

  it('numbers events: the same version twice is a bug, and nothing of it is kept', () => {
    const journal = open({ file: newFile() });
    const order = record(journal, numbered(1), CODE);
    expect(() => journal.write(order, CODE)).toThrow('UNIQUE');
    expect(journal.isWritable).toBe(true);
    expect(journal.open()).toEqual([order]);
  });
});

describe('opening', () => {
  it('makes files that only the owner may read, and narrows those that others may', () => {
    const file = newFile();
    writeFileSync(file, '', { mode: 0o644 });
    record(open({ file }), numbered(1));
    for (const name of [file, `${file}-wal`, `${file}.key`]) expect(statSync(name).mode & 0o777).toBe(0o600);
  });

  it('is durable: WAL and synchronous=FULL, read back', () => {
    let db: DatabaseSyncInstance | undefined;
    open({
      file: newFile(),
      connect: (file) => {
        db = new DatabaseSync(file);
        return db;
      },
    });
    expect(db?.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(db?.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  });

  it('refuses a place that cannot be durable', () => {
    // An in-memory database has no write-ahead log.
    expect(refusal(newFile(), { connect: () => new DatabaseSync(':memory:') })).toBe('NOT_DURABLE');
  });

  it('lets one process in at a time', () => {
    const file = newFile();
    open({ file });
    expect(refusal(file)).toBe('IN_USE');
  });

  it('refuses what is damaged, foreign or newer, and leaves it untouched', () => {
    const garbage = newFile();
    writeFileSync(garbage, 'not a database '.repeat(1_000));
    expect(refusal(garbage)).toBe('CORRUPT');
    expect(readFileSync(garbage, 'utf8')).toBe('not a database '.repeat(1_000));

    const foreign = newFile();
    const other = new DatabaseSync(foreign);
    other.exec('CREATE TABLE photos (id)');
    other.close();
    expect(refusal(foreign)).toBe('FOREIGN');

    const newer = newFile();
    open({ file: newer }).close();
    const future = new DatabaseSync(newer);
    future.exec('PRAGMA user_version = 99');
    future.close();
    expect(refusal(newer)).toBe('NEWER_SCHEMA');
  });

  it('finds damage inside the file', () => {
    const file = newFile();
    const journal = open({ file });
    for (let seq = 1; seq <= 50; seq++) record(journal, numbered(seq), CODE);
    journal.close();
    const { size } = statSync(file);
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(4_096, 0x5a), 0, 4_096, Math.floor(size / 2 / 4_096) * 4_096);
    closeSync(handle);
    expect(refusal(file)).toBe('CORRUPT');
  });

  it('finds an open order that cannot be read, also in a file too large for a full check', () => {
    const file = newFile();
    const journal = open({ file });
    record(journal, numbered(1), CODE);
    journal.close();
    const db = new DatabaseSync(file);
    db.exec(`UPDATE orders SET record = '{'; CREATE TABLE ballast (b);
             INSERT INTO ballast VALUES (zeroblob(${FULL_CHECK_BYTES}))`);
    db.close();
    expect(refusal(file)).toBe('CORRUPT');
  });

  it('says so when the file cannot be made or opened', () => {
    expect(refusal(join(tempFolder(), 'no', 'such', 'folder'))).toBe('UNUSABLE');
    expect(refusal(tempFolder())).toBe('UNUSABLE');
    const raise = (errcode: number) => () => {
      throw Object.assign(new Error('unable to open'), { errcode });
    };
    expect(refusal(newFile(), { connect: raise(14) })).toBe('UNUSABLE');
    expect(() => refusal(newFile(), { connect: raise(21) })).toThrow('unable to open');
  });

  it('finds damage where the full check does not look any more', () => {
    const raising = (errcode: number) => (path: string) =>
      new Proxy(new DatabaseSync(path), {
        get(db, name) {
          const value = Reflect.get(db, name, db);
          if (typeof value !== 'function') return value;
          return (...args: unknown[]) => {
            if (/^SELECT record .* WHERE open = 1/.test(String(args[0])))
              throw Object.assign(new Error('read'), { errcode });
            return value.apply(db, args);
          };
        },
      });
    expect(refusal(newFile(), { connect: raising(11) })).toBe('CORRUPT');
    expect(refusal(newFile(), { connect: raising(10) })).toBe('UNUSABLE');
  });

  it('takes a journal that already has every step as it is', () => {
    const file = newFile();
    open({ file }).close();
    expect(refusal(file)).toBe('opened');
  });
});

describe('when the disk fails', () => {
  it.each([
    ['full', 13],
    ['read-only', 8],
    ['failing', 10],
    ['gone', 14],
    ['damaged', 11 | (1 << 8)],
  ])('%s: the write is an answer, nothing is half written, and a probe tells when it is over', (_, code) => {
    const disk = failingDisk(code);
    const journal = open({ file: newFile(), connect: disk.connect });
    const order = record(journal, numbered(1));
    disk.failing = true;
    expect(journal.write(reduce(order, CODE).order, CODE)).toEqual({ ok: false, error: 'READ_ONLY' });
    expect(journal.isWritable).toBe(false);
    expect(journal.open()).toEqual([order]);
    expect(journal.story('K1')).toHaveLength(1);
    expect(journal.probe(1)).toBe(false);
    disk.failing = false;
    expect(journal.probe(2)).toBe(true);
    expect(journal.probe(3)).toBe(true);
    expect(journal.isWritable).toBe(true);
  });

  it('takes anything else that is thrown for a bug, and has written nothing then', () => {
    let bug = false;
    const journal = open({
      file: newFile(),
      onWrite: (moment) => {
        if (bug && moment === 'before') throw new TypeError('a bug');
      },
    });
    const order = record(journal, numbered(1));
    bug = true;
    expect(() => journal.write(reduce(order, CODE).order, CODE)).toThrow('a bug');
    bug = false;
    expect(journal.open()).toEqual([order]);
    expect(journal.isWritable).toBe(true);
  });

  it('a disk that is really full', () => {
    let db: DatabaseSyncInstance | undefined;
    const connect = (file: string) => {
      db = new DatabaseSync(file);
      return db;
    };
    const journal = open({ file: newFile(), connect });
    db?.exec('PRAGMA max_page_count = 20');
    const written: number[] = [];
    let seq = 1;
    for (; seq < 100; seq++) {
      const event = numbered(seq, { quoteId: 'Q'.repeat(500) });
      if (!journal.write(openOrder(event), event).ok) break;
      written.push(seq);
    }
    expect(seq).toBeLessThan(100);
    expect(journal.open().map((order) => order.seq)).toEqual(written);
    db?.exec('PRAGMA max_page_count = 1000');
    expect(journal.write(openOrder(numbered(seq)), numbered(seq)).ok).toBe(true);
  });

  it('keeps room for what is under way', () => {
    let free = RESERVE_BYTES;
    const journal = open({ file: newFile(), freeBytes: () => free });
    expect(journal.hasRoom).toBe(true);
    free -= 1;
    expect(journal.hasRoom).toBe(false);
    expect(typeof open({ file: newFile() }).hasRoom).toBe('boolean');
  });
});

describe('size', () => {
  it('what the boot reads does not grow with history', () => {
    let db: DatabaseSyncInstance | undefined;
    const journal = open({
      file: newFile(),
      connect: (file) => {
        db = new DatabaseSync(file);
        return db;
      },
    });
    record(journal, numbered(1), CODE, CLOSED);
    const plan = db
      ?.prepare('EXPLAIN QUERY PLAN SELECT record FROM orders WHERE open = 1 ORDER BY seq')
      .all();
    expect(JSON.stringify(plan)).toContain('orders_open');
  });
});
