import { describe, expect, it } from 'vitest';
import { ANSWER_MS } from '../testing/fake-agency.ts';
import { toBills, toPay, toReview } from '../testing/journey.ts';
import { PAY_CODE, visitWorld, type World } from '../testing/world.ts';

async function atPay(): Promise<World> {
  const world = visitWorld();
  await toPay(world);
  return world;
}

async function preparing(): Promise<World> {
  const world = visitWorld();
  await toBills(world);
  await toReview(world);
  await world.tap('confirm');
  return world;
}

describe('pay', () => {
  it('counts the life of the code', async () => {
    const world = await atPay();
    await world.seconds(10);
    expect(world.screen('pay')).toMatchObject({ secondsLeft: 290, canLeave: true });
  });

  it('does not hurry whoever stands there: nothing is idle', async () => {
    const world = await atPay();
    await world.seconds(280);
    expect(world.snapshot.idle).toBeNull();
    expect(world.screen('pay').code).toBe(PAY_CODE);
  });

  it('asks the wallet at once for 我已支付, and says when there is nothing yet', async () => {
    const world = await atPay();
    await world.tap('i-paid', 'i-paid');
    expect(world.ledger.asked).toEqual(['K0001-1']);
    expect(world.screen('pay').status).toBe('checking');
    await world.seconds(3);
    expect(world.screen('pay')).toMatchObject({ status: 'waiting', notice: 'not-yet-paid', code: PAY_CODE });
    await world.tap('i-paid');
    expect(world.ledger.asked).toHaveLength(2);
    await world.seconds(3 + 8);
    expect(world.screen('pay').notice).toBeNull();
  });

  it('has what happened between the order’s birth and the screen', async () => {
    const world = visitWorld();
    await toBills(world);
    await toReview(world);
    world.ledger.subscribe((order) => {
      if (order.state === 'PREPARING') world.ledger.move(order.id, { state: 'QR_LIVE', codeUrl: PAY_CODE });
    });
    await world.tap('confirm');
    expect(world.screen('pay').code).toBe(PAY_CODE);
  });

  it('does not listen to orders of earlier visits', async () => {
    const world = await atPay();
    world.visit.deliver({ type: 'order-changed', order: { ...world.order, id: 'K0001-0', state: 'BOOKED' } });
    expect(world.screen('pay').code).toBe(PAY_CODE);
  });
});

describe('a card on the pay screen', () => {
  it('that is taken before a code was shown ends the payment', async () => {
    const world = await preparing();
    world.reader.remove();
    expect(world.screen('pay').notice).toBe('closing');
    expect(world.ledger.cancelled).toEqual(['K0001-1']);
    await world.move({ state: 'CLOSED' });
    expect(world.screen('farewell').result).toBe('nothing');
  });

  it('that is taken after the code was shown ends nothing', async () => {
    const world = await atPay();
    world.reader.remove();
    expect(world.screen('pay')).toMatchObject({ code: PAY_CODE });
    expect(world.ledger.cancelled).toEqual([]);
    await world.moneyComes();
    await world.isBooked();
    expect(world.screen('outcome').result).toBe('booked');
  });

  it('that is not theirs means nothing to whoever came with a code', async () => {
    const world = visitWorld();
    world.scanner.scan('T');
    await world.clock.advance(2 * ANSWER_MS);
    await toReview(world);
    await world.tap('confirm');
    world.reader.remove();
    expect(world.screen('pay').notice).toBe('preparing');
  });

  it('that goes away with its reader ends nothing', async () => {
    const world = await preparing();
    world.reader.unplug();
    expect(world.screen('pay').notice).toBe('preparing');
    expect(world.ledger.cancelled).toEqual([]);
  });
});

describe('no code', () => {
  it('because the wallet never gave one is a second try', async () => {
    const world = await preparing();
    await world.seconds(30);
    expect(world.ledger.cancelled).toEqual(['K0001-1']);
    expect(world.screen('pay').notice).toBe('closing');
    await world.move({ state: 'NEVER_CREATED' });
    expect(world.screen('trouble')).toMatchObject({ code: 'WALLET_UNREACHABLE', canRetry: true });
    await world.tap('retry');
    await world.seconds(2);
    await world.tap('confirm');
    expect(world.order.id).toBe('K0001-2');
    world.screen('pay');
  });

  it('because the wallet refused is told at once', async () => {
    const world = await preparing();
    await world.move({ state: 'NEVER_CREATED' });
    expect(world.screen('trouble').code).toBe('WALLET_UNREACHABLE');
  });

  it('and no word of what became of the order: the outcome says that it is not known', async () => {
    const world = await preparing();
    await world.seconds(30 + 45);
    expect(world.screen('outcome')).toMatchObject({ result: 'unknown', status: 'unknown', secondsLeft: 120 });
  });
});

describe('leaving', () => {
  it.each(['back', 'cancel'] as const)(
    'with %s hides the code and asks the wallet first',
    async (control) => {
      const world = await atPay();
      await world.tap(control);
      expect(world.screen('pay')).toMatchObject({ code: null, notice: 'closing', canLeave: false });
      expect(world.ledger.cancelled).toEqual(['K0001-1']);
      await world.tap('cancel', 'back', 'i-paid');
      expect(world.ledger.cancelled).toHaveLength(1);
      await world.move({ state: 'CLOSING' });
      expect(world.screen('pay')).toMatchObject({ notice: 'closing', status: 'checking' });
      await world.move({ state: 'CLOSED' });
      expect(world.screen('farewell')).toMatchObject({ cardInside: true, result: 'nothing' });
      expect(world.snapshot.resident).toBeNull();
    },
  );

  it('while the payment lands ends with the payment', async () => {
    const world = await atPay();
    await world.tap('cancel');
    await world.moneyComes();
    expect(world.screen('pay')).toMatchObject({ status: 'paid', canLeave: false, notice: null });
    await world.tap('cancel', 'i-paid', 'back');
    await world.isBooked();
    expect(world.screen('outcome').result).toBe('booked');
  });

  it('without a word from the wallet ends with the truth: not known', async () => {
    const world = await atPay();
    await world.tap('cancel');
    await world.move({ state: 'CLOSING', doubtful: true, status: 'unknown' });
    expect(world.screen('pay')).toMatchObject({ notice: 'closing', status: 'unknown' });
    await world.seconds(45);
    expect(world.screen('outcome')).toMatchObject({ result: 'unknown', orderId: 'K0001-1' });
    await world.seconds(120);
    expect(world.screen('farewell').result).toBe('safe');
  });
});

describe('nobody answers', () => {
  it('hides the code, tells not to pay twice, and shows it again', async () => {
    const world = await atPay();
    await world.move({ doubtful: true });
    expect(world.screen('pay')).toMatchObject({ code: null, notice: 'network-down', status: 'unknown' });
    expect(world.snapshot.health.network).toBe('down');
    await world.tap('i-paid');
    expect(world.screen('pay')).toMatchObject({ code: null, notice: 'network-down', status: 'checking' });
    await world.move({ doubtful: false });
    await world.seconds(11);
    expect(world.screen('pay')).toMatchObject({ code: PAY_CODE, notice: null, status: 'waiting' });
    expect(world.snapshot.health.network).toBe('up');
  });

  it('still says so when the ledger has taken the code off the screen', async () => {
    const world = await atPay();
    await world.move({ doubtful: true, status: 'unknown', codeUrl: null });
    expect(world.screen('pay')).toMatchObject({ code: null, notice: 'network-down', status: 'unknown' });
  });

  it('before the code was shown: nothing can have been paid', async () => {
    const world = await preparing();
    await world.move({ doubtful: true });
    expect(world.screen('pay')).toMatchObject({ notice: 'network-down', status: 'waiting' });
  });
});

describe('the end of the code', () => {
  it('is the ledger’s: closed without payment is an outcome with another try', async () => {
    const world = await atPay();
    await world.seconds(300);
    expect(world.screen('pay').secondsLeft).toBe(0);
    await world.move({ state: 'CLOSING' });
    expect(world.screen('pay')).toMatchObject({ code: null, notice: 'closing', status: 'checking' });
    await world.move({ state: 'CLOSED' });
    expect(world.screen('outcome')).toMatchObject({ result: 'closed', secondsLeft: 30 });
  });

  it('without an answer leads to the outcome, never to attract', async () => {
    const world = await atPay();
    await world.seconds(300 + 44);
    world.screen('pay');
    await world.seconds(1);
    expect(world.screen('outcome').result).toBe('unknown');
  });

  it('that has passed before the screen came begins at zero', async () => {
    const world = visitWorld();
    await toBills(world);
    await toReview(world);
    world.ledger.subscribe((order) => {
      if (order.version === 1) world.ledger.move(order.id, { expiresAt: world.clock.now() - 1 });
    });
    await world.tap('confirm');
    expect(world.screen('pay').secondsLeft).toBe(0);
    await world.seconds(5);
    expect(world.screen('pay').secondsLeft).toBe(0);
  });
});

describe('paid', () => {
  it('and not booked in time is shown as being booked, and as booked when it is', async () => {
    const world = await atPay();
    await world.moneyComes();
    await world.move({ state: 'BOOKING' });
    expect(world.screen('pay')).toMatchObject({ status: 'booking', notice: null });
    await world.seconds(20);
    expect(world.screen('outcome')).toMatchObject({ result: 'pending', status: 'booking', canPrint: true });
    await world.isBooked();
    expect(world.screen('outcome')).toMatchObject({ result: 'booked', voucherNo: 'V-1', secondsLeft: 30 });
  });

  it('and refused by the agency is a refund', async () => {
    const world = await atPay();
    await world.moneyComes();
    await world.isRefunding();
    expect(world.screen('outcome')).toMatchObject({
      result: 'refunding',
      status: 'refunding',
      canPrint: true,
    });
    await world.move({ state: 'REFUNDED' });
    expect(world.screen('outcome')).toMatchObject({ result: 'refunded' });
    await world.tap('finish');
    expect(world.screen('farewell').result).toBe('refunding');
  });

  it('and not given back by the wallet is for staff, with the time to write the number down', async () => {
    const world = await atPay();
    await world.moneyComes();
    await world.isRefunding();
    await world.move({ state: 'REFUND_STUCK' });
    expect(world.screen('outcome')).toMatchObject({
      result: 'refund-stuck',
      status: 'refunding',
      canPrint: true,
      secondsLeft: 120,
    });
    await world.tap('finish');
    expect(world.screen('farewell').result).toBe('safe');
  });

  it('with a contradiction is frozen, and the money is safe', async () => {
    const world = await atPay();
    await world.move({ state: 'FROZEN' });
    expect(world.screen('outcome')).toMatchObject({
      result: 'frozen',
      status: 'unknown',
      canPrint: false,
      canShowReceipt: false,
      printerNotice: null,
      secondsLeft: 120,
    });
    await world.tap('finish');
    expect(world.screen('farewell').result).toBe('safe');
  });
});
