/**
 * `npm run -s electron-path`: the binary that `npm start` uses, alone on stdout, for programs that drive the unpackaged
 * app from outside. Fetches nothing; fails when the set-up has not been done.
 */
import { describeElectron, electronSources, readyElectron } from './setup/electron.mjs';
import { ROOT } from './setup/prepare.mjs';
import { entry, SetupError, say } from './setup/say.mjs';

await entry(async () => {
  const electron = await readyElectron(electronSources(ROOT));
  if (electron === undefined)
    throw new SetupError('There is no Electron here yet. Run this first: npm run setup');
  say('electron', describeElectron(electron));
  process.stdout.write(`${electron.path}\n`);
  return 0;
});
