/** `npm run campaign -- [--runs N] [--seed N]`: the long crash campaign (tests/campaigns/crash-command.ts). */
import { pathToFileURL } from 'node:url';
import { buildTool } from './build/build.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ROOT } from './setup/prepare.mjs';
import { entry } from './setup/say.mjs';

await entry(async () => {
  await ensurePackages(ROOT);
  const tool = await import(pathToFileURL(await buildTool(ROOT, 'tests/campaigns/crash-command.ts')).href);
  return tool.runCampaign(process.argv.slice(2), (/** @type {string} */ line) => console.log(line));
});
