/**
 * What the operating system must provide on Linux: the shared libraries Electron and the native modules link to, a
 * display to draw on where there is none, and for tests two tools that look at what was printed and, if they are to be
 * had, virtual device nodes.
 *
 * Debian and Ubuntu as root: installed. Anybody else: the exact command, and a failure, because guessing at
 * somebody's package manager or password is worse than one line to paste. Other systems bring all of it.
 */
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { run } from './run.mjs';
import { SetupError, say } from './say.mjs';

/**
 * @typedef {'run' | 'test'} Purpose
 *
 * @typedef {object} Need
 * @property {string} what a soname, a command, or words: how a person would name the missing thing
 * @property {readonly string[]} packages Debian packages that bring it, newest name first (Ubuntu 24.04 and Debian 13 renamed some to …t64)
 */

/**
 * Sonames → packages. The first group is what `ldd` finds in Electron itself; the second is opened at run time only
 * (GTK by Electron, libusb and libudev by node-hid), so no `ldd` ever reports it.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const LIBRARIES = {
  'libasound.so.2': ['libasound2t64', 'libasound2'],
  'libatk-1.0.so.0': ['libatk1.0-0t64', 'libatk1.0-0'],
  'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  'libatspi.so.0': ['libatspi2.0-0t64', 'libatspi2.0-0'],
  'libcairo.so.2': ['libcairo2'],
  'libcups.so.2': ['libcups2t64', 'libcups2'],
  'libdbus-1.so.3': ['libdbus-1-3'],
  'libdrm.so.2': ['libdrm2'],
  'libexpat.so.1': ['libexpat1'],
  'libgbm.so.1': ['libgbm1'],
  'libgio-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libglib-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgobject-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libnspr4.so': ['libnspr4'],
  'libnss3.so': ['libnss3'],
  'libnssutil3.so': ['libnss3'],
  'libsmime3.so': ['libnss3'],
  'libpango-1.0.so.0': ['libpango-1.0-0'],
  'libX11.so.6': ['libx11-6'],
  'libxcb.so.1': ['libxcb1'],
  'libXcomposite.so.1': ['libxcomposite1'],
  'libXdamage.so.1': ['libxdamage1'],
  'libXext.so.6': ['libxext6'],
  'libXfixes.so.3': ['libxfixes3'],
  'libXrandr.so.2': ['libxrandr2'],
  'libXss.so.1': ['libxss1'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libudev.so.1': ['libudev1'],
  'libusb-1.0.so.0': ['libusb-1.0-0'],
};

/** Not in Electron's `ldd`, see above. */
const OPENED_AT_RUN_TIME = ['libgtk-3.so.0', 'libudev.so.1', 'libusb-1.0.so.0'];

/** `udevadm` lists serial ports; Xvfb is the virtual display, and without a window manager on it no window goes full screen. */
const COMMANDS = [
  { command: 'udevadm', packages: ['udev'], when: 'always' },
  { command: 'Xvfb', packages: ['xvfb'], when: 'virtual-display' },
  { command: 'openbox', packages: ['openbox'], when: 'virtual-display' },
  { command: 'pdftotext', packages: ['poppler-utils'], when: 'test' },
  { command: 'pdftoppm', packages: ['poppler-utils'], when: 'test' },
];

/**
 * Virtual device nodes for tests/hardware, a compiler for the few lines that they need, and a token for keys that never
 * leave it. Wished for, never demanded: where they are missing those tests report themselves as skipped.
 */
const WISHES = ['umockdev', 'gir1.2-umockdev-1.0', 'python3-gi', 'gcc', 'libc6-dev', 'softhsm2'];

/**
 * @param {string} output of `ldd`
 * @returns {string[]} sonames that the loader cannot find, each once
 */
export function parseLdd(output) {
  const missing = [...output.matchAll(/^\s*(\S+)\s+=>\s+not found\s*$/gm)].map((match) => match[1] ?? '');
  return [...new Set(missing)];
}

/**
 * @param {string} output of `ldconfig -p`
 * @returns {Set<string>} sonames the loader knows
 */
export function parseLdconfig(output) {
  return new Set([...output.matchAll(/^\s+(\S+) \(/gm)].map((match) => match[1] ?? ''));
}

/**
 * @typedef {object} Probe what {@link missingNeeds} asks the machine; injected in tests
 * @property {string | undefined} electron the binary whose libraries are asked for; undefined asks for all known ones
 * @property {(binary: string) => Promise<string>} ldd output
 * @property {() => Promise<string>} ldconfig output of `ldconfig -p`, empty when there is none
 * @property {(command: string) => boolean} hasCommand
 * @property {() => Promise<boolean>} hasChineseFont
 */

/**
 * @param {Probe} probe
 * @param {{ purpose: Purpose, virtualDisplay: boolean }} want
 * @returns {Promise<Need[]>}
 */
export async function missingNeeds(probe, { purpose, virtualDisplay }) {
  const known = parseLdconfig(await probe.ldconfig());
  const expected = probe.electron === undefined ? Object.keys(LIBRARIES) : OPENED_AT_RUN_TIME;
  // A machine without ldconfig (musl, Nix) has no list to ask; ldd still answers for Electron itself.
  const sonames = new Set(known.size === 0 ? [] : expected.filter((soname) => !known.has(soname)));
  if (probe.electron !== undefined) {
    for (const soname of parseLdd(await probe.ldd(probe.electron))) sonames.add(soname);
  }
  /** @type {Need[]} */
  const needs = [...sonames].sort().map((soname) => ({ what: soname, packages: LIBRARIES[soname] ?? [] }));
  for (const { command, packages, when } of COMMANDS) {
    const wanted = when === 'always' || (when === 'test' ? purpose === 'test' : virtualDisplay);
    if (wanted && !probe.hasCommand(command)) needs.push({ what: command, packages });
  }
  if (purpose === 'test' && !(await probe.hasChineseFont())) {
    needs.push({ what: 'a Chinese font', packages: ['fonts-noto-cjk'] });
  }
  return needs;
}

/** @param {string} command @param {NodeJS.ProcessEnv} [env] */
export function hasCommand(command, env = process.env) {
  // Administrators' directories are not on everybody's PATH, and udevadm and ldconfig live there on some systems.
  const directories = [...(env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return directories.some((directory) => {
    try {
      accessSync(join(directory, command), constants.X_OK);
      return directory !== '';
    } catch {
      return false;
    }
  });
}

/** @param {string | undefined} electron @returns {Probe} */
function machine(electron) {
  const env = { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` };
  /** @param {string} command @param {string[]} args */
  const output = async (command, args) =>
    (await run(command, args, { capture: true, env, timeoutMs: 30_000 })).stdout;
  return {
    electron,
    ldd: (binary) => output('ldd', [binary]),
    ldconfig: () => output('ldconfig', ['-p']),
    hasCommand,
    hasChineseFont: async () => (await output('fc-list', [':lang=zh', 'family'])).trim() !== '',
  };
}

/**
 * Checks, and installs what is missing where that is possible.
 *
 * @param {{ purpose: Purpose, virtualDisplay: boolean, electron?: string }} want
 * @throws {SetupError} with the command to run when something is missing that cannot be installed from here
 */
export async function ensureSystem(want) {
  if (process.platform !== 'linux') return;
  const probe = machine(want.electron);
  const missing = await missingNeeds(probe, want);
  if (missing.length > 0) {
    await install(missing);
    const still = await missingNeeds(probe, want);
    if (still.length > 0) {
      throw new SetupError(
        `Still missing after the installation: ${still.map(({ what }) => what).join(', ')}.`,
      );
    }
  }
  if (want.purpose === 'test') await grantWishes();
  if (want.electron !== undefined) warnAboutSandbox(want.electron);
}

/** @param {string} output of `dpkg-query -W -f '${Package} ${db:Status-Status}\n'` @returns {string[]} wishes not installed */
export function openWishes(output) {
  const installed = new Set([...output.matchAll(/^(\S+) installed$/gm)].map((match) => match[1] ?? ''));
  return WISHES.filter((name) => !installed.has(name));
}

/** Root on Debian or Ubuntu only; says what was not to be had, and goes on. */
async function grantWishes() {
  if (process.getuid?.() !== 0 || !hasCommand('apt-get')) return;
  const format = `\${Package} \${db:Status-Status}\\n`;
  const { stdout } = await run('dpkg-query', ['-W', '-f', format, ...WISHES], { capture: true });
  const open = openWishes(stdout);
  if (open.length === 0) return;
  if ((await availablePackages(open)).size < open.length) await updateLists();
  if (!(await aptInstall(open, 3 * 60_000))) {
    say('system', `${open.join(' ')} could not be installed; the tests that need that will be skipped`);
  }
}

async function updateLists() {
  const updated = await run('apt-get', ['update', '-qq'], { toStderr: true, timeoutMs: 5 * 60_000 });
  if (updated.code !== 0) say('system', 'apt-get update failed; going on with the lists that are there');
}

/** @param {readonly string[]} packages @param {number} timeoutMs */
async function aptInstall(packages, timeoutMs) {
  const command = ['install', '-y', '--no-install-recommends', ...packages];
  say('system', `apt-get ${command.join(' ')}`);
  const installed = await run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...command], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    toStderr: true,
    timeoutMs,
  });
  return installed.code === 0;
}

/** @param {readonly Need[]} missing */
async function install(missing) {
  const words = missing.map(({ what }) => what).join(', ');
  if (!hasCommand('apt-get')) {
    throw new SetupError(
      `This system lacks: ${words}.\nInstall them with its package manager and run this again.`,
    );
  }
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    say('system', `missing: ${words}`);
    await updateLists();
  }
  const unnamed = missing.filter(({ packages }) => packages.length === 0).map(({ what }) => what);
  if (unnamed.length > 0) {
    throw new SetupError(
      `No package is known for: ${unnamed.join(', ')}. Find it with: apt-file search ${unnamed[0]}`,
    );
  }
  const packages = await choosePackages(missing, availablePackages);
  if (!isRoot) {
    throw new SetupError(
      `This system lacks: ${words}.\nRun this once, then start again:\n\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}\n`,
    );
  }
  if (!(await aptInstall(packages, 15 * 60_000)))
    throw new SetupError('apt-get install failed; its own words are above.');
}

/**
 * One package per need: the first name that this release really has.
 *
 * @param {readonly Need[]} needs
 * @param {(names: readonly string[]) => Promise<Set<string>>} available
 * @returns {Promise<string[]>} each once, sorted
 */
export async function choosePackages(needs, available) {
  const names = await available([...new Set(needs.flatMap(({ packages }) => packages))]);
  const chosen = needs.map(
    ({ packages }) => packages.find((name) => names.has(name)) ?? packages.at(-1) ?? '',
  );
  return [...new Set(chosen)].sort();
}

/** `apt-cache show` prints nothing for a name that is only virtual, which is what the old names became. @param {readonly string[]} names */
async function availablePackages(names) {
  const shown = await run('apt-cache', ['show', '--no-all-versions', ...names], { capture: true });
  return new Set([...shown.stdout.matchAll(/^Package: (\S+)$/gm)].map((match) => match[1] ?? ''));
}

/**
 * Chromium's sandbox needs user namespaces. Ubuntu ≥ 23.10 denies them to unknown programs, and Electron then dies at
 * start with a line about chrome-sandbox. Only said, never changed: it is a security setting of the machine.
 *
 * @param {string} electron
 */
function warnAboutSandbox(electron) {
  if (process.getuid?.() === 0) return;
  const denied =
    setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    setting('/proc/sys/kernel/unprivileged_userns_clone') === '0';
  if (!denied || isSetuidRoot(join(dirname(electron), 'chrome-sandbox'))) return;
  say(
    'system',
    'this machine denies user namespaces, so Chromium cannot make its sandbox and may not start. To allow it until the next boot: ' +
      'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  );
}

/** @param {string} file */
function setting(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** @param {string} file */
function isSetuidRoot(file) {
  try {
    const { uid, mode } = statSync(file);
    return uid === 0 && (mode & 0o4000) !== 0;
  } catch {
    return false;
  }
}
