import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Journal, type JournalOptions } from '../journal.ts';
import { tempFolder } from './temp-folder.ts';

/** Journals on a disk of their own, closed and removed with the test. */

export function newFile(): string {
  return join(tempFolder(), 'journal.sqlite');
}

export function open(options: JournalOptions): Journal {
  const journal = Journal.open(options);
  if (!journal.ok) throw new Error(journal.error.message);
  onTestFinished(() => journal.value.close());
  return journal.value;
}

export function refusal(file: string, options: Partial<JournalOptions> = {}): string {
  const journal = Journal.open({ ...options, file });
  if (journal.ok) journal.value.close();
  return journal.ok ? 'opened' : journal.error.code;
}
