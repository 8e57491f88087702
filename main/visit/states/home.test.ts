import { describe, expect, it } from 'vitest';
import { ANSWER_MS } from '../testing/fake-agency.ts';
import { PRINT_MS } from '../testing/fake-printer.ts';
import { anEarlierOrder, identifyByCard } from '../testing/journey.ts';
import { visitWorld, type World, type WorldOptions } from '../testing/world.ts';

async function atHome(options?: WorldOptions): Promise<World> {
  const world = visitWorld(options);
  await anEarlierOrder(world);
  await identifyByCard(world);
  return world;
}

describe('home', () => {
  it('appears when there is an earlier order to look at', async () => {
    const world = await atHome();
    expect(world.screen('home').tiles).toEqual([
      { kind: 'pay', amountFen: null, count: 0 },
      {
        kind: 'order',
        orderId: 'K0001-1',
        status: 'booked',
        item: '城乡居民基本养老保险费',
        period: '2025',
        amountFen: 36_000,
        result: 'booked',
        slip: true,
        standing: null,
      },
    ]);
  });

  it('shows at most five orders', async () => {
    const world = visitWorld();
    for (let i = 0; i < 7; i++) await anEarlierOrder(world);
    await identifyByCard(world);
    expect(world.screen('home').tiles).toHaveLength(6);
  });

  it('follows an order that moves on while it is looked at', async () => {
    const world = visitWorld();
    await anEarlierOrder(world);
    await world.move({ state: 'BOOKING' });
    await identifyByCard(world);
    expect(world.screen('home').tiles[1]).toMatchObject({ status: 'booking' });
    await world.isBooked();
    expect(world.screen('home').tiles[1]).toMatchObject({ status: 'booked' });
  });

  it('leads to the bills and back', async () => {
    const world = await atHome();
    await world.tap('pay-bills');
    expect(world.screen('bills').phase).toBe('loading');
    await world.clock.advance(ANSWER_MS);
    await world.tap('back');
    world.screen('home');
  });

  it('prints the slip that nobody has proof of, and comes back', async () => {
    const world = await atHome();
    await world.tap({ type: 'reprint', orderId: 'K0001-1' });
    expect(world.screen('receipt')).toMatchObject({ mode: 'paper', print: { state: 'printing' } });
    await world.clock.advance(PRINT_MS);
    expect(world.screen('receipt')).toMatchObject({ print: { state: 'printed', copy: 0 } });
    await world.tap('back');
    world.screen('home');
    await world.tap({ type: 'reprint', orderId: 'K0001-1' });
    await world.clock.advance(PRINT_MS);
    expect(world.screen('receipt').print.copy).toBe(1);
    await world.tap('finish');
    expect(world.screen('farewell').result).toBe('paid');
  });

  it('shows the slip on the glass where there is no printer', async () => {
    const world = await atHome({ printer: false });
    await world.tap({ type: 'reprint', orderId: 'K0001-1' });
    expect(world.screen('receipt')).toMatchObject({ mode: 'electronic', canPrint: false });
  });

  it('shows the slip on the glass where the printer cannot print, instead of trying in vain', async () => {
    const world = await atHome();
    world.printer.block('paper-out');
    await world.tap({ type: 'reprint', orderId: 'K0001-1' });
    expect(world.screen('receipt')).toMatchObject({ mode: 'electronic', canPrint: false });
    world.printer.become('ready');
    await world.tap('print-slip');
    expect(world.screen('receipt').print.state).toBe('printing');
  });

  it('shows an order of which nothing but the sum is left', async () => {
    const world = visitWorld();
    await anEarlierOrder(world);
    await world.move({ lines: [], state: 'BOOKING' });
    await identifyByCard(world);
    expect(world.screen('home').tiles[1]).toMatchObject({ item: '', period: '', amountFen: 36_000 });
  });

  it('has no slip for an order that does not exist or has proven nothing', async () => {
    const world = await atHome();
    await world.tap({ type: 'reprint', orderId: 'K0001-9' });
    world.screen('home');
    await world.move({ state: 'FROZEN' });
    await world.tap({ type: 'reprint', orderId: 'K0001-1' });
    expect(world.screen('home').tiles[1]).toMatchObject({ slip: false, status: 'unknown' });
  });

  it('ends without the card, also when it was taken during the reprint', async () => {
    const world = await atHome();
    await world.tap({ type: 'reprint', orderId: 'K0001-1' });
    await world.clock.advance(PRINT_MS);
    world.reader.remove();
    world.screen('receipt');
    await world.tap('back');
    expect(world.screen('trouble')).toMatchObject({ code: 'CARD_TAKEN' });
    expect(world.snapshot.resident).toBeNull();
  });

  it('gives whoever asks for large type the longer time at once', async () => {
    const world = await atHome();
    await world.tap('elder-mode');
    await world.seconds(119);
    expect(world.snapshot).toMatchObject({ idle: null, settings: { elder: true } });
    await world.seconds(1);
    expect(world.snapshot.idle).toEqual({ secondsLeft: 30 });
  });

  it.each(['back', 'cancel', 'finish'] as const)('is left with %s', async (control) => {
    const world = await atHome();
    await world.tap(control);
    expect(world.screen('farewell')).toMatchObject({ cardInside: true, result: 'nothing' });
  });
});
