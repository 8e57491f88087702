import { describe, expect, it } from 'vitest';
import { CALM, play } from './support/crash-campaign.ts';
import { fewCrashes } from './support/crash-plans.ts';
import { LAST_ROW, NOT_PLAYED, SCENARIOS } from './support/crash-scenarios.ts';
import { endsOf, tellings } from './support/crash-story.ts';
import { WALLETS } from './support/crash-wallets.ts';

/** An order that goes on writing for days repeats itself; the long campaign looks further. */
const MOST_WRITES = 12;
const LEAST_RUNS = 1_200;

/**
 * Every row of the list of failure scenarios: crash before, within and after every journal write, restart on the same
 * disk against the same servers, look at the money.
 */
describe('crash campaign', () => {
  let runs = 0;
  let crashes = 0;

  it('plays every row of the list, or says why not', () => {
    const rows = new Set([...SCENARIOS.map(({ row }) => row), ...Object.keys(NOT_PLAYED).map(Number)]);
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: LAST_ROW }, (_, at) => at + 1));
    expect(SCENARIOS.filter(({ row }) => row in NOT_PLAYED)).toEqual([]);
  });

  it.each(tellings(SCENARIOS, WALLETS))(
    '%s',
    async (_, scenario, wallet) => {
      const calm = await play(scenario, wallet, CALM);
      expect(calm.violations).toEqual([]);
      expect(calm.ends).toEqual(endsOf(scenario, wallet));
      runs += 1;
      for (const plan of fewCrashes(calm, MOST_WRITES, WALLETS.indexOf(wallet))) {
        const outcome = await play(scenario, wallet, plan);
        runs += 1;
        crashes += outcome.crashes;
        expect(outcome.violations, JSON.stringify(plan)).toEqual([]);
      }
    },
    120_000,
  );

  it('says how much it has tried', () => {
    console.log(
      `crash campaign: ${SCENARIOS.length} stories, ${runs} runs, ${crashes} crashes, 0 violations`,
    );
    expect(runs).toBeGreaterThanOrEqual(LEAST_RUNS);
    expect(crashes).toBeGreaterThan(runs / 2);
  });
});
