/**
 * Whatever cards, readers and scanners may say: nothing throws, hangs or grows. A short campaign, the same each time; the
 * long one, with other inputs each time, is `node scripts/fuzz.mjs`.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzz, TARGETS } from './support/fuzz/campaign.ts';
import { must } from './support/fuzz/target.ts';

const INPUTS = 12_000;
const SEED = 20_261_124;

/** For a machine that others keep busy; alone, all of it takes seconds. */
const PATIENCE = { timeout: 120_000 };

describe('whatever comes over the wire', PATIENCE, () => {
  let tried = 0;

  it.each(TARGETS)('$name', async (target) => {
    const { inputs, failure } = await fuzz(target, INPUTS, SEED);
    tried += inputs;
    expect(failure).toBeNull();
  });

  it('would tell: a broken rule is found, with its seed and the smallest input that breaks it', async () => {
    const property = () => fc.property(fc.nat(), (input) => must(input < 7, 'small'));
    const { failure } = await fuzz({ name: 'a bad rule', share: 1_000, property }, INPUTS, SEED);
    expect(failure).toContain(`a bad rule: Property failed`);
    expect(failure).toContain(`seed: ${SEED}`);
    expect(failure).toContain('Counterexample: [7]');
  });

  it('says how much it has tried', () => {
    console.log(`card fuzz: ${TARGETS.length} targets, ${tried} inputs, seed ${SEED}`);
    expect(tried).toBeGreaterThanOrEqual(INPUTS);
  });
});
