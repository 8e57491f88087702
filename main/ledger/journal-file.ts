import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { corrupt, type JournalError, sqliteCode } from './journal-error.ts';
import { APPLICATION_ID, MIGRATIONS } from './migrations.ts';

/** A full check reads every page: about 15 ms for this much. Beyond it, a boot reads and checks only what it needs. */
export const FULL_CHECK_BYTES = 16 * 1024 * 1024;

/**
 * Makes an open connection a journal: alone with the file, durable, undamaged, ours, and at the newest schema. Null =
 * ready; nothing was written to a file that is refused. Errors of SQLite itself are thrown.
 */
export function prepareFile(db: DatabaseSyncInstance, file: string): JournalError | null {
  // Exclusive also spares the shared-memory file, and a second process fails on its first read.
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF');
  const version = pragma(db, 'user_version');
  const id = pragma(db, 'application_id');
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  if (!isEmpty && id !== APPLICATION_ID) {
    return { code: 'FOREIGN', file, message: `${file} is not a journal of this terminal.` };
  }
  if (Number(version) > MIGRATIONS.length) {
    return {
      code: 'NEWER_SCHEMA',
      file,
      message: `The journal ${file} was written by a newer version of this program (schema ${version}, known up to ${MIGRATIONS.length}).`,
    };
  }
  if (statSync(file).size <= FULL_CHECK_BYTES) {
    const damage = pragma(db, 'quick_check(1)');
    if (damage !== 'ok') return corrupt(file, String(damage));
  }
  const mode = pragma(db, 'journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  const sync = pragma(db, 'synchronous');
  if (mode !== 'wal' || sync !== 2) {
    return {
      code: 'NOT_DURABLE',
      file,
      message: `The journal ${file} cannot be made durable here (journal_mode ${mode}, synchronous ${sync}).`,
    };
  }
  migrate(db, Number(version));
  return null;
}

/**
 * Closes the connection and lets go of the file at once. The binding frees prepared statements only when they are
 * collected, and SQLite keeps a closed connection, locks and all, as long as one lives. So the lock is given up by hand;
 * of a journal, which is ours, the write-ahead log is folded in first (no lock can be given up before that).
 */
export function closeFile(db: DatabaseSyncInstance, isJournal: boolean): void {
  if (!db.isOpen) return;
  try {
    if (isJournal) db.exec('PRAGMA journal_mode = DELETE');
    db.exec('PRAGMA locking_mode = NORMAL; SELECT COUNT(*) FROM sqlite_schema');
  } catch (error) {
    // A full disk, or no database at all: a log stays beside the file and is read at the next open.
    /* v8 ignore next -- only a bug here gets past it */
    if (sqliteCode(error) === null) throw error;
  } finally {
    db.close();
  }
}

/** Bytes that this process may still write where the file lies. */
export function freeBytes(file: string): number {
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize;
}

function migrate(db: DatabaseSyncInstance, from: number): void {
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < from) continue;
    db.exec('BEGIN IMMEDIATE');
    if (typeof step === 'string') db.exec(step);
    else step(db);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}

function pragma(db: DatabaseSyncInstance, name: string): unknown {
  return Object.values(db.prepare(`PRAGMA ${name}`).get())[0];
}
