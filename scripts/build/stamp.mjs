/** Whether a build is still what the sources say: a hash over the path, time and size of every file that goes in and comes out. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} root
 * @param {readonly string[]} places files or directories inside root; a missing one counts as missing, not as an error
 * @returns {string}
 */
export function fingerprint(root, places) {
  const hash = createHash('sha256');
  for (const place of places) visit(root, place, hash);
  return hash.digest('hex');
}

/** @param {string} root @param {string} place @param {import('node:crypto').Hash} hash */
function visit(root, place, hash) {
  const path = join(root, place);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    hash.update(`${place} missing\n`);
  } else if (found.isDirectory()) {
    for (const name of readdirSync(path).sort()) visit(root, join(place, name), hash);
  } else {
    hash.update(`${place} ${found.size} ${found.mtimeMs}\n`);
  }
}

/** @typedef {{ root: string, inputs: readonly string[], output: string, file: string }} Stamped `output`, `file`: inside root */

/** @param {Stamped} what */
export function isFresh({ root, inputs, output, file }) {
  let written = '';
  try {
    written = readFileSync(join(root, file), 'utf8');
  } catch {
    return false;
  }
  return written === stampOf({ root, inputs, output, file });
}

/** @param {Stamped} what */
export function writeStamp(what) {
  writeFileSync(join(what.root, what.file), stampOf(what));
}

/** @param {Stamped} what */
function stampOf({ root, inputs, output }) {
  return `${fingerprint(root, inputs)} ${fingerprint(root, [output])}\n`;
}
