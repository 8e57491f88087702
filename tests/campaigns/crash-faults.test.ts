import { describe, expect, it } from 'vitest';
import { CALM, play } from './support/crash-campaign.ts';
import { longCampaign } from './support/crash-long.ts';
import { drawn, everyFault } from './support/crash-plans.ts';
import { Luck } from './support/crash-random.ts';
import { SCENARIOS } from './support/crash-scenarios.ts';
import { tellings } from './support/crash-story.ts';
import { randomWalk } from './support/crash-walks.ts';
import { WALLETS } from './support/crash-wallets.ts';

/** The same numbers on every machine; the long campaign draws more. */
const SEED = 20_261_125;
const FAULTS_EACH = 3;
const PAIRS_EACH = 3;
const WALKS = 150;

describe('crash campaign: faults of single calls, with and without crashes', () => {
  it.each(tellings(SCENARIOS, WALLETS))(
    '%s',
    async (name, scenario, wallet) => {
      const luck = new Luck(SEED ^ name.length);
      const calm = await play(scenario, wallet, CALM);
      const faults = everyFault(calm);
      const plans = [
        ...Array.from({ length: FAULTS_EACH }, () => luck.oneOf(faults)),
        ...Array.from({ length: PAIRS_EACH }, () => drawn(calm, luck)),
      ];
      for (const plan of plans) {
        const outcome = await play(scenario, wallet, plan);
        expect(outcome.violations, JSON.stringify(plan)).toEqual([]);
      }
    },
    120_000,
  );
});

describe('crash campaign: walks', () => {
  it.each(Array.from({ length: WALKS / 10 }, (_, at) => at))(
    'nobody has thought of, ten from %i0',
    async (tens) => {
      for (let walk = tens * 10; walk < tens * 10 + 10; walk++) {
        const { scenario, wallet, plan } = randomWalk(new Luck(SEED + walk), WALLETS);
        const outcome = await play(scenario, wallet, plan);
        expect(outcome.violations, `walk ${walk}`).toEqual([]);
      }
    },
    120_000,
  );
});

describe('the long campaign', () => {
  it('plays the same run again when told its number', async () => {
    const said: string[] = [];
    const options = { runs: 2_000, seed: SEED, from: 0, shard: 0, of: 1, only: 1_234 };
    const report = await longCampaign(options, (line) => said.push(line));
    await longCampaign(options, (line) => said.push(line));
    expect(report).toMatchObject({ runs: 1, failures: 0 });
    expect(said[0]).toMatch(/ends [A-Z]/);
    expect(said[1]).toBe(said[0]);
  }, 120_000);
});
