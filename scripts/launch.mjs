/** Starts the unpackaged app in Electron and becomes it: same streams, same signals, same exit code. */
import { spawn } from 'node:child_process';
import { exitCode } from './setup/run.mjs';
import { say } from './setup/say.mjs';

/** @typedef {import('./setup/electron.mjs').ElectronBinary} ElectronBinary */
/** @typedef {import('./setup/display.mjs').Display} Display */

/** @type {readonly NodeJS.Signals[]} */
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * The environment and the first arguments with which Electron runs here.
 *
 * @param {Display} display
 * @returns {{ env: Record<string, string>, args: string[] }}
 */
export function electronSettings(display) {
  /** @type {Record<string, string>} */
  const env = {};
  for (const [name, value] of Object.entries({ ...process.env, ...display.env })) {
    // Set by some editors' terminals; it would turn Electron into a plain Node.
    if (value !== undefined && name !== 'ELECTRON_RUN_AS_NODE') env[name] = value;
  }
  const args = [...display.electronArgs];
  if (isRootOnLinux()) args.push('--no-sandbox');
  return { env, args };
}

/** Chromium refuses to run as root with its sandbox on. */
export function isRootOnLinux() {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/**
 * @param {ElectronBinary} electron
 * @param {Display} display
 * @param {string} app directory of the app
 * @param {readonly string[]} flags the app's own
 */
export function spawnApp(electron, display, app, flags) {
  const { env, args } = electronSettings(display);
  return spawn(electron.path, [...args, app, ...flags], { env, stdio: 'inherit' });
}

/**
 * @param {Parameters<typeof spawnApp>} what
 * @returns {Promise<number>} the app's exit code
 */
export function runApp(...what) {
  if (isRootOnLinux()) say('start', 'running as root, therefore without the Chromium sandbox (--no-sandbox)');
  return new Promise((resolve, reject) => {
    const child = spawnApp(...what);
    const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    for (const signal of FORWARDED) process.on(signal, forward);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of FORWARDED) process.off(name, forward);
      resolve(exitCode(code, signal));
    });
  });
}
