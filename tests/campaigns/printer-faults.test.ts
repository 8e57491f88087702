/**
 * Every fault before, during and after a job, on every printer profile: what the driver says is held against the paper.
 * During means behind every 100th byte with PRINTER_CAMPAIGN=long; in `npm test` in the middle, each fault at another byte.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { PROFILE_NAMES } from '../../drivers/printer/profile.ts';
import { PRINTER_FAULTS } from './support/printer-faults.ts';
import { jobBytes, type Moment, run, type TrialOutcome } from './support/printer-trial.ts';

const { PRINTER_CAMPAIGN } = process.env;
/** Bytes. */
const STEP = 100;

const outcomes: TrialOutcome[] = [];

function momentsOf(profile: string, faultAt: number): readonly Moment[] {
  const bytes = jobBytes(profile);
  const steps = Array.from({ length: Math.floor((bytes - 1) / STEP) }, (_, at) => (at + 1) * STEP);
  const during = [1, ...steps, bytes];
  if (PRINTER_CAMPAIGN === 'long') return ['before', ...during, 'after'];
  return ['before', during[(faultAt * 5 + profile.length) % during.length] ?? 1, 'after'];
}

describe.each(PROFILE_NAMES)('a printer of profile %s', (profile) => {
  it.each(PRINTER_FAULTS.map((fault, at) => [fault.name, fault, at] as const))(
    '%s',
    async (_, fault, at) => {
      const told: string[] = [];
      for (const moment of momentsOf(profile, at)) {
        const outcome = await run({ profile, fault, moment });
        outcomes.push(outcome);
        for (const violation of outcome.violations) told.push(`${moment}: ${violation}`);
      }
      expect(told).toEqual([]);
    },
    120_000,
  );
});

afterAll(() => {
  const counts = ['PRINTED', 'UNCERTAIN', 'FAILED_CLEAN']
    .map((state) => `${state} ${outcomes.filter(({ result }) => result.state === state).length}`)
    .join(', ');
  const broken = outcomes.filter(({ violations }) => violations.length > 0).length;
  console.log(
    `printer campaign: ${PROFILE_NAMES.length} profiles x ${PRINTER_FAULTS.length} faults, ${outcomes.length} jobs (${counts}), ${broken} broken rules`,
  );
});
