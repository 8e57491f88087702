import { describe, expect, it } from 'vitest';
import { done } from '../../../drivers/base/outcome.ts';
import { QUOTE_MS } from '../testing/fake-agency.ts';
import { toBills, toReview } from '../testing/journey.ts';
import { LARGE } from '../testing/people.ts';
import { visitWorld, type World } from '../testing/world.ts';

async function atLarge(amountFen = LARGE.amountFen, quoteMs = QUOTE_MS): Promise<World> {
  const world = visitWorld();
  world.agency.quoteMs = quoteMs;
  const rise = (amountFen ?? 0) - (LARGE.amountFen ?? 0);
  world.agency.billsAnswer = done([{ ...LARGE, amountFen }]);
  world.agency.riseFen = rise;
  await toBills(world);
  await toReview(world);
  await world.tap('confirm');
  return world;
}

describe('a large amount', () => {
  it('is asked about once more, and not with the tap that was on its way', async () => {
    const world = await atLarge();
    expect(world.screen('review').phase).toBe('large-fresh');
    await world.tap('confirm');
    expect(world.ledger.requests).toEqual([]);
    await world.seconds(1);
    expect(world.screen('review')).toMatchObject({
      phase: 'large',
      amountFen: 500_001,
      largeOverFen: 500_000,
    });
    await world.tap('confirm');
    expect(world.ledger.requests).toMatchObject([{ amountFen: 500_001, riskReview: 'large-amount' }]);
    world.screen('pay');
  });

  it('goes back to the review, and from there on', async () => {
    const world = await atLarge();
    await world.seconds(1);
    await world.tap('back');
    await world.seconds(1);
    expect(world.screen('review').phase).toBe('ready');
    await world.tap('back');
    world.screen('bills');
  });

  it('of exactly the limit is none', async () => {
    const world = await atLarge(500_000);
    world.screen('pay');
    expect(world.ledger.requests[0]?.riskReview).toBeUndefined();
  });

  it('asks for a price that still holds', async () => {
    const world = await atLarge(LARGE.amountFen, 160_000);
    await world.seconds(80);
    await world.tap('confirm');
    expect(world.screen('review').phase).toBe('quoting');
  });

  it('tells first that there is no paper any more', async () => {
    const world = await atLarge();
    await world.seconds(1);
    world.printer.block('paper-out');
    await world.seconds(0);
    expect(world.screen('review')).toMatchObject({ phase: 'quoting', printerNotice: 'paper-out' });
    await world.seconds(1);
    expect(world.screen('review').phase).toBe('ready');
  });

  it('hears of other news of the printer without a word', async () => {
    const world = await atLarge();
    await world.seconds(1);
    world.printer.become('low');
    await world.seconds(0);
    expect(world.screen('review').phase).toBe('large');
  });

  it('ends with its card like every other', async () => {
    const world = await atLarge();
    world.reader.remove();
    await world.seconds(0);
    expect(world.screen('trouble').code).toBe('CARD_TAKEN');
  });
});
