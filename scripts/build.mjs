/** `npm run build [-- --force]`: builds dist/, unless it is already what the sources say. */
import { ensureBuilt } from './build/build.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ROOT } from './setup/prepare.mjs';
import { entry, say } from './setup/say.mjs';

await entry(async () => {
  await ensurePackages(ROOT);
  const built = await ensureBuilt(ROOT, { force: process.argv.includes('--force') });
  if (!built) say('build', 'dist/ is up to date');
  return 0;
});
