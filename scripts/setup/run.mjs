/** Child processes for the scripts: one place that knows time limits, captured output and how npm itself is started. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * @typedef {object} Ran
 * @property {number} code exit code; 128 + signal number when killed by a signal; 127 when the program does not exist
 * @property {string} stdout empty unless `capture`
 * @property {string} stderr empty unless `capture`
 * @property {boolean} timedOut
 */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, capture?: boolean, toStderr?: boolean, timeoutMs?: number }} [options]
 *   `capture` keeps the output instead of showing it; `toStderr` shows the child's stdout on our stderr
 * @returns {Promise<Ran>} never rejects: a program that cannot be started has code 127
 */
export function run(command, args, options = {}) {
  const { cwd, env = process.env, capture = false, toStderr = false, timeoutMs } = options;
  return new Promise((resolve) => {
    const out = capture ? 'pipe' : toStderr ? process.stderr : 'inherit';
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', out, capture ? 'pipe' : 'inherit'] });
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      stdout += chunk;
    });
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      stderr += chunk;
    });
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGTERM');
            setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
          }, timeoutMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, stdout, stderr: stderr + error.message, timedOut });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: exitCode(code, signal), stdout, stderr, timedOut });
    });
  });
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @returns {number} what a shell would report
 */
export function exitCode(code, signal) {
  if (code !== null) return code;
  return signal === null ? 1 : 128 + constants.signals[signal];
}

/**
 * npm as it was started: under `npm run` the very npm that runs us, otherwise the one on PATH.
 *
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args], options);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}
