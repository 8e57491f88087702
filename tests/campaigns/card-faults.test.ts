/**
 * Everything that can be done to a card reader, at every moment of its use, with every family. The levers say themselves
 * in which ways they can be pulled; support/card-faults.ts says what each must lead to.
 */
import { describe, expect, it } from 'vitest';
import { VIRTUAL_FAMILIES } from '../../drivers/card-reader/testing/plugged.ts';
import { ROWS, waysToPull } from './support/card-faults.ts';
import { EXCHANGES, FIRST, STATES } from './support/card-states.ts';
import { tryOut } from './support/card-trial.ts';
import { CardWorld } from './support/card-world.ts';

const TABLE = VIRTUAL_FAMILIES.map((family) => ({
  family,
  levers: new CardWorld(family).emulator.levers,
}));
const CASES = TABLE.flatMap(({ family, levers }) =>
  levers.map((lever) => [family.name, lever.id, { family, lever, ways: waysToPull(lever) }] as const),
);

/** For a machine that others keep busy; alone, the whole matrix takes seconds. */
const PATIENCE = { timeout: 120_000 };

describe('the matrix of faults', PATIENCE, () => {
  let cells = 0;

  it.each(TABLE)('has a row for every lever, and no other: $family.name', ({ levers }) => {
    expect(levers.map(({ id }) => id).sort()).toEqual(Object.keys(ROWS).sort());
  });

  it.each(TABLE)('leaves no exchange of a reading out: $family.name', async ({ family }) => {
    const world = new CardWorld(family);
    await world.start();
    await world.insert(FIRST);
    let exchanges = 0;
    await world.settled(world.reader.readIdentity(() => exchanges++));
    expect(exchanges).toBe(EXCHANGES);
    await world.close();
  });

  it.each(CASES)('%s: %s', async (_family, _lever, { family, lever, ways }) => {
    for (const args of ways) {
      for (const state of STATES) {
        expect(await tryOut({ family, lever, args, state })).toEqual([]);
        cells++;
      }
    }
  });

  it('says how much it has tried, and has skipped nothing', () => {
    const ways = CASES.reduce((sum, [, , { ways }]) => sum + ways.length, 0);
    console.log(
      `card faults: ${VIRTUAL_FAMILIES.length} readers, ${Object.keys(ROWS).length} levers pulled in ${ways} ways, ` +
        `${STATES.length} states, ${cells} cells`,
    );
    expect(cells).toBe(ways * STATES.length);
  });
});
