/** A lock between processes, so that two runs on one machine do not install or download the same thing side by side. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './say.mjs';

/** After this long the work is started anyway: everything done under a lock is atomic by itself (rename), so the lock only saves work. */
const GIVE_UP_MS = 15 * 60_000;
/** A lock file without a readable pid is one being written right now, unless it stays so. */
const UNREADABLE_MS = 5_000;

/**
 * Runs `work` while holding `file`. A lock whose owner is gone (crash, kill -9) is taken over.
 *
 * @template T
 * @param {string} file
 * @param {string} topic for the line that says what is waited for
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, topic, work) {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = Date.now() + GIVE_UP_MS;
  let told = false;
  while (!take(file) && Date.now() < deadline) {
    if (!told) say(topic, `another run is busy with this; waiting for it (${file})`);
    told = true;
    await pause(250);
  }
  try {
    return await work();
  } finally {
    if (owner(file) === process.pid) rmSync(file, { force: true });
  }
}

/** @param {string} file */
function take(file) {
  const held = owner(file);
  if (held === 'unreadable' || (typeof held === 'number' && isAlive(held))) return false;
  if (typeof held === 'number') rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file @returns {number | 'none' | 'unreadable'} */
function owner(file) {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    if (Number.isInteger(pid) && pid > 0) return pid;
    return Date.now() - statSync(file).mtimeMs > UNREADABLE_MS ? 0x7fffffff : 'unreadable';
  } catch {
    return 'none';
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, as another user.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
