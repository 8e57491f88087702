import { createSecretKey } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { LoopbackHttpServer } from '../../transport/emulator/http-server.ts';
import { AggregateSeal } from '../emulator/aggregate-codec.ts';
import { type ChinaUmsWorld, chinaUmsWorld } from '../testing/chinaums-world.ts';

const NUMBER = 'K0001261124000QQ7XK2M';
const REFUND = `R${NUMBER}x1`;
let world: ChinaUmsWorld | null = null;

async function open(...args: Parameters<typeof chinaUmsWorld>): Promise<ChinaUmsWorld> {
  await world?.close();
  world = await chinaUmsWorld(...args);
  return world;
}

const order = (opened: ChinaUmsWorld, changes = {}) => ({
  outTradeNo: NUMBER,
  description: '城乡居民基本养老保险费 2026年度',
  amountFen: 38_000,
  expiresAt: opened.clock.now() + 300_000,
  terminalId: 'K0001',
  ...changes,
});
const refund = {
  outTradeNo: NUMBER,
  outRefundNo: REFUND,
  amountFen: 38_000,
  totalFen: 38_000,
  reason: '未能入账',
};

async function prepared(...args: Parameters<typeof chinaUmsWorld>): Promise<ChinaUmsWorld> {
  const opened = await open(...args);
  const { channel } = opened;
  expect((await channel.prepay(channel.prepayBody(order(opened)))).kind).toBe('ok');
  return opened;
}

afterEach(async () => {
  await world?.close();
  world = null;
});

describe('ChinaUmsChannel believes', () => {
  it('no answer whose signature, application or time is not right, where answers are signed', async () => {
    const { channel, pull } = await prepared();
    await pull('aggregate-scan-pay');
    for (const [kind, cause] of [
      ['bad-signature', 'bad-signature'],
      ['unknown-key', 'unknown-key'],
      ['skew', 'clock-skew'],
      ['html', 'bad-answer'],
      ['truncate', 'network'],
      ['drop', 'network'],
      ['500', 'server-error'],
    ] as const) {
      await pull('aggregate-fault', { op: 'query', phase: 'after-commit', kind });
      expect(await channel.query(NUMBER), kind).toEqual({ kind: 'unknown', cause });
    }
    expect(await channel.query(NUMBER)).toMatchObject({ kind: 'ok', value: { state: 'PAID' } });
  });

  it('no success without a signature either, but an unsigned refusal', async () => {
    let answer = {
      status: 200,
      body: { errCode: 'SUCCESS', mid: '898440400000001', billNo: NUMBER, billStatus: 'CLOSED' },
    };
    const server = await LoopbackHttpServer.start(async () => ({
      status: answer.status,
      headers: { Date: new Date(world?.clock.now() ?? 0).toUTCString() },
      body: Buffer.from(JSON.stringify(answer.body)),
    }));
    const { channel } = await open({ baseUrl: server.baseUrl });
    expect(await channel.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'bad-signature' });
    answer = { status: 412, body: { ...answer.body, errCode: 'DENIED_IP' } };
    expect(await channel.query(NUMBER)).toEqual({ kind: 'refused', code: 'DENIED_IP' });
    await server.close();
  });

  it('what TLS vouches for, where answers are not signed', async () => {
    const { channel, pull } = await prepared({ answersSigned: false });
    for (const kind of ['bad-signature', 'unknown-key'] as const) {
      await pull('aggregate-fault', { op: 'query', phase: 'after-commit', kind });
      expect(await channel.query(NUMBER), kind).toEqual({ kind: 'ok', value: { state: 'UNPAID' } });
    }
  });

  it('no refusal that is wrongly signed', async () => {
    const { channel, pull } = await open();
    await pull('aggregate-fault', { op: 'query', phase: 'after-commit', kind: 'bad-signature' });
    expect(await channel.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'bad-signature' });
    const stranger = createSecretKey('00112233445566778899aabbccddeeff', 'utf8');
    const { channel: forger, config } = await open();
    await forger.shutdown();
    const { channel: other } = await open({ app: { ...config.app, key: stranger } });
    expect(await other.query(NUMBER)).toMatchObject({ kind: 'refused', code: 'BAD_SIGN' });
  });

  it('no answer that says nothing, something new, or leads elsewhere', async () => {
    const opened = await open();
    const { wallet: acquirer, clock } = opened;
    const seal = new AggregateSeal(acquirer);
    let said: Record<string, unknown> = {};
    const server = await LoopbackHttpServer.start(async () =>
      seal.seal({ status: 200, body: { errCode: 'SUCCESS', ...said } }, clock.now()),
    );
    const { app } = opened.config;
    const { channel, clock: later, close } = await chinaUmsWorld({ baseUrl: server.baseUrl, app });
    expect(later.now()).toBe(clock.now());
    const doubt = { kind: 'unknown', cause: 'bad-answer' };
    const body = channel.prepayBody(order(opened));
    const billNo = `9Z01${NUMBER}`;
    for (const code of [
      {},
      { billNo, billQRCode: 'https://qr.chinaums.com.example.com/bills/qrCode.do?id=1' },
      { billNo, billQRCode: 'weixin://wxpay/bizpayurl?pr=1' },
      { billNo: '9Z01K0001261124000QQ7XK2N', billQRCode: 'https://qr.95516.com/00010000/1' },
    ]) {
      said = code;
      expect(await channel.prepay(body), JSON.stringify(code)).toEqual(doubt);
    }
    for (const bill of [{}, { mid: acquirer.mid, billNo, billStatus: 'TOMORROW' }]) {
      said = bill;
      expect(await channel.query(NUMBER), JSON.stringify(bill)).toEqual(doubt);
      expect(await channel.close(NUMBER)).toEqual(doubt);
    }
    said = { mid: acquirer.mid, billNo, refundBillPayment: { totalAmount: 1, status: 'TOMORROW' } };
    expect(await channel.queryRefund(REFUND, NUMBER)).toEqual(doubt);
    said = { qrCodeId: '9Z01K0001261124000QQ7XK2N' };
    expect(await channel.close(NUMBER)).toEqual(doubt);
    said = {
      mid: acquirer.mid,
      billNo,
      refundOrderId: `9Z01${REFUND}`,
      refundAmount: 38_000,
      refundStatus: 'TOMORROW',
    };
    expect(await channel.refund(channel.refundBody(refund))).toEqual(doubt);
    await close();
    await server.close();
  });

  it('that an answer about another merchant is a reason to stop', async () => {
    const { channel, pull } = await prepared();
    await pull('aggregate-scan-pay');
    await pull('aggregate-fault', { op: 'query', phase: 'after-commit', kind: 'wrong-merchant' });
    expect(await channel.query(NUMBER)).toEqual({ kind: 'ok', value: { state: 'MISMATCH', field: 'mid' } });
    await pull('aggregate-fault', { op: 'query', phase: 'after-commit', kind: 'wrong-amount' });
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'PAID', amountFen: 38_001 } });
    await pull('aggregate-fault', { op: 'refund', phase: 'after-commit', kind: 'wrong-merchant' });
    expect(await channel.refund(channel.refundBody(refund))).toEqual({
      kind: 'unknown',
      cause: 'bad-answer',
    });
  });
});

describe('a code', () => {
  it('is read off its bill where the number is taken, as long as it is the same bill and open', async () => {
    const opened = await prepared();
    const { channel, pull, logged } = opened;
    const body = channel.prepayBody(order(opened));
    const codeUrl = `https://qr.chinaums.com/bills/qrCode.do?id=9Z01${NUMBER}`;
    expect(await channel.prepay(body)).toEqual({ kind: 'ok', value: { codeUrl } });
    expect(logged.slice(-2)).toMatchObject([
      { server: 'aggregate', op: 'prepay', outcome: 'refused', code: 'DUP_ORDER' },
      { server: 'aggregate', op: 'query', outcome: 'ok' },
    ]);
    const taken = { kind: 'refused', code: 'DUP_ORDER' };
    expect(await channel.prepay(channel.prepayBody(order(opened, { amountFen: 1 })))).toEqual(taken);
    await pull('aggregate-scan-pay');
    expect(await channel.prepay(body)).toEqual(taken);
  });

  it('cannot be read off a bill that does not repeat it, or does not say for how much it is', async () => {
    const opened = await open();
    const { wallet: acquirer, clock, config } = opened;
    const seal = new AggregateSeal(acquirer);
    const bill = { mid: acquirer.mid, billNo: `9Z01${NUMBER}`, billStatus: 'UNPAID' };
    let more: object = {};
    const server = await LoopbackHttpServer.start(async ({ target }) => {
      const taken = { errCode: 'DUP_ORDER' };
      const body = target.endsWith('query') ? { errCode: 'SUCCESS', ...bill, ...more } : taken;
      return seal.seal({ status: 200, body }, clock.now());
    });
    const { channel, close } = await chinaUmsWorld({ baseUrl: server.baseUrl, app: config.app });
    const body = channel.prepayBody(order(opened));
    expect(await channel.prepay(body)).toEqual({ kind: 'refused', code: 'DUP_ORDER' });
    more = { totalAmount: 38_000, billQRCode: 'https://elsewhere.example.com/' };
    expect(await channel.prepay(body)).toEqual({ kind: 'unknown', cause: 'bad-answer' });
    await close();
    await server.close();
  });

  it('refused for being late says nothing about the first try', async () => {
    const opened = await open();
    const { channel, clock } = opened;
    const body = channel.prepayBody(order(opened));
    await clock.advance(301_000);
    expect(await channel.prepay(body)).toEqual({ kind: 'unknown', cause: 'bad-answer' });
  });

  it('tells with what money it was paid', async () => {
    for (const [wallet, funding] of [
      ['ecny', 'ecny'],
      ['wechat', 'balance'],
      ['alipay', 'balance'],
      ['unionpay', 'bank-card'],
      ['bank-card', 'bank-card'],
    ]) {
      const { channel, pull } = await prepared();
      await pull('aggregate-payer', { wallet });
      await pull('aggregate-scan-pay', { outTradeNo: NUMBER });
      expect(await channel.query(NUMBER), wallet).toMatchObject({ value: { state: 'PAID', funding } });
    }
  });
});

describe('closing', () => {
  it('loses against a payment that lands at that moment', async () => {
    const { channel, pull } = await prepared();
    await pull('aggregate-pay-late');
    expect(await channel.close(NUMBER)).toMatchObject({ kind: 'refused', code: 'OPERATION_NOT_ALLOWED' });
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'PAID' } });
  });

  it('counts only when the bill says so itself', async () => {
    const { channel, pull } = await prepared();
    await pull('aggregate-fault', { op: 'query', phase: 'before', kind: 'drop' });
    expect(await channel.close(NUMBER)).toEqual({ kind: 'unknown', cause: 'network' });
    expect(await channel.query(NUMBER)).toEqual({ kind: 'ok', value: { state: 'CLOSED' } });
  });

  it.each([
    ['UNPAID', {}, { kind: 'unknown', cause: 'bad-answer' }],
    [
      'PAID',
      { billPayment: { totalAmount: 1, payTime: '2026-11-24 09:00:07', targetOrderId: '42' } },
      { kind: 'refused', code: 'OPERATION_NOT_ALLOWED' },
    ],
  ])('does not count while the bill says %s', async (billStatus, more, outcome) => {
    const opened = await open();
    const { wallet: acquirer, clock, config } = opened;
    const seal = new AggregateSeal(acquirer);
    const said = { mid: acquirer.mid, billNo: `9Z01${NUMBER}`, billStatus, ...more };
    const server = await LoopbackHttpServer.start(async () =>
      seal.seal({ status: 200, body: { errCode: 'SUCCESS', ...said } }, clock.now()),
    );
    const { channel, close } = await chinaUmsWorld({ baseUrl: server.baseUrl, app: config.app });
    expect(await channel.close(NUMBER)).toEqual(outcome);
    await close();
    await server.close();
  });
});

describe('a refund', () => {
  async function paid(): Promise<ChinaUmsWorld> {
    const opened = await prepared();
    await opened.pull('aggregate-scan-pay');
    return opened;
  }

  it('that takes its time is asked about', async () => {
    const { channel, pull, clock } = await paid();
    await pull('aggregate-refund-result', { result: 'SLOW' });
    const body = channel.refundBody(refund);
    const under = { kind: 'ok', value: { state: 'PROCESSING', amountFen: 38_000 } };
    expect(await channel.refund(body)).toEqual(under);
    expect(await channel.queryRefund(REFUND, NUMBER)).toEqual(under);
    await clock.advance(5_000);
    expect(await channel.queryRefund(REFUND, NUMBER)).toMatchObject({ value: { state: 'SUCCESS' } });
  });

  it('that fails is for staff', async () => {
    const { channel, pull } = await paid();
    await pull('aggregate-refund-result', { result: 'FAIL' });
    expect(await channel.refund(channel.refundBody(refund))).toMatchObject({ value: { state: 'ABNORMAL' } });
    expect(await channel.queryRefund(REFUND, NUMBER)).toMatchObject({ value: { state: 'ABNORMAL' } });
  });

  it('that the wallet does not take now is repeated until it does', async () => {
    const { channel, pull } = await paid();
    const body = channel.refundBody(refund);
    await pull('aggregate-refund-result', { result: 'TARGET_FAIL' });
    expect(await channel.refund(body)).toEqual({ kind: 'unknown', cause: 'server-error' });
    expect(await channel.queryRefund(REFUND, NUMBER)).toEqual({ kind: 'ok', value: null });
    await pull('aggregate-refund-result', { result: 'SUCCESS' });
    expect(await channel.refund(body)).toMatchObject({ value: { state: 'SUCCESS' } });
  });

  it('whose number is taken is under way, until somebody has asked', async () => {
    const { channel } = await paid();
    const small = channel.refundBody({ ...refund, amountFen: 1 });
    expect(await channel.refund(small)).toMatchObject({ value: { state: 'SUCCESS', amountFen: 1 } });
    expect(await channel.refund(channel.refundBody(refund))).toEqual({
      kind: 'ok',
      value: { state: 'PROCESSING', amountFen: 38_000 },
    });
    expect(await channel.queryRefund(REFUND, NUMBER)).toMatchObject({ value: { amountFen: 1 } });
  });

  it('of a bill that never was is none', async () => {
    const { channel } = await open();
    expect(await channel.queryRefund(REFUND, NUMBER)).toEqual({ kind: 'ok', value: null });
  });
});

describe('time', () => {
  it('is learnt from the acquirer, and what was refused for it goes through then', async () => {
    const { channel, skew, clockOff } = await open();
    skew.ms = -3_600_000;
    expect(await channel.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'clock-skew' });
    expect(await channel.query(NUMBER)).toEqual({ kind: 'ok', value: { state: 'NOT_CREATED' } });
    expect(clockOff).toEqual([3_600]);
    expect(channel.clockOffMs()).toBe(3_600_000);
  });

  it('learns no time from a page that stands in place of an answer', async () => {
    const { channel, pull, clockOff } = await open();
    // The page comes with the time of this machine, which is not the acquirer's.
    await pull('aggregate-fault', { op: 'query', phase: 'after-commit', kind: 'html' });
    expect(await channel.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'bad-answer' });
    expect([clockOff, channel.clockOffMs()]).toEqual([[], 0]);
  });

  it('that was off is the likely reason of any refusal', async () => {
    const { channel, skew } = await prepared();
    skew.ms = 120_000;
    expect(await channel.queryRefund(REFUND, 'K0001261124000QQ7XK2N')).toEqual({
      kind: 'unknown',
      cause: 'clock-skew',
    });
    expect(await channel.queryRefund(REFUND, 'K0001261124000QQ7XK2N')).toEqual({ kind: 'ok', value: null });
  });
});

it('goes silent with its network, and is throttled politely', async () => {
  const { channel, pull } = await prepared();
  await pull('aggregate-fault', { op: 'query', phase: 'before', kind: '429' });
  expect(await channel.query(NUMBER)).toMatchObject({ kind: 'retry' });
  await pull('aggregate-network', { state: 'down' });
  expect(await channel.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'network' });
});

it('takes no address that the configuration would have refused', async () => {
  await expect(open({ baseUrl: 'http://192.0.2.1' })).rejects.toThrow('ChinaUMS base address');
});
