/// <reference types="electron" />
/**
 * What a bare `electron <app>` runs before the app: finds the directory or file named on the command line and becomes it.
 * Electron's own distribution carries such a loader; the registry copy of the binary (electron-registry.mjs) does not,
 * so this one is packed into it as resources/default_app.asar. Never part of a packaged kiosk.
 *
 * Understands what Playwright and people use: `electron [-r module]… [Chromium and Node flags] <dir|file> [app flags]`, `--version`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app as electronApp } from 'electron/main';

/**
 * @param {readonly string[]} args the command line without the binary
 * @returns {{ preload: string[], target: string | undefined, version: boolean }}
 */
function read(args) {
  /** @type {string[]} */
  const preload = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--version' || arg === '-v') return { preload, target: undefined, version: true };
    if (arg === '--require' || arg === '-r') {
      at += 1;
      preload.push(args[at] ?? '');
    } else if (!arg.startsWith('-')) {
      return { preload, target: arg, version: false };
    }
  }
  return { preload, target: undefined, version: false };
}

/**
 * Two setters that Electron's own loader uses and its public types leave out.
 *
 * @typedef {Electron.App & { setAppPath(path: string): void, setVersion(version: string): void }} LoaderApp
 */

/** Gives Electron the app's own name, version and path, as it would take them from a packaged app. @param {string} target */
function adopt(target) {
  const app = /** @type {LoaderApp} */ (electronApp);
  const require = createRequire(join(target, 'package.json'));
  const entry = require.resolve(target);
  const manifest = join(target, 'package.json');
  if (!existsSync(manifest)) {
    app.setAppPath(dirname(entry));
    return entry;
  }
  const { name, productName, version, desktopName } = JSON.parse(readFileSync(manifest, 'utf8'));
  if (typeof version === 'string') app.setVersion(version);
  app.setName(productName ?? name ?? 'Electron');
  app.setDesktopName(desktopName ?? `${app.name}.desktop`);
  app.setAppPath(target);
  return entry;
}

/** @param {number} code @param {string} text @returns {never} */
function leave(code, text) {
  (code === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  process.exit(code);
}

const { preload, target, version } = read(process.argv.slice(1));
if (version) leave(0, `v${process.versions.electron}`);
if (target === undefined)
  leave(2, 'Nothing to run. Give the directory or the main file of an app: electron [flags] <path>');

// Tells the app that argv starts with its own path (Electron's documented marker of an unpackaged run).
Object.defineProperty(process, 'defaultApp', { value: true, configurable: false, enumerable: true });

const require = createRequire(join(process.cwd(), 'package.json'));
for (const module of preload) require(module);

const path = resolve(target);
let entry = '';
try {
  entry = adopt(path);
} catch (error) {
  leave(1, `Cannot run ${path}: ${error instanceof Error ? error.message : String(error)}`);
}
await import(pathToFileURL(entry).href);
