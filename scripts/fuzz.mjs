/**
 * `npm run fuzz -- [--inputs N] [--seed S]`: the long campaign against everything that cards, readers and scanners
 * may say (tests/campaigns/support/fuzz; docs/card-campaigns.md). A million inputs unless told otherwise.
 */
import { randomInt } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildTool } from './build/build.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ROOT } from './setup/prepare.mjs';
import { entry, say } from './setup/say.mjs';

const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string' } },
});

await entry(async () => {
  await ensurePackages(ROOT);
  const tool = await import(
    pathToFileURL(await buildTool(ROOT, 'tests/campaigns/support/fuzz/campaign.ts')).href
  );
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  return tool.runCampaign(Number(values.inputs), seed, (/** @type {string} */ line) => say('fuzz', line));
});
