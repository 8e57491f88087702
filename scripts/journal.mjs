/** `npm run journal -- verify FILE | show ORDER FILE`: looks into a terminal's journal (main/operator/journal-tool). */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildTool } from './build/build.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ROOT } from './setup/prepare.mjs';
import { entry } from './setup/say.mjs';

await entry(async () => {
  await ensurePackages(ROOT);
  const tool = await import(
    pathToFileURL(await buildTool(ROOT, 'main/operator/journal-tool/journal-tool.ts')).href
  );
  // npm runs scripts in the package's folder; a path is meant from where the person stands.
  process.chdir(resolve(process.env.INIT_CWD ?? '.'));
  return tool.journalTool(process.argv.slice(2), (/** @type {string} */ line) => console.log(line));
});
