import { describe, expect, it } from 'vitest';
import { READ_MS } from './testing/fake-reader.ts';
import { anEarlierOrder, identifyByCard, toBills, toOutcome, toPay, toReview } from './testing/journey.ts';
import { CARD } from './testing/people.ts';
import { notInsured } from './testing/roads.ts';
import { visitWorld, type World } from './testing/world.ts';

const BUG = new TypeError('secret');

describe('a promise that is rejected', () => {
  const bugs: readonly (readonly [string, (world: World) => Promise<void>])[] = [
    [
      'identify.reading',
      async (world) => {
        world.reader.bug = BUG;
        world.reader.insert(CARD);
        await world.clock.advance(READ_MS);
      },
    ],
    [
      'identify.looking-up',
      async (world) => {
        world.agency.bug = BUG;
        await identifyByCard(world);
      },
    ],
    [
      'bills.loading',
      async (world) => {
        await identifyByCard(world);
        world.agency.bug = BUG;
        await world.seconds(1);
      },
    ],
    [
      'review.quoting',
      async (world) => {
        await toBills(world);
        world.agency.bug = BUG;
        await toReview(world);
      },
    ],
    [
      'review.opening',
      async (world) => {
        await toBills(world);
        await toReview(world);
        world.ledger.bug = BUG;
        await world.tap('confirm');
      },
    ],
    [
      'case.registering',
      async (world) => {
        await toPay(world);
        await world.moneyComes();
        await world.isRefunding('ALREADY_PAID');
        world.agency.bug = BUG;
        await world.tap('register-case');
        await world.seconds(1);
      },
    ],
    [
      'trouble.printing',
      async (world) => {
        await notInsured(world);
        world.printer.bug = BUG;
        await world.tap('print-slip');
      },
    ],
    [
      'receipt.printing',
      async (world) => {
        await toOutcome(world);
        world.printer.bug = BUG;
        await world.tap('print-slip');
      },
    ],
  ];

  it.each(bugs)('in %s is recorded, and told with the money safe', async (state, happen) => {
    const world = visitWorld();
    await happen(world);
    expect(world.screen('trouble')).toMatchObject({ code: 'INTERNAL', canRetry: false });
    expect(world.snapshot.resident).toBeNull();
    expect(world.logged('bug')).toMatchObject([{ where: `visit ${state}`, error: 'TypeError' }]);
    await world.seconds(30);
    expect(world.screen('farewell').cardInside).toBe(true);
  });

  it('while a slip is printed does not make the farewell forget the payment', async () => {
    const world = visitWorld();
    await toOutcome(world);
    world.printer.bug = BUG;
    await world.tap('print-slip', 'finish');
    expect(world.screen('farewell').result).toBe('paid');
  });
});

describe('an action that throws', () => {
  function withBrokenSlips(): World {
    return visitWorld({
      slip: () => {
        throw BUG;
      },
    });
  }

  it('is recorded, and the terminal begins anew', async () => {
    const world = withBrokenSlips();
    let ended = 0;
    world.visit.onEnded(() => {
      ended += 1;
    });
    await toOutcome(world);
    await world.tap('e-receipt');
    expect(world.logged('bug')).toMatchObject([{ where: 'visit outcome', error: 'TypeError' }]);
    expect(world.screen('attract')).toMatchObject({ card: true });
    expect(world.snapshot.resident).toBeNull();
    expect(ended).toBe(1);
  });

  it('leaves no timer of the dead machine behind', async () => {
    const world = withBrokenSlips();
    await anEarlierOrder(world);
    await identifyByCard(world);
    await world.seconds(62);
    expect(world.snapshot.idle).not.toBeNull();
    expect(world.clock.pending).toBe(1);
    await world.tap({ type: 'reprint', orderId: 'K0001-1' });
    world.screen('attract');
    expect(world.clock.pending).toBe(0);
  });

  it('leaves one listener to every device: the new machine hears each event once', async () => {
    const world = withBrokenSlips();
    await toOutcome(world);
    await world.tap('e-receipt');
    world.reader.remove();
    await identifyByCard(world);
    world.screen('home');
    expect(world.agency.lookups).toHaveLength(2);
  });

  it('does not stop the money: the order goes on and is there when the card comes back', async () => {
    const world = withBrokenSlips();
    await toPay(world);
    await world.moneyComes();
    await world.seconds(20);
    await world.tap('e-receipt');
    world.screen('attract');
    expect(world.ledger.cancelled).toEqual([]);
  });
});

describe('a screen that cannot be drawn', () => {
  it('is recorded, and the terminal begins anew', async () => {
    const world = visitWorld();
    await toPay(world);
    world.screenBug = BUG;
    await world.isBooked();
    expect(world.logged('bug')).toMatchObject([{ where: 'visit outcome', error: 'TypeError' }]);
    world.screen('attract');
    expect(world.clock.pending).toBe(0);
  });

  it('at the very beginning is tried again after a second, not for ever at once', async () => {
    const world = visitWorld();
    await world.tap('start');
    const { reader } = world;
    const state = reader.state.bind(reader);
    let failing = true;
    reader.state = () => {
      if (failing) throw BUG;
      return state();
    };
    await world.tap('touch');
    const bugs = world.logged('bug').length;
    expect(bugs).toBeGreaterThan(0);
    await world.seconds(3);
    expect(world.logged('bug').length).toBeLessThanOrEqual(bugs + 3);
    failing = false;
    await world.seconds(1);
    world.screen('attract');
    await toBills(world);
    world.screen('bills');
  });

  it('is not tried again after stop', async () => {
    const world = visitWorld();
    const { reader } = world;
    reader.state = () => {
      throw BUG;
    };
    await world.tap('touch');
    expect(world.clock.pending).toBe(1);
    world.stop();
    expect(world.clock.pending).toBe(0);
  });
});
