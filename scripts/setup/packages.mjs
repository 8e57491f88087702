/** The npm packages: installs exactly what package-lock.json says, when node_modules does not already hold that. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { npm } from './run.mjs';
import { SetupError, say } from './say.mjs';

/** Vite 8 and Electron's downloader load ES modules through require(), which Node 20 does from this version on. */
const OLDEST_NODE = [20, 19];

/** @param {string} version */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 20 || (major === OLDEST_NODE[0] && minor >= (OLDEST_NODE[1] ?? 0));
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }} LockEntry
 * @typedef {{ packages?: Record<string, LockEntry> }} Lock
 */

/**
 * Whether npm's own record of what it installed (node_modules/.package-lock.json) is what the lock file asks for.
 * Optional packages may be missing: npm leaves out those of other platforms.
 *
 * @param {Lock} wanted package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json
 */
export function isInstalledAsLocked(wanted, installed) {
  const have = installed.packages ?? {};
  return Object.entries(wanted.packages ?? {}).every(([path, entry]) => {
    if (path === '' || entry.link === true) return true;
    const found = have[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** @param {string} text @returns {string} */
function hash(text) {
  return createHash('sha256').update(text).digest('hex');
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Makes node_modules match package-lock.json. When it already does, this reads two small files.
 * Install scripts are not run: every native module we use ships its binaries inside the package, and the result is
 * the same on machines where npm has them switched off.
 *
 * @param {string} root
 * @throws {SetupError} when Node is too old or `npm ci` fails
 */
export async function ensurePackages(root) {
  if (!isSupportedNode(process.versions.node)) {
    throw new SetupError(
      `Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`,
    );
  }
  if (isCurrent(root)) return;
  await withLock(join(root, '.build/npm-ci.lock'), 'packages', async () => {
    if (isCurrent(root)) return;
    say('packages', 'npm ci (node_modules is missing or is not what package-lock.json asks for)');
    const started = Date.now();
    const { code } = await npm(
      ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'],
      {
        cwd: root,
        toStderr: true,
        timeoutMs: 10 * 60_000,
      },
    );
    if (code !== 0) throw new SetupError(`npm ci failed with exit code ${code}; its own words are above.`);
    say('packages', `installed in ${((Date.now() - started) / 1000).toFixed(0)} s`);
    isCurrent(root);
  });
}

/** Compares and, when it finds a match, leaves a stamp so that the next run compares one hash only. @param {string} root */
function isCurrent(root) {
  const lock = read(join(root, 'package-lock.json'));
  if (lock === undefined)
    throw new SetupError(`package-lock.json is missing in ${root}: this is not a whole checkout.`);
  const record = read(join(root, 'node_modules/.package-lock.json'));
  if (record === undefined) return false;
  const stampFile = join(root, 'node_modules/.shebao-kiosk.stamp');
  const stamp = hash(`${lock}\n${record}`);
  if (read(stampFile) === stamp) return true;
  if (!isInstalledAsLocked(JSON.parse(lock), JSON.parse(record))) return false;
  writeFileSync(stampFile, stamp);
  return true;
}
