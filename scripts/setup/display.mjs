/**
 * Something to draw on. A person's own display is used when it answers; otherwise a virtual one is started, with a
 * window manager on it, because without one no window ever goes full screen. Only Linux needs any of this.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SetupError, say } from './say.mjs';
import { hasCommand } from './system.mjs';

/**
 * @typedef {object} Display
 * @property {Record<string, string>} env to add to the environment of whatever draws
 * @property {readonly string[]} electronArgs to add to Electron's command line
 * @property {boolean} virtual
 * @property {() => void} close ends the virtual display; a no-op for a real one
 */

/** The commonest kiosk glass: 21.5" portrait. */
const SCREEN = '1080x1920x24';
const START_TIMEOUT_MS = 15_000;

/**
 * Where an X display of this name listens.
 *
 * @param {string} name the value of DISPLAY: `:0`, `:0.0`, `unix:1`, `host:10.0`
 * @returns {{ path: string } | { host: string, port: number } | undefined} undefined when it is not a display name
 */
export function displayAddress(name) {
  const match = /^(.*):(\d+)(?:\.\d+)?$/.exec(name);
  if (match === null) return undefined;
  const [, host = '', number = ''] = match;
  if (host === '' || host === 'unix') return { path: `/tmp/.X11-unix/X${number}` };
  return { host, port: 6000 + Number(number) };
}

/** @param {{ path: string } | { host: string, port: number }} address @returns {Promise<boolean>} */
function answers(address) {
  return new Promise((resolve) => {
    const socket = 'path' in address ? connect(address.path) : connect(address.port, address.host);
    const done = (/** @type {boolean} */ ok) => {
      socket.destroy();
      resolve(ok);
    };
    socket.setTimeout(2_000, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

/**
 * The person's own display, if there is one that answers.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Display | undefined>}
 */
export async function realDisplay(env = process.env) {
  const real = { env: {}, electronArgs: [], virtual: false, close: () => {} };
  if (process.platform !== 'linux') return real;
  const x11 = env.DISPLAY === undefined ? undefined : displayAddress(env.DISPLAY);
  if (x11 !== undefined && (await answers(x11))) return real;
  const { WAYLAND_DISPLAY: wayland, XDG_RUNTIME_DIR: runtime } = env;
  if (wayland && runtime && (await answers({ path: join(runtime, wayland) }))) {
    // The pinned Electron finds Wayland by itself; the older fallback binary has to be told.
    return { ...real, electronArgs: ['--ozone-platform=wayland'] };
  }
  return undefined;
}

/**
 * @param {{ prefer?: 'real' | 'virtual', env?: NodeJS.ProcessEnv }} [options] `virtual` takes a virtual one even when
 *   there is a real one (tests: a known size, and nobody's desktop is covered)
 * @returns {Promise<Display>}
 */
export async function openDisplay({ prefer = 'real', env = process.env } = {}) {
  if (prefer === 'real' || process.platform !== 'linux') {
    const real = await realDisplay(env);
    if (real !== undefined) return real;
  }
  return startVirtual(env);
}

/** Whether {@link openDisplay} would have to start one: then Xvfb and openbox must be installed. @param {'real' | 'virtual'} prefer */
export async function needsVirtualDisplay(prefer) {
  if (process.platform !== 'linux') return false;
  return prefer === 'virtual' || (await realDisplay()) === undefined;
}

/**
 * Starts a program that ends with us, even when we are killed the hard way (setpriv is in every Debian and Ubuntu).
 *
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {('ignore' | 'pipe')[]} stdio
 */
function spawnBound(command, args, env, stdio) {
  return hasCommand('setpriv')
    ? spawn('setpriv', ['--pdeathsig', 'TERM', '--', command, ...args], { env, stdio })
    : spawn(command, args, { env, stdio });
}

/** @param {NodeJS.ProcessEnv} env @returns {Promise<Display>} */
async function startVirtual(env) {
  // -displayfd lets the server pick a free number and tell it when it is ready: no race with other servers.
  const server = spawnBound(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset'],
    env,
    ['ignore', 'ignore', 'pipe', 'pipe'],
  );
  let complaint = '';
  server.stderr?.on('data', (chunk) => {
    complaint += chunk;
  });
  const number = await firstLine(server.stdio[3], server);
  if (number === undefined || !/^\d+$/.test(number)) {
    server.kill();
    throw new SetupError(
      `The virtual display (Xvfb) did not start: ${complaint.trim().split('\n').at(-1) || 'no answer'}`,
    );
  }
  const name = `:${number}`;
  const manager = await startWindowManager({ ...env, DISPLAY: name });
  const close = () => {
    process.off('exit', close);
    manager?.kill();
    server.kill();
  };
  process.once('exit', close);
  for (const child of [server, manager]) child?.unref();
  say('display', `no display used or found; started a virtual one (${name}, ${SCREEN})`);
  return { env: { DISPLAY: name }, electronArgs: [], virtual: true, close };
}

/**
 * openbox runs the given command once it manages windows, which is the only sign of readiness it gives.
 *
 * @param {NodeJS.ProcessEnv} env
 */
async function startWindowManager(env) {
  if (!hasCommand('openbox')) return undefined;
  const manager = spawnBound('openbox', ['--sm-disable', '--startup', 'echo ready'], env, [
    'ignore',
    'pipe',
    'ignore',
  ]);
  const line = await firstLine(manager.stdout, manager);
  if (line === undefined) {
    manager.kill();
    throw new SetupError('The window manager (openbox) of the virtual display did not start.');
  }
  return manager;
}

/**
 * @param {import('node:stream').Readable | import('node:stream').Writable | null | undefined} stream
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string | undefined>} undefined when the child ended or said nothing in time
 */
async function firstLine(stream, child) {
  if (!stream || !('read' in stream)) return undefined;
  const lines = createInterface({ input: /** @type {import('node:stream').Readable} */ (stream) });
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(START_TIMEOUT_MS)]);
  const line = once(lines, 'line', { signal }).then(([text]) => String(text));
  const ended = Promise.race([once(child, 'exit', { signal }), once(child, 'error', { signal })]).then(
    () => undefined,
  );
  try {
    return await Promise.race([line, ended]);
  } catch {
    return undefined;
  } finally {
    stop.abort();
    // Both losers of the race are aborted now; their rejections are expected.
    await Promise.allSettled([line, ended]);
    // The pipe itself stays open: closing it would kill the writer with SIGPIPE at its next word.
    stream.unpipe?.();
  }
}
