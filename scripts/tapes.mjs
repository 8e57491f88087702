/** `node scripts/tapes.mjs [name…]`: records the tapes of tests/tapes anew from the emulators (docs/tapes.md). */
import { pathToFileURL } from 'node:url';
import { buildTool } from './build/build.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ROOT } from './setup/prepare.mjs';
import { entry, say } from './setup/say.mjs';

await entry(async () => {
  await ensurePackages(ROOT);
  const tool = await import(pathToFileURL(await buildTool(ROOT, 'tests/tapes/record.ts')).href);
  for (const file of await tool.recordAll(ROOT, process.argv.slice(2))) say('tapes', `${file} recorded`);
  return 0;
});
