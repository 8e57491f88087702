/**
 * `npm run pack`: the packaged app as a directory in release/, made from the Electron that is at hand, to try it.
 * `npm run pack -- --release`: the installers of this system (electron-builder.yml), from Electron's own download only.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBuilt } from './build/build.mjs';
import { prepare, ROOT } from './setup/prepare.mjs';
import { entry, SetupError, say } from './setup/say.mjs';

await entry(async () => {
  const release = process.argv.includes('--release');
  const electron = await prepare({ purpose: 'run' });
  if (release && electron.source !== 'package') {
    throw new SetupError(
      `A release needs Electron's own download, and this is ${electron.version} from elsewhere (${electron.path}).\n` +
        'Use a network that reaches github.com, then: npm run setup -- --refresh',
    );
  }
  await ensureBuilt(ROOT);
  const { build } = await import('electron-builder');
  const made = await build({
    projectDir: ROOT,
    dir: !release,
    publish: 'never',
    config: release
      ? {}
      : {
          electronDist: electron.dist,
          electronVersion: electron.version,
          // electron-builder clears the loader of unpackaged apps away only from its own download.
          afterPack: ({ appOutDir }) => rm(join(appOutDir, 'resources/default_app.asar'), { force: true }),
        },
  });
  for (const file of made) say('pack', file);
  if (electron.source === 'registry')
    say('pack', "made from the npm registry's Electron: to try here, never to ship");
  return 0;
});
