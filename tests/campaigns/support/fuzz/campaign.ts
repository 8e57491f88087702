import fc from 'fast-check';
import { CARD_TARGETS } from './card-targets.ts';
import { FRAMING_TARGETS } from './framing-targets.ts';
import { SCANNER_TARGETS } from './scanner-targets.ts';
import type { FuzzTarget } from './target.ts';
import { VALUE_TARGETS } from './value-targets.ts';
import { WIRE_TARGETS } from './wire-targets.ts';

export const TARGETS: readonly FuzzTarget[] = [
  ...FRAMING_TARGETS,
  ...VALUE_TARGETS,
  ...CARD_TARGETS,
  ...SCANNER_TARGETS,
  ...WIRE_TARGETS,
];

export interface Fuzzed {
  readonly inputs: number;
  /** How to see it again, and the smallest input that shows it; null when every rule held. */
  readonly failure: string | null;
}

/** The same seed gives the same inputs. `inputs`: of the whole campaign, of which a target gets its share. */
export async function fuzz(target: FuzzTarget, inputs: number, seed: number): Promise<Fuzzed> {
  const whole = TARGETS.reduce((sum, { share }) => sum + share, 0);
  const numRuns = Math.ceil((inputs * target.share) / whole);
  const details = await fc.check(target.property(), { numRuns, seed });
  const failure = details.failed ? `${target.name}: ${fc.defaultReportMessage(details)}` : null;
  return { inputs: details.numRuns, failure };
}

/** `node scripts/fuzz.mjs`: all targets, one after the other; the exit code says whether every rule held. */
export async function runCampaign(
  inputs: number,
  seed: number,
  say: (line: string) => void,
): Promise<number> {
  let total = 0;
  let failed = 0;
  for (const target of TARGETS) {
    const { inputs: tried, failure } = await fuzz(target, inputs, seed);
    total += tried;
    say(`${String(tried).padStart(9)}  ${target.name}${failure === null ? '' : '  FAILED'}`);
    if (failure === null) continue;
    failed++;
    say(failure);
  }
  say(`${String(total).padStart(9)}  inputs, seed ${seed}, ${failed} of ${TARGETS.length} targets failed`);
  return failed === 0 ? 0 : 1;
}
