import { describe, expect, it } from 'vitest';
import { toBills, toBillsByCode, toOutcome } from '../testing/journey.ts';
import { CARD } from '../testing/people.ts';
import { visitWorld, type World } from '../testing/world.ts';

async function withCard(): Promise<World> {
  const world = visitWorld();
  await toOutcome(world);
  await world.tap('finish');
  return world;
}

async function withoutCard(): Promise<World> {
  const world = visitWorld();
  await toBillsByCode(world);
  await world.tap('cancel');
  return world;
}

describe('farewell', () => {
  it('waits for the card, however long it takes', async () => {
    const world = await withCard();
    await world.tap('finish');
    await world.seconds(3_600);
    expect(world.screen('farewell')).toEqual({
      name: 'farewell',
      cardInside: true,
      result: 'paid',
      secondsLeft: null,
    });
    world.reader.remove();
    world.screen('attract');
  });

  it('ends by itself when the card left with its reader', async () => {
    const world = await withCard();
    world.reader.unplug();
    world.scanner.unplug();
    await world.seconds(10);
    world.screen('out-of-service');
  });

  it('without a card counts ten seconds', async () => {
    const world = await withoutCard();
    expect(world.screen('farewell')).toMatchObject({ cardInside: false, result: 'nothing', secondsLeft: 10 });
    await world.seconds(10);
    world.screen('attract');
  });

  it('without a card is left at once', async () => {
    const world = await withoutCard();
    await world.tap('finish');
    world.screen('attract');
  });

  it('lets the next resident begin, with nothing of the last one', async () => {
    const world = visitWorld();
    await world.tap('elder-mode', 'theme');
    await toBillsByCode(world);
    await world.tap('cancel');
    let freshPages = 0;
    world.visit.onEnded(() => {
      freshPages += 1;
    });
    world.reader.insert(CARD);
    expect(freshPages).toBe(1);
    expect(world.screen('identify')).toMatchObject({ method: 'card', phase: 'reading' });
    expect(world.snapshot).toMatchObject({
      settings: { elder: false, theme: 'standard' },
      resident: null,
    });
  });

  it('says of the money what the order says, and of an ended visit nothing to the next', async () => {
    const world = await withCard();
    world.reader.remove();
    await toBills(world);
    await world.tap('cancel');
    expect(world.screen('farewell').result).toBe('nothing');
  });
});
