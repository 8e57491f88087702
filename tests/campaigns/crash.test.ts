import { describe, expect, it } from 'vitest';
import { campaign, type Tally } from './support/crash-campaign.ts';
import { SCENARIOS } from './support/crash-scenarios.ts';

/** Crash before and after every journal write, restart on the same disk against the same servers, look at the money. */
describe('crash campaign', () => {
  const tallies: Tally[] = [];

  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (_, scenario) => {
      const tally = await campaign(scenario);
      tallies.push(tally);
      expect(tally.outcomes[0]?.ends).toEqual([scenario.ends]);
      expect(tally.outcomes.filter((outcome) => outcome.violations.length > 0)).toEqual([]);
      expect(tally.crashPoints).toBeGreaterThanOrEqual(8);
    },
    60_000,
  );

  it('says how much it has tried', () => {
    const points = tallies.reduce((sum, tally) => sum + tally.crashPoints, 0);
    const runs = tallies.reduce((sum, tally) => sum + tally.outcomes.length, 0);
    const violations = tallies
      .flatMap((tally) => tally.outcomes)
      .flatMap((outcome) => outcome.violations).length;
    console.log(
      `crash campaign: ${tallies.length} scenarios, ${points} crash points, ${runs} runs, ${violations} violations`,
    );
    expect(tallies).toHaveLength(SCENARIOS.length);
  });
});
