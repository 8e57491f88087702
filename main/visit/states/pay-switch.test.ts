import { describe, expect, it } from 'vitest';
import { ANSWER_MS } from '../testing/fake-agency.ts';
import { toBills, toPay, toReview } from '../testing/journey.ts';
import { PAY_CODE, visitWorld, type World } from '../testing/world.ts';

const ALIPAY = { type: 'choose-channel', channel: 'alipay' } as const;

async function atPay(): Promise<World> {
  const world = visitWorld({ channels: ['wechat', 'alipay'] });
  await toPay(world);
  return world;
}

describe('changing the wallet on the pay screen', () => {
  it('is offered with the code, to every wallet but this one', async () => {
    const world = await atPay();
    expect(world.screen('pay')).toMatchObject({ channel: 'wechat', switchTo: ['alipay'] });
  });

  it('closes the first code, waits for the proof, and only then asks for another', async () => {
    const world = await atPay();
    await world.tap(ALIPAY);
    expect(world.ledger.cancelled).toEqual(['K0001-1']);
    expect(world.screen('pay')).toMatchObject({
      code: null,
      notice: 'switching',
      canLeave: false,
      switchTo: [],
    });
    await world.move({ state: 'CLOSING' });
    expect(world.screen('pay').notice).toBe('switching');
    expect(world.ledger.requests).toHaveLength(1);
    await world.move({ state: 'CLOSED' });
    await world.seconds(1);
    expect(world.order).toMatchObject({ id: 'K0001-2', channel: 'alipay', amountFen: 36_000 });
    await world.codeComes();
    expect(world.screen('pay')).toMatchObject({ channel: 'alipay', code: PAY_CODE, switchTo: ['wechat'] });
  });

  it('does not wait for a code that nobody has scanned', async () => {
    const world = await atPay();
    await world.tap(ALIPAY);
    await world.move({ state: 'CLOSING', replaceable: true });
    await world.seconds(1);
    expect(world.order.channel).toBe('alipay');
  });

  it('asks for the price again when the first one is nearly over', async () => {
    const world = visitWorld({ channels: ['wechat', 'alipay'] });
    world.agency.quoteMs = 300_000;
    await toPay(world);
    await world.seconds(210);
    await world.tap(ALIPAY);
    await world.move({ state: 'CLOSED' });
    expect(world.screen('review')).toMatchObject({ phase: 'quoting', channel: 'alipay' });
    await world.clock.advance(ANSWER_MS);
    await world.seconds(1);
    await world.tap('confirm');
    expect(world.order.channel).toBe('alipay');
  });

  it('ends with the payment when the first code has been paid meanwhile', async () => {
    const world = await atPay();
    await world.tap(ALIPAY);
    await world.moneyComes();
    await world.isBooked();
    expect(world.screen('outcome').result).toBe('booked');
    expect(world.ledger.requests).toHaveLength(1);
  });

  it('gives no second code as long as nobody knows what became of the first', async () => {
    const world = await atPay();
    await world.tap(ALIPAY);
    await world.move({ state: 'CLOSING', doubtful: true, status: 'unknown' });
    await world.tap('back', ALIPAY);
    await world.seconds(45);
    expect(world.screen('outcome').result).toBe('unknown');
    await world.tap('retry');
    expect(world.screen('outcome').result).toBe('unknown');
    expect(world.ledger.requests).toHaveLength(1);
  });

  it('works before there is a code, too', async () => {
    const world = visitWorld({ channels: ['wechat', 'alipay'] });
    await toBills(world);
    await toReview(world);
    await world.tap('confirm', ALIPAY);
    await world.move({ state: 'NEVER_CREATED' });
    await world.seconds(1);
    expect(world.order).toMatchObject({ id: 'K0001-2', channel: 'alipay' });
  });

  it('needs the card that told who is here', async () => {
    const world = await atPay();
    world.reader.remove();
    await world.seconds(0);
    expect(world.screen('pay')).toMatchObject({ code: PAY_CODE, switchTo: [] });
    await world.tap(ALIPAY);
    expect(world.screen('pay').code).toBe(PAY_CODE);
  });

  it('comes to nothing when the card is taken in the middle of it', async () => {
    const world = await atPay();
    await world.tap(ALIPAY);
    world.reader.remove();
    await world.move({ state: 'CLOSED' });
    expect(world.screen('outcome').result).toBe('closed');
    expect(world.ledger.requests).toHaveLength(1);
  });

  it('is not offered where there is only one wallet, and an unknown one changes nothing', async () => {
    const world = visitWorld();
    await toPay(world);
    expect(world.screen('pay').switchTo).toEqual([]);
    await world.tap(ALIPAY);
    expect(world.screen('pay').code).toBe(PAY_CODE);
  });
});

describe('a code that is left unscanned', () => {
  it('lets its resident go at once, with the word not to scan it any more', async () => {
    const world = await atPay();
    await world.tap('cancel');
    await world.move({ state: 'CLOSING', replaceable: true });
    expect(world.screen('farewell').result).toBe('unscanned');
  });

  it('and has run out is an outcome with another try', async () => {
    const world = await atPay();
    await world.move({ state: 'CLOSING', replaceable: true });
    expect(world.screen('outcome')).toMatchObject({ result: 'unscanned', canPrint: false });
    await world.tap('retry');
    world.screen('review');
  });

  it('and is paid after all is what it then is', async () => {
    const world = await atPay();
    await world.move({ state: 'CLOSING', replaceable: true });
    await world.move({ state: 'PAID', replaceable: undefined });
    expect(world.screen('outcome').result).toBe('pending');
  });
});
