import { describe, expect, it } from 'vitest';
import { toOutcome, toPay } from '../testing/journey.ts';
import { visitWorld, type World } from '../testing/world.ts';

async function atOutcome(): Promise<World> {
  const world = visitWorld();
  await toOutcome(world);
  return world;
}

async function closed(): Promise<World> {
  const world = visitWorld();
  await toPay(world);
  await world.move({ state: 'CLOSED' });
  return world;
}

describe('outcome', () => {
  it('says the money first and prints nothing by itself', async () => {
    const world = await atOutcome();
    await world.seconds(29);
    expect(world.screen('outcome')).toMatchObject({ result: 'booked', secondsLeft: 1 });
    expect(world.printer.jobs).toEqual([]);
    await world.seconds(1);
    expect(world.screen('farewell')).toMatchObject({ result: 'paid', cardInside: true });
  });

  it('begins its count again for more time', async () => {
    const world = await atOutcome();
    await world.seconds(20);
    await world.tap('more-time');
    expect(world.screen('outcome').secondsLeft).toBe(30);
  });

  it('stays twice as long in elder mode', async () => {
    const world = visitWorld();
    await world.tap('elder-mode');
    await toOutcome(world);
    expect(world.screen('outcome').secondsLeft).toBe(60);
  });

  it('has its own time for news about the money, and only for news', async () => {
    const world = visitWorld();
    await toPay(world);
    await world.moneyComes();
    await world.seconds(20);
    await world.seconds(10);
    expect(world.screen('outcome')).toMatchObject({ result: 'pending', secondsLeft: 20 });
    await world.move({ doubtful: true });
    expect(world.screen('outcome').secondsLeft).toBe(20);
    await world.isBooked();
    expect(world.screen('outcome')).toMatchObject({ result: 'booked', secondsLeft: 30 });
  });

  it('names the money where the wallet does', async () => {
    const world = await atOutcome();
    expect(world.screen('outcome').funding).toBeNull();
    await world.move({ funding: 'ecny' });
    expect(world.screen('outcome').funding).toBe('ecny');
  });

  it('does not follow an order of an earlier visit', async () => {
    const world = await atOutcome();
    world.visit.deliver({ type: 'order-changed', order: { ...world.order, id: 'K0001-0', state: 'FROZEN' } });
    expect(world.screen('outcome').result).toBe('booked');
  });

  it('has no say for the card', async () => {
    const world = await atOutcome();
    world.reader.remove();
    world.screen('outcome');
    await world.tap('finish');
    expect(world.screen('farewell')).toMatchObject({ cardInside: false, secondsLeft: 10 });
  });

  it('offers the electronic slip alone while the printer cannot print', async () => {
    const world = await atOutcome();
    world.printer.block('paper-out');
    expect(world.screen('outcome')).toMatchObject({
      canPrint: false,
      canShowReceipt: true,
      printerNotice: 'paper-out',
    });
  });

  it('prints nothing without a printer', async () => {
    const world = visitWorld({ printer: false });
    await toOutcome(world);
    expect(world.screen('outcome')).toMatchObject({ canPrint: false, printerNotice: 'absent' });
    await world.tap('print-slip');
    world.screen('outcome');
    await world.tap('e-receipt');
    expect(world.screen('receipt').mode).toBe('electronic');
  });

  it('is left with 退出', async () => {
    const world = await atOutcome();
    await world.tap('cancel');
    world.screen('farewell');
  });
});

describe('an order that took no money', () => {
  it('has no slip and may be tried again', async () => {
    const world = await closed();
    expect(world.screen('outcome')).toMatchObject({
      result: 'closed',
      canPrint: false,
      canShowReceipt: false,
    });
    await world.tap('print-slip', 'e-receipt');
    world.screen('outcome');
    await world.tap('retry');
    await world.seconds(2);
    await world.tap('confirm');
    expect(world.order.id).toBe('K0001-2');
  });

  it('is tried again only by whoever has the card inside', async () => {
    const world = await closed();
    world.reader.remove();
    await world.tap('retry');
    expect(world.screen('trouble')).toMatchObject({ code: 'CARD_TAKEN' });
    expect(world.snapshot.resident).toBeNull();
  });

  it('and is paid after all is told, as long as somebody is there', async () => {
    const world = await closed();
    await world.moneyComes();
    expect(world.screen('outcome').result).toBe('pending');
  });

  it('leaves with the word that nothing was paid', async () => {
    const world = await closed();
    await world.tap('finish');
    expect(world.screen('farewell').result).toBe('nothing');
  });
});

describe('an order that took money', () => {
  it('cannot be tried again', async () => {
    const world = await atOutcome();
    await world.tap('retry');
    world.screen('outcome');
  });
});
