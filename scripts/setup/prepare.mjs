/** Everything a fresh machine needs before the app can be built, run or tested; nothing that is already there is done again. */
import { resolve } from 'node:path';
import { needsVirtualDisplay } from './display.mjs';
import { chooseElectron, describeElectron, electronSources } from './electron.mjs';
import { ensurePackages } from './packages.mjs';
import { say } from './say.mjs';
import { ensureSystem } from './system.mjs';

export const ROOT = resolve(import.meta.dirname, '../..');

/**
 * @param {{ purpose: import('./system.mjs').Purpose, display?: 'real' | 'virtual', refresh?: boolean }} options
 *   `display`: what will be drawn on, so that a virtual display is only installed where one will be used
 * @returns {Promise<import('./electron.mjs').ElectronBinary>}
 * @throws {import('./say.mjs').SetupError} when something is missing that cannot be had from here
 */
export async function prepare({ purpose, display = 'real', refresh = false }) {
  await ensurePackages(ROOT);
  const electron = await chooseElectron(electronSources(ROOT), { refresh });
  say('electron', describeElectron(electron));
  const virtualDisplay = await needsVirtualDisplay(display);
  await ensureSystem({ purpose, virtualDisplay, electron: electron.path });
  return electron;
}
