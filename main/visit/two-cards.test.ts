import { describe, expect, it } from 'vitest';
import { done } from '../../drivers/base/outcome.ts';
import { READ_MS } from './testing/fake-reader.ts';
import { toBills, toBillsByCode, toOutcome, toPay, toPrinted, toReview } from './testing/journey.ts';
import { CARD, INSURED, LI_CARD, LI_INSURED, WANG } from './testing/people.ts';
import { visitWorld, type World } from './testing/world.ts';

/** Two residents with one card each, one of them impatient: nobody sees anything of the other. */

const OF_WANG = [WANG.name, WANG.idNumber, '王*明', '440***********0011', 'K0001-1', 'V-1'];

/** Wang's card out, Li's in, before anybody can blink. */
function swap(world: World): void {
  world.agency.lookupAnswer = done(LI_INSURED);
  world.reader.remove();
  world.reader.insert(LI_CARD);
}

function expectNothingOfWang(world: World, from: number): void {
  const said = world.said(from);
  for (const word of OF_WANG) expect(said).not.toContain(word);
}

const PLACES: readonly (readonly [string, (world: World) => Promise<void>])[] = [
  [
    'while the first is being read',
    async (world) => {
      world.reader.insert(CARD);
      await world.seconds(0.5);
    },
  ],
  [
    'while the agency is asked about the first',
    async (world) => {
      world.reader.insert(CARD);
      await world.clock.advance(READ_MS);
    },
  ],
  ['at the bills', toBills],
  [
    'at the review',
    async (world) => {
      await toBills(world);
      await toReview(world);
    },
  ],
  ['at the outcome', toOutcome],
  ['at the slip', toPrinted],
  [
    'at the farewell',
    async (world) => {
      await toBills(world);
      await world.tap('cancel');
    },
  ],
];

describe.each(PLACES)('a second card %s', (_, come) => {
  it('begins its own visit, and nothing of the first is seen again', async () => {
    const world = visitWorld();
    await come(world);
    const from = world.snapshots.length;
    swap(world);
    await world.seconds(8);
    world.screen('bills');
    expect(world.snapshot.resident?.name).toBe('李*华');
    expectNothingOfWang(world, from);
  });
});

describe('a second card', () => {
  it('that came unnoticed, the first still being there for all that was heard, counts the same', async () => {
    const world = visitWorld();
    await toBills(world);
    let freshPages = 0;
    world.visit.onEnded(() => {
      freshPages += 1;
    });
    world.agency.lookupAnswer = done(LI_INSURED);
    world.reader.insert(LI_CARD);
    expect(world.screen('identify')).toMatchObject({ phase: 'reading', fault: 'CARD_SWAPPED' });
    expect(world.snapshot.resident).toBeNull();
    expect(freshPages).toBe(1);
    await world.seconds(5);
    expect(world.snapshot.resident?.name).toBe('李*华');
  });

  it('is told of as long as it is read and asked about, and not longer', async () => {
    const world = visitWorld();
    await toBills(world);
    swap(world);
    expect(world.screen('identify')).toMatchObject({ phase: 'reading', fault: 'CARD_SWAPPED' });
    await world.clock.advance(READ_MS);
    expect(world.screen('identify')).toMatchObject({ phase: 'looking-up', fault: 'CARD_SWAPPED' });
    await world.seconds(1);
    await world.tap('cancel');
    world.reader.remove();
    await world.tap('start');
    expect(world.screen('identify').fault).toBeNull();
  });

  it('in the instant in which the first one’s answer came is not taken for it', async () => {
    const world = visitWorld();
    const { reader } = world;
    const read = reader.readIdentity.bind(reader);
    reader.readIdentity = async () => {
      const answer = await read();
      if (reader.reads === 1) swap(world);
      return answer;
    };
    reader.insert(CARD);
    await world.seconds(5);
    expect(world.agency.lookups).toMatchObject([{ idNumber: LI_CARD.idNumber }]);
    expect(world.snapshot.resident?.name).toBe('李*华');
  });

  it('ends the visit of whoever came by code', async () => {
    const world = visitWorld();
    await toBillsByCode(world);
    const from = world.snapshots.length;
    world.agency.lookupAnswer = done(LI_INSURED);
    world.reader.insert(LI_CARD);
    await world.seconds(5);
    expectNothingOfWang(world, from);
    expect(world.snapshot.resident?.name).toBe('李*华');
  });

  it('while a code is being asked about comes first', async () => {
    const world = visitWorld();
    world.scanner.scan('TOKEN-1');
    world.reader.insert(LI_CARD);
    expect(world.screen('identify')).toMatchObject({ method: 'card', phase: 'reading' });
    world.agency.lookupAnswer = done(LI_INSURED);
    await world.seconds(5);
    expect(world.snapshot.resident?.name).toBe('李*华');
  });

  it('while the order of the first is written down finds no code: the order is closed', async () => {
    const world = visitWorld();
    await toBills(world);
    await toReview(world);
    world.ledger.openMs = 1_000;
    await world.tap('confirm');
    swap(world);
    await world.seconds(1);
    expect(world.state).toBe('pay.closing');
    await world.move({ state: 'CLOSED' });
    expect(world.screen('farewell')).toMatchObject({ cardInside: true, result: 'nothing' });
  });

  it('at the payment waits for its end, and its owner is told', async () => {
    const world = visitWorld();
    await toPay(world);
    swap(world);
    expect(world.screen('pay')).toMatchObject({ notice: 'card-held', status: 'waiting' });
    await world.seconds(8);
    expect(world.screen('pay').notice).toBeNull();
    await world.moneyComes();
    await world.isBooked();
    expect(world.screen('outcome').result).toBe('booked');
    await world.tap('finish');
    expect(world.screen('farewell').cardInside).toBe(true);
  });

  it('while the slip of the first is printed does not cost them the slip', async () => {
    const world = visitWorld();
    await toOutcome(world);
    await world.tap('print-slip');
    swap(world);
    expect(world.state).toBe('receipt.printing');
    await world.seconds(10);
    expect(world.screen('receipt').print.state).toBe('printed');
  });

  it('leaves settings to whoever may still be the same person, and takes them from the next', async () => {
    const world = visitWorld();
    await world.tap('elder-mode');
    await toBillsByCode(world);
    world.reader.insert(CARD);
    expect(world.snapshot.settings.elder).toBe(true);
    world.agency.lookupAnswer = done(INSURED);
    await world.seconds(5);
    await world.tap('cancel');
    swap(world);
    expect(world.snapshot.settings.elder).toBe(false);
  });
});
