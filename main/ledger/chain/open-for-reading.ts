import { existsSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { err, ok, type Result } from '../../../drivers/base/result.ts';
import { corrupt, type JournalError, openError, unusable } from '../journal-error.ts';
import { APPLICATION_ID, MIGRATIONS } from '../migrations.ts';

/**
 * Opens a journal to look at it: nothing in it is changed, no key is needed, and a terminal that is running is not
 * disturbed (it holds the file, and the answer is IN_USE). Close the connection afterwards.
 */
export function openForReading(file: string): Result<DatabaseSyncInstance, JournalError> {
  if (!existsSync(file)) return err({ code: 'UNUSABLE', file, message: `There is no file ${file}.` });
  let db: DatabaseSyncInstance | null = null;
  try {
    db = new DatabaseSync(file, { readOnly: true, timeout: 0 });
    const trouble = check(db, file);
    if (trouble === null) return ok(db);
    db.close();
    return err(trouble);
  } catch (error) {
    db?.close();
    const known = openError(file, error);
    /* v8 ignore next -- a bug of ours */
    if (known === null) throw error;
    return err(known.code === 'UNUSABLE' ? unusable(file, error) : known);
  }
}

function check(db: DatabaseSyncInstance, file: string): JournalError | null {
  const fact = (name: string) => Number(Object.values(db.prepare(`PRAGMA ${name}`).get())[0]);
  if (fact('application_id') !== APPLICATION_ID) {
    return { code: 'FOREIGN', file, message: `${file} is not a journal of this terminal.` };
  }
  const version = fact('user_version');
  if (version > MIGRATIONS.length) {
    return { code: 'NEWER_SCHEMA', file, message: `${file} was written by a newer version of this program.` };
  }
  if (version < MIGRATIONS.length) {
    return corrupt(
      file,
      'it is older than this program; start the terminal once, which brings it up to date',
    );
  }
  return null;
}
