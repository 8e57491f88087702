import { describe, expect, it } from 'vitest';
import { ANSWER_MS } from '../testing/fake-agency.ts';
import { identifyByCard, toBills, toBillsByCode, toReview } from '../testing/journey.ts';
import { CARD } from '../testing/people.ts';
import { visitWorld, type World } from '../testing/world.ts';

async function unreachable(): Promise<World> {
  const world = visitWorld();
  world.agency.down = true;
  await identifyByCard(world);
  return world;
}

describe('trouble', () => {
  it('counts 30 seconds, and begins again for more time', async () => {
    const world = await unreachable();
    await world.seconds(20);
    expect(world.screen('trouble').secondsLeft).toBe(10);
    await world.tap('more-time');
    expect(world.screen('trouble').secondsLeft).toBe(30);
    await world.seconds(30);
    expect(world.screen('farewell').cardInside).toBe(true);
  });

  it.each(['finish', 'cancel', 'back'] as const)('is left with %s', async (control) => {
    const world = await unreachable();
    await world.tap(control);
    world.screen('farewell');
  });

  it('is left for attract when no card has to be given back', async () => {
    const world = await unreachable();
    world.reader.remove();
    await world.tap('finish');
    world.screen('attract');
  });

  it('reads the card that is put in', async () => {
    const world = visitWorld();
    await toBills(world);
    world.reader.remove();
    world.screen('trouble');
    world.reader.insert(CARD);
    expect(world.screen('identify')).toMatchObject({ method: 'card', phase: 'reading', triesLeft: 3 });
  });

  it('forgets who came by code when somebody puts a card in', async () => {
    const world = visitWorld();
    await toBillsByCode(world);
    world.agency.down = true;
    await toReview(world);
    expect(world.snapshot.resident).not.toBeNull();
    world.reader.insert(CARD);
    expect(world.screen('identify').phase).toBe('reading');
    expect(world.snapshot.resident).toBeNull();
  });

  it('forgets the person when the reader goes, and offers no second try', async () => {
    const world = visitWorld();
    await toBills(world);
    world.agency.down = true;
    await toReview(world);
    expect(world.screen('trouble').canRetry).toBe(true);
    world.reader.unplug();
    expect(world.screen('trouble').canRetry).toBe(false);
    expect(world.snapshot.resident).toBeNull();
  });

  it('does not forget whoever came by code when somebody’s card goes', async () => {
    const world = visitWorld();
    await toBillsByCode(world);
    world.agency.down = true;
    await toReview(world);
    world.reader.remove();
    expect(world.screen('trouble').canRetry).toBe(true);
    world.agency.down = false;
    await world.tap('retry');
    await world.clock.advance(ANSWER_MS);
    world.screen('review');
  });
});
