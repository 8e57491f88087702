import { describe, expect, it } from 'vitest';
import { wait } from '../../../drivers/base/clock.ts';
import { refused } from '../../../drivers/base/outcome.ts';
import { ANSWER_MS } from '../testing/fake-agency.ts';
import { toBills, toBillsByCode, toReview } from '../testing/journey.ts';
import { visitWorld, type World, type WorldOptions } from '../testing/world.ts';

async function atReview(options?: WorldOptions): Promise<World> {
  const world = visitWorld(options);
  await toBills(world);
  await toReview(world);
  return world;
}

describe('review', () => {
  it('asks for the price of what was chosen', async () => {
    const world = await atReview();
    expect(world.agency.quotes).toEqual([
      { payerId: 'P-0001', lines: [{ insuredId: 'P-0001', billId: 'B-PENSION', tierId: 'T2' }] },
    ]);
  });

  it('shows the late fee as part of the sum', async () => {
    const world = visitWorld();
    await toBills(world);
    await world.tap({ type: 'select-line', billId: 'B-MEDICAL' });
    await toReview(world);
    expect(world.screen('review')).toMatchObject({
      amountFen: 40_250,
      amountInWords: '肆佰零贰元伍角整',
      lines: [{ billId: 'B-MEDICAL', tierLabel: null, amountFen: 40_000, lateFeeFen: 250 }],
    });
  });

  it('says nothing of sum or printer before the price is there', async () => {
    const world = visitWorld();
    world.printer.block('paper-out');
    await toBills(world);
    await world.tap('next');
    expect(world.screen('review')).toMatchObject({ phase: 'quoting', amountFen: null, printerNotice: null });
    await world.clock.advance(ANSWER_MS);
    expect(world.screen('review')).toMatchObject({ amountFen: 36_000, printerNotice: 'paper-out' });
  });

  it('offers the wallets that are configured, the first chosen', async () => {
    const world = await atReview({ channels: ['wechat', 'alipay'] });
    expect(world.screen('review')).toMatchObject({ channels: ['wechat', 'alipay'], channel: 'wechat' });
    await world.tap({ type: 'choose-channel', channel: 'alipay' });
    expect(world.screen('review').channel).toBe('alipay');
    await world.tap({ type: 'choose-channel', channel: 'aggregate' });
    expect(world.screen('review').channel).toBe('alipay');
    await world.tap('confirm');
    expect(world.ledger.requests).toMatchObject([{ channel: 'alipay' }]);
  });

  it('tells what the code for every wallet can be scanned with, here and beside the code', async () => {
    const world = await atReview({ channels: ['wechat', 'aggregate'] });
    const apps = ['unionpay', 'wechat', 'alipay', 'ecny'];
    expect(world.screen('review').scannedWith).toEqual(apps);
    await world.tap({ type: 'choose-channel', channel: 'aggregate' });
    await world.tap('confirm');
    expect(world.ledger.requests).toMatchObject([{ channel: 'aggregate' }]);
    expect((await atReview()).screen('review').scannedWith).toEqual([]);
  });

  it('without a wallet is for the counter', async () => {
    const world = await atReview({ channels: [] });
    expect(world.screen('review').channel).toBeNull();
    await world.tap('confirm');
    expect(world.screen('trouble')).toMatchObject({ code: 'NO_CHANNEL', canRetry: false });
  });

  it('keeps its line while the order is written down, when the bill is locked already', async () => {
    const world = await atReview();
    await world.tap('confirm');
    const opening = world.snapshots.map(({ screen }) => screen).filter(({ name }) => name === 'review');
    expect(opening.every((screen) => screen.name === 'review' && screen.lines.length === 1)).toBe(true);
  });

  it('ends with the card', async () => {
    const world = await atReview();
    world.reader.remove();
    expect(world.screen('trouble').code).toBe('CARD_TAKEN');
    expect(world.snapshot.resident).toBeNull();
  });

  it('waits 120 + 30 seconds', async () => {
    const world = await atReview();
    await world.seconds(120);
    expect(world.snapshot.idle?.secondsLeft).toBeLessThanOrEqual(30);
    await world.seconds(30);
    world.screen('farewell');
  });

  it('is left with 退出', async () => {
    const world = await atReview();
    await world.tap('cancel');
    expect(world.screen('farewell').result).toBe('nothing');
  });
});

describe('a second tap', () => {
  it('on 下一步 does not pay', async () => {
    const world = visitWorld();
    await toBills(world);
    await world.tap('next');
    await world.clock.advance(ANSWER_MS);
    await world.tap('confirm');
    expect(world.screen('review').phase).toBe('quoting');
    expect(world.ledger.requests).toEqual([]);
    await world.seconds(0.8);
    expect(world.screen('review').phase).toBe('ready');
  });

  it('on 去支付 opens one order', async () => {
    const world = await atReview();
    await world.tap('confirm', 'confirm', 'confirm');
    expect(world.ledger.requests).toHaveLength(1);
    world.screen('pay');
  });

  it('does not confirm a price that has just been asked for again', async () => {
    const world = await atReview();
    await world.tap('more-time');
    for (let minute = 0; minute < 10; minute++) {
      await world.seconds(60);
      await world.tap('touch');
    }
    await world.tap('confirm');
    await world.clock.advance(ANSWER_MS);
    await world.tap('confirm');
    expect(world.ledger.requests).toEqual([]);
    expect(world.agency.quotes).toHaveLength(2);
    await world.seconds(1);
    await world.tap('confirm');
    expect(world.ledger.requests).toMatchObject([{ quoteId: 'Q-2' }]);
  });
});

describe('a printer that cannot print', () => {
  it('is told before money is asked for, and then the electronic receipt is good enough', async () => {
    const world = await atReview();
    world.printer.blockUnseen('paper-out');
    await world.tap('confirm');
    expect(world.screen('review')).toMatchObject({ printerNotice: 'paper-out' });
    expect(world.ledger.requests).toEqual([]);
    await world.tap('confirm');
    expect(world.ledger.requests).toEqual([]);
    await world.seconds(1);
    await world.tap('confirm');
    expect(world.ledger.requests).toHaveLength(1);
    world.screen('pay');
  });

  it('is told as soon as it is known, and no more when it is mended', async () => {
    const world = await atReview();
    world.printer.block('cover-open');
    expect(world.screen('review').printerNotice).toBe('cover-open');
    await world.tap('confirm');
    expect(world.ledger.requests).toEqual([]);
    await world.seconds(1);
    world.printer.block('paper-out');
    expect(world.screen('review')).toMatchObject({ phase: 'ready', printerNotice: 'paper-out' });
    world.printer.become('low');
    expect(world.screen('review').printerNotice).toBeNull();
  });

  it('that is not fitted is told as absent, and does not hold anybody up', async () => {
    const world = await atReview({ printer: false });
    expect(world.screen('review').printerNotice).toBe('absent');
    await world.tap('confirm');
    world.screen('pay');
  });
});

describe('a price that runs out', () => {
  it.each([
    ['is asked for again when the shortest code would outlive it', 501, 2],
    ['holds as long as a code fits into it', 490, 1],
  ])('%s', async (_, seconds, quotes) => {
    const world = await atReview();
    for (let waited = 0; waited < seconds; waited += 30) {
      await world.seconds(Math.min(30, seconds - waited));
      await world.tap('touch');
    }
    await world.tap('confirm');
    await world.clock.advance(ANSWER_MS);
    expect(world.agency.quotes).toHaveLength(quotes);
  });
});

describe('a price that does not come', () => {
  it('can be asked for again', async () => {
    const world = visitWorld();
    await toBills(world);
    world.agency.down = true;
    await toReview(world);
    expect(world.screen('trouble')).toMatchObject({ code: 'AGENCY_UNREACHABLE', canRetry: true });
    world.agency.down = false;
    await world.tap('retry');
    await world.seconds(1);
    expect(world.screen('review')).toMatchObject({ phase: 'ready', amountFen: 36_000 });
  });

  it('because the bill has changed leads back to the bills', async () => {
    const world = visitWorld();
    await toBills(world);
    world.agency.quoteRefusal = refused('BILL_CLOSED');
    await toReview(world);
    expect(world.screen('trouble')).toMatchObject({ code: 'BILL_CHANGED', canRetry: true });
    await world.tap('retry');
    expect(world.screen('bills').phase).toBe('loading');
  });

  it('and that is not the sum of the bills on the glass is never charged', async () => {
    const world = visitWorld();
    await toBills(world);
    world.agency.riseFen = 250;
    await toReview(world);
    expect(world.screen('trouble')).toMatchObject({ code: 'BILL_CHANGED', canRetry: true });
    await world.tap('confirm');
    expect(world.ledger.requests).toEqual([]);
    await world.tap('retry');
    expect(world.screen('bills').phase).toBe('loading');
  });

  it('cannot be asked for again once the card has been taken', async () => {
    const world = visitWorld();
    await toBills(world);
    world.agency.down = true;
    await toReview(world);
    world.reader.remove();
    expect(world.screen('trouble').canRetry).toBe(false);
    expect(world.snapshot.resident).toBeNull();
    await world.tap('retry');
    world.screen('trouble');
  });

  it('can be asked for again by whoever came with a code', async () => {
    const world = visitWorld();
    await toBillsByCode(world);
    world.agency.down = true;
    await toReview(world);
    expect(world.screen('trouble').canRetry).toBe(true);
  });
});

describe('an order that cannot be opened', () => {
  it.each([
    ['BILL_LOCKED', 'BILL_LOCKED'],
    ['JOURNAL', 'JOURNAL'],
    ['NO_CHANNEL', 'NO_CHANNEL'],
    ['CLOCK_OFF', 'CLOCK_OFF'],
  ] as const)('%s is told, without a second try', async (refusal, code) => {
    const world = await atReview();
    world.ledger.refusal = refusal;
    await world.tap('confirm');
    expect(world.screen('trouble')).toMatchObject({ code, canRetry: false, cardInside: true });
    expect(world.snapshot.resident).toBeNull();
  });

  it('is closed when the resident has walked away in silence before it exists', async () => {
    const world = await atReview();
    world.ledger.openMs = 400_000;
    await world.tap('confirm');
    expect(world.screen('review').phase).toBe('opening');
    await world.seconds(150);
    world.screen('farewell');
    await world.seconds(300);
    expect(world.ledger.cancelled).toEqual(['K0001-1']);
  });

  it('is not born for somebody who has walked away while the printer was being asked', async () => {
    const world = await atReview();
    const { printer, clock } = world;
    const check = printer.check.bind(printer);
    printer.check = async () => {
      await wait(clock, 400_000);
      return check();
    };
    await world.tap('confirm');
    await world.seconds(150);
    world.screen('farewell');
    await world.seconds(300);
    expect(world.ledger.requests).toEqual([]);
  });

  it('is closed when the card was taken while it was written down', async () => {
    const world = await atReview();
    world.ledger.openMs = 1_000;
    await world.tap('confirm');
    world.reader.remove();
    expect(world.screen('review').phase).toBe('opening');
    await world.seconds(1);
    expect(world.screen('pay')).toMatchObject({ code: null, notice: 'closing', canLeave: false });
    expect(world.ledger.cancelled).toEqual(['K0001-1']);
    await world.move({ state: 'NEVER_CREATED' });
    expect(world.screen('farewell')).toMatchObject({ cardInside: false, result: 'nothing' });
  });

  it('forgets the card that was taken before the printer was told of', async () => {
    const world = await atReview();
    world.printer.blockUnseen('jam');
    const { printer } = world;
    const check = printer.check.bind(printer);
    printer.check = async () => {
      world.reader.remove();
      return check();
    };
    await world.tap('confirm');
    expect(world.screen('trouble').code).toBe('CARD_TAKEN');
    expect(world.ledger.requests).toEqual([]);
  });
});
