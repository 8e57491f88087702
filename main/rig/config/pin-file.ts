import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type PinHash, parsePinHash } from '../../operator/pin-hash.ts';
import { type ConfigProblem, problem } from './problem.ts';
import { valueAt } from './schema-tree.ts';

const PATH = ['operator', 'pinFile'];
const ACCEPTED = 'file made by scripts/operator-pin.mjs';

/**
 * The technician's number that the configuration names, as its hash.
 *
 * @param raw what was read from the file
 * @param folder the configuration's own: a relative path starts there
 */
export async function readPinFile(
  raw: unknown,
  folder: string,
): Promise<{ readonly hash: PinHash | null; readonly problems: readonly ConfigProblem[] }> {
  const file = valueAt(raw, PATH);
  if (typeof file !== 'string' || file === '') return { hash: null, problems: [] };
  const wrong = (message: string, accepted = ACCEPTED) => ({
    hash: null,
    problems: [problem(PATH, message, accepted)],
  });
  const absolute = resolve(folder, file);
  let text: string;
  try {
    text = await readFile(absolute, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return wrong(code === 'ENOENT' ? 'no such file' : `the file cannot be read (${code})`);
  }
  const hash = parsePinHash(text);
  if (hash === null) return wrong('does not hold a number’s hash');
  if (await isOpenToAll(absolute)) {
    return wrong('a number’s hash that every user of this machine can read', 'chmod 600');
  }
  return { hash, problems: [] };
}

/** POSIX only: Windows says nothing about it in the mode. */
async function isOpenToAll(file: string): Promise<boolean> {
  /* v8 ignore next -- Windows */
  if (process.platform === 'win32') return false;
  return ((await stat(file)).mode & 0o004) !== 0;
}
