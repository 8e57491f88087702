/** Why the journal cannot be used at all: the application stops (exit code 3) with `message`, which is one sentence. */
export interface JournalError {
  readonly code: /** The file is not SQLite, or SQLite that is damaged, or a row in it cannot be read. */
    | 'CORRUPT'
    /** A database of another program. */
    | 'FOREIGN'
    /** Written by a newer version of this program. */
    | 'NEWER_SCHEMA'
    /** Another process has it open. */
    | 'IN_USE'
    /** The key beside the journal is missing, damaged, or belongs to another journal. */
    | 'KEY'
    /** No right to create, open or write it; no such folder. */
    | 'UNUSABLE'
    /** The disk or file system does not give the durability that was asked for (WAL, synchronous=FULL). */
    | 'NOT_DURABLE';
  readonly file: string;
  readonly message: string;
}

/** SQLite's primary result codes that are somebody else's fault, not a bug. */
const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;

/** The primary result code of an error that SQLite raised; null for anything else. */
export function sqliteCode(error: unknown): number | null {
  const { errcode } = Object(error) as { readonly errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : null;
}

/** True for what a disk does to us while we run: full, read-only, failing, gone. Everything else thrown is a bug. */
export function isDiskTrouble(error: unknown): boolean {
  const code = sqliteCode(error);
  return (
    code === SQLITE_FULL ||
    code === SQLITE_READONLY ||
    code === SQLITE_IOERR ||
    code === SQLITE_CANTOPEN ||
    code === SQLITE_CORRUPT
  );
}

/** For errors while opening; null = not the world's doing, rethrow. */
export function openError(file: string, error: unknown): JournalError | null {
  switch (sqliteCode(error)) {
    case SQLITE_BUSY:
      return { code: 'IN_USE', file, message: `The journal ${file} is in use by another process.` };
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return corrupt(file, 'it is not a readable database');
    default:
      return isDiskTrouble(error) ? unusable(file, error) : null;
  }
}

export function corrupt(file: string, what: string): JournalError {
  return {
    code: 'CORRUPT',
    file,
    message: `The journal ${file} is damaged (${what}). Nothing was changed; keep the file and call support.`,
  };
}

export function unusable(file: string, error: unknown): JournalError {
  return {
    code: 'UNUSABLE',
    file,
    message: `The journal ${file} cannot be opened for writing: ${Object(error).message}.`,
  };
}
