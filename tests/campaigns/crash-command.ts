import { parseArgs } from 'node:util';
import { longCampaign } from './support/crash-long.ts';

/** `npm run campaign -- [--runs N] [--seed N] [--from RUN] [--shard K/N] [--only RUN]`: the long crash campaign. */
export async function runCampaign(args: readonly string[], say: (line: string) => void): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
      shard: { type: 'string', default: '1/1' },
      only: { type: 'string' },
    },
  });
  const [shard = 1, of = 1] = values.shard.split('/').map(Number);
  const seed = Number(values.seed);
  const only = values.only === undefined ? null : Number(values.only);
  const runs = Number(values.runs);
  const from = Number(values.from);
  if (![shard, of, seed, runs, from, only ?? 0].every(Number.isSafeInteger) || shard < 1 || shard > of) {
    say('Usage: npm run campaign -- [--runs N] [--seed N] [--from RUN] [--shard K/N] [--only RUN]');
    return 2;
  }
  const report = await longCampaign({ runs, seed, from, shard: shard - 1, of, only }, say);
  say(
    `crash campaign, seed ${seed}: ${report.runs} runs, ${report.crashes} crashes at ${report.crashPoints} crash points, ` +
      `${report.faults} faults of single calls, ${report.failures} runs with violations`,
  );
  return report.failures === 0 ? 0 : 1;
}
