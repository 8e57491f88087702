/** `npm run docs`: writes the pages of docs/ that are drawn from the code (tests/docs/pages.ts). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildTool } from './build/build.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ROOT } from './setup/prepare.mjs';
import { entry, say } from './setup/say.mjs';

await entry(async () => {
  await ensurePackages(ROOT);
  const tool = await import(pathToFileURL(await buildTool(ROOT, 'tests/docs/pages.ts')).href);
  for (const [file, text] of await tool.generatedPages(ROOT)) {
    writeFileSync(join(ROOT, file), text);
    say('docs', `${file} written`);
  }
  return 0;
});
