/**
 * `npm run setup [-- --refresh] [-- --system]`: prepares this machine and checkout for everything, tests included. Afterwards
 * the Electron that `npm run -s electron-path` names can be launched on this checkout: dist/ is built too.
 *
 * `--refresh`  tries Electron's normal download again although it failed within the last day
 * `--system`   only the operating system's packages; works before `npm ci` and is the part that wants root:
 *              sudo node scripts/setup.mjs --system
 */
import { ensureBuilt } from './build/build.mjs';
import { prepare, ROOT } from './setup/prepare.mjs';
import { entry, SetupError, say } from './setup/say.mjs';
import { ensureSystem } from './setup/system.mjs';

await entry(async () => {
  const flags = process.argv.slice(2);
  const unknown = flags.find((flag) => flag !== '--refresh' && flag !== '--system');
  if (unknown !== undefined) throw new SetupError(`Unknown flag ${unknown}. Known: --refresh, --system.`);
  if (flags.includes('--system')) {
    await ensureSystem({ purpose: 'test', virtualDisplay: true });
  } else {
    await prepare({ purpose: 'test', display: 'virtual', refresh: flags.includes('--refresh') });
    await ensureBuilt(ROOT);
  }
  say('setup', 'ready');
  return 0;
});
