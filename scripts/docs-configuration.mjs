/** `node scripts/docs-configuration.mjs`: writes docs/configuration.md from the schema of kiosk.yaml. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildTool } from './build/build.mjs';
import { ROOT } from './setup/prepare.mjs';
import { entry, say } from './setup/say.mjs';

await entry(async () => {
  const tool = await import(pathToFileURL(await buildTool(ROOT, 'main/rig/config/reference.ts')).href);
  writeFileSync(join(ROOT, 'docs/configuration.md'), tool.configurationReference());
  say('docs', 'docs/configuration.md written');
  return 0;
});
