import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { err } from '../../base/result.ts';
import { LoopbackHttpServer, type ServerRequest } from '../../transport/emulator/http-server.ts';
import { type Http, HttpClient } from '../../transport/http.ts';
import { WalletSeal } from '../emulator/wechat-codec.ts';
import { LocalKeySigner } from '../signer.ts';
import { anOrder, aRefund } from '../testing/wallet-world.ts';
import { type WeChatWorld, walletKeys, wechatWorld } from '../testing/wechat-world.ts';
import { type WeChatConfig, WeChatNative } from './native.ts';

const NUMBER = 'K0001261124A0001';
const PREPAY = '{"time_expire":"2026-11-24T10:00:00+08:00"}';
let world: WeChatWorld | null = null;

async function open(overrides: Partial<WeChatConfig> = {}): Promise<WeChatWorld> {
  world = await wechatWorld(overrides);
  return world;
}

async function prepared(overrides: Partial<WeChatConfig> = {}): Promise<WeChatWorld> {
  const opened = await open(overrides);
  const { channel, clock } = opened;
  expect((await channel.prepay(channel.prepayBody(anOrder(clock)))).kind).toBe('ok');
  return opened;
}

afterEach(async () => {
  await world?.close();
  world = null;
});

describe('WeChatNative', () => {
  it('believes no answer whose signature, key or time is not right', async () => {
    const { channel, pull } = await prepared();
    await pull('wallet-scan-pay');
    const cases = [
      ['bad-signature', 'bad-signature'],
      ['unknown-key', 'unknown-key'],
      ['skew', 'clock-skew'],
      ['html', 'bad-signature'],
      ['truncate', 'network'],
      ['drop', 'network'],
      ['500', 'server-error'],
    ] as const;
    for (const [kind, cause] of cases) {
      await pull('wallet-fault', { op: 'query', phase: 'after-commit', kind });
      expect(await channel.query(NUMBER), kind).toEqual({ kind: 'unknown', cause });
    }
    expect(await channel.query(NUMBER)).toMatchObject({ kind: 'ok', value: { state: 'PAID' } });
  });

  it('does not take an unproven close for a close', async () => {
    const { channel, pull } = await prepared();
    for (const kind of ['bad-signature', 'unknown-key', 'skew'] as const) {
      await pull('wallet-fault', { op: 'close', phase: 'before', kind });
      expect((await channel.close(NUMBER)).kind, kind).toBe('unknown');
    }
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'UNPAID' } });
  });

  it('does not take a wrongly signed refusal for a refusal, but an unsigned one', async () => {
    const { channel, pull } = await open();
    await pull('wallet-fault', { op: 'query', phase: 'after-commit', kind: 'bad-signature' });
    expect(await channel.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'bad-signature' });
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await world?.close();
    const { channel: forger } = await open({ signer: new LocalKeySigner(stranger.privateKey) });
    expect(await forger.query(NUMBER)).toMatchObject({ kind: 'refused', code: 'SIGN_ERROR' });
  });

  it('takes no signed answer that says nothing, something new, or leads elsewhere', async () => {
    const seal = new WalletSeal(await walletKeys, '1900007291');
    let body: Record<string, unknown> = {};
    const server = await LoopbackHttpServer.start(async () =>
      seal.seal({ status: 200, body }, world?.clock.now() ?? 0, 'ID1'),
    );
    const { channel, clock, config } = await open({ baseUrl: server.baseUrl });
    const trade = { appid: config.appId, mchid: config.mchId, out_trade_no: NUMBER, amount: { total: 1 } };
    const doubt = { kind: 'unknown', cause: 'bad-answer' };
    for (body of [{}, { ...trade, trade_state: 'ACCEPT' }, { ...trade, trade_state: 'SUCCESS' }]) {
      expect(await channel.query(NUMBER)).toEqual(doubt);
    }
    for (body of [{}, { code_url: 'https://evil.example.com/pay' }]) {
      expect(await channel.prepay(channel.prepayBody(anOrder(clock)))).toEqual(doubt);
    }
    expect(await channel.close(NUMBER)).toEqual(doubt);
    await server.close();
  });

  it('waits when it is asked to', async () => {
    const { channel, pull } = await prepared();
    await pull('wallet-fault', { op: 'query', kind: '429' });
    expect(await channel.query(NUMBER)).toEqual({ kind: 'retry', afterMs: 1000 });
  });

  it('gives up on an answer that comes too late, although the wallet has done its work', async () => {
    const { channel, clock, pull, wallet } = await open();
    await pull('wallet-fault', { op: 'prepay', phase: 'after-commit', kind: 'delay', seconds: 10 });
    const body = channel.prepayBody(anOrder(clock));
    const pending = channel.prepay(body);
    await until(() => wallet.inspect().trades.length === 1);
    await clock.advance(8000);
    expect(await pending).toEqual({ kind: 'unknown', cause: 'timeout' });
    expect((await channel.prepay(body)).kind).toBe('ok');
    expect(wallet.inspect().trades).toHaveLength(1);
  });

  it('does not take a refused late repeat for proof that the first try failed', async () => {
    const { channel, clock } = await open();
    const body = channel.prepayBody(anOrder(clock));
    await clock.advance(241_000);
    expect(await channel.prepay(body)).toEqual({ kind: 'unknown', cause: 'bad-answer' });
  });

  it('passes a refusal on while there is time', async () => {
    const { channel, clock } = await prepared();
    const other = channel.prepayBody(anOrder(clock, { amountFen: 1 }));
    expect(await channel.prepay(other)).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' });
  });

  it('says ORDER_PAID when the payer was faster than the close', async () => {
    const { channel, pull } = await prepared();
    await pull('wallet-pay-late');
    expect(await channel.close(NUMBER)).toMatchObject({ kind: 'refused', code: 'ORDER_PAID' });
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'PAID' } });
  });

  it('says how a refund ended', async () => {
    for (const result of ['ABNORMAL', 'CLOSED'] as const) {
      const { channel, clock, pull } = await prepared();
      await pull('wallet-scan-pay');
      expect(await channel.refund(channel.refundBody(aRefund()))).toMatchObject({
        value: { state: 'PROCESSING' },
      });
      await pull('wallet-refund-result', { result });
      await clock.advance(5000);
      expect(await channel.queryRefund(aRefund().outRefundNo)).toMatchObject({ value: { state: result } });
      await world?.close();
    }
    const { channel, pull } = await prepared();
    await pull('wallet-scan-pay');
    await pull('wallet-refund-result', { result: 'NOT_ENOUGH' });
    expect(await channel.refund(channel.refundBody(aRefund()))).toMatchObject({
      kind: 'refused',
      code: 'NOT_ENOUGH',
    });
  });

  it('freezes on a signed answer about another app', async () => {
    const strange = await open({ appId: 'wxANOTHER' });
    const body = JSON.parse(strange.channel.prepayBody(anOrder(strange.clock))) as Record<string, unknown>;
    await strange.channel.prepay(JSON.stringify({ ...body, appid: strange.wallet.appId }));
    expect(await strange.channel.query(NUMBER)).toEqual({
      kind: 'ok',
      value: { state: 'MISMATCH', field: 'appid' },
    });
  });

  it('freezes on a signed answer that is not about our money, and reports another amount as it is', async () => {
    const { channel, pull } = await prepared();
    await pull('wallet-scan-pay');
    await pull('wallet-fault', { op: 'query', phase: 'after-commit', kind: 'wrong-merchant' });
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'MISMATCH', field: 'mchid' } });
    await pull('wallet-fault', { op: 'query', phase: 'after-commit', kind: 'wrong-amount' });
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'PAID', amountFen: 38_001 } });
    for (const [op, kind] of [
      ['prepay', 'wrong-amount'],
      ['close', 'wrong-amount'],
    ] as const) {
      await pull('wallet-fault', { op, kind });
      const outcome = op === 'close' ? await channel.close(NUMBER) : await channel.prepay(PREPAY);
      expect(outcome, op).toEqual({ kind: 'unknown', cause: 'bad-answer' });
    }
    await pull('wallet-fault', { op: 'query', kind: 'reordered' });
    expect((await channel.query(NUMBER)).kind).toBe('ok');
  });

  it('learns the wallet’s time from its answers, signs with it, and goes on asking', async () => {
    const skew = { ms: 0 };
    const { channel, config, clock, pull } = await prepared();
    await pull('wallet-scan-pay');
    const told: unknown[] = [];
    const off = new WeChatNative(config, {
      http: new HttpClient({ clock }),
      clock: {
        now: () => clock.now() + skew.ms,
        monotonic: () => clock.monotonic(),
        after: (ms, action) => clock.after(ms, action),
      },
      log: { event: (id, fields) => id === 'clock-off' && told.push(fields) },
    });
    skew.ms = -20 * 60_000;
    expect(await off.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'clock-skew' });
    expect(await off.query(NUMBER)).toMatchObject({ kind: 'ok', value: { state: 'PAID' } });
    expect(told).toEqual([{ server: 'wechat', seconds: 1200 }]);
    await Promise.all([off.shutdown(), channel.shutdown()]);
  });

  it('goes to the second site at once when the first is out of reach', async () => {
    const { channel, clock, config, wallet } = await open();
    const gone = await LoopbackHttpServer.start(async () => 'drop');
    const { baseUrl } = gone;
    await gone.close();
    const silent = { event: () => undefined };
    const two = new WeChatNative(
      { ...config, baseUrl, secondBaseUrl: wallet.baseUrl },
      { http: new HttpClient({ clock }), clock, log: silent },
    );
    expect((await two.prepay(two.prepayBody(anOrder(clock)))).kind).toBe('ok');
    expect(await two.query(NUMBER)).toMatchObject({ value: { state: 'UNPAID' } });
    await Promise.all([two.shutdown(), channel.shutdown()]);
  });

  it.each([
    ['connect', 2],
    ['total', 1],
  ])(
    'asks the second site when time ran out before the first was there, and only then (%s)',
    async (detail, asked) => {
      const { clock, config } = await open();
      const hosts: string[] = [];
      const http: Http = {
        send: async ({ url }) => {
          hosts.push(url.hostname);
          return err({ code: 'TIMEOUT', detail });
        },
        close: async () => undefined,
      };
      const sites = { baseUrl: 'https://first.example', secondBaseUrl: 'https://second.example' };
      const two = new WeChatNative({ ...config, ...sites }, { http, clock, log: { event: () => undefined } });
      expect(await two.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'timeout' });
      expect(hosts).toEqual(['first.example', 'second.example'].slice(0, asked));
    },
  );

  it('leaves it to the next attempt when the first site may have heard something, or neither is there', async () => {
    const { clock, config, wallet } = await open();
    let heard = 0;
    const breaking = await LoopbackHttpServer.start(async () => {
      heard += 1;
      return 'drop';
    });
    const two = new WeChatNative(
      { ...config, baseUrl: breaking.baseUrl, secondBaseUrl: wallet.baseUrl },
      { http: new HttpClient({ clock }), clock, log: { event: () => undefined } },
    );
    const body = two.prepayBody(anOrder(clock));
    expect(await two.prepay(body)).toEqual({ kind: 'unknown', cause: 'network' });
    expect([heard, wallet.inspect().trades.length]).toEqual([1, 0]);
    expect((await two.prepay(body)).kind).toBe('ok');
    expect(heard).toBe(1);
    await breaking.close();
    await world?.wallet.close();
    expect(await two.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'network' });
    await two.shutdown();
  });

  it('does not send what it cannot sign', async () => {
    const signer = { sign: async () => err({ code: 'SIGNER_FAILED', detail: 'ERR_X' } as const) };
    const { channel, wallet } = await open({ signer });
    expect(await channel.close(NUMBER)).toEqual({ kind: 'refused', code: 'SIGNER_FAILED' });
    expect(wallet.inspect().trades).toEqual([]);
  });

  it('signs every attempt afresh over the same bytes', async () => {
    const seen: ServerRequest[] = [];
    const server = await LoopbackHttpServer.start(async (request) => {
      seen.push(request);
      return 'drop';
    });
    const { channel, clock } = await open({ baseUrl: `${server.baseUrl}/relay/` });
    const body = channel.prepayBody(anOrder(clock));
    await channel.prepay(body);
    await channel.prepay(body);
    await server.close();
    expect(seen.map((request) => request.body.toString())).toEqual([body, body]);
    expect(new Set(seen.map((request) => request.headers.authorization)).size).toBe(2);
    expect(seen[0]?.target).toBe('/relay/v3/pay/transactions/native');
    expect(seen[0]?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'shebao-kiosk',
      'wechatpay-serial': Object.keys(world?.config.verifyKeys ?? {})[0],
    });
    expect(seen[0]?.headers.authorization).toMatch(
      /^WECHATPAY2-SHA256-RSA2048 mchid="\d+",nonce_str="[0-9A-F]{32}",signature="[^"]+",timestamp="\d+",serial_no="[0-9A-F]{40}"$/,
    );
  });

  it('logs how each call ended, and nothing of the order', async () => {
    const { channel, pull, logged, clock } = await prepared();
    await channel.query(NUMBER);
    await channel.queryRefund('RK0001261124A0001x1');
    await channel.refund(channel.refundBody(aRefund()));
    await pull('wallet-fault', { op: 'close', kind: '500' });
    await channel.close(NUMBER);
    await pull('wallet-fault', { op: 'close', kind: 'drop' });
    await channel.close(NUMBER);
    expect(logged.map(({ op, outcome, code }) => [op, outcome, code])).toEqual([
      ['prepay', 'ok', undefined],
      ['query', 'ok', undefined],
      ['query-refund', 'ok', undefined],
      ['refund', 'refused', 'INVALID_REQUEST'],
      ['close', 'unknown', 'server-error'],
      ['close', 'unknown', 'network'],
    ]);
    expect(logged.slice(0, 5).every(({ requestId }) => /^[0-9A-F]{32}$/.test(requestId ?? ''))).toBe(true);
    expect(logged[5]).not.toHaveProperty('requestId');
    expect(JSON.stringify(logged)).not.toContain(NUMBER);
    expect(logged.every(({ server, ms }) => server === 'wechat' && ms === 0)).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('drops a request id that does not look like one', async () => {
    const server = await LoopbackHttpServer.start(async () => ({
      status: 500,
      headers: { 'Request-ID': 'a b' },
      body: Buffer.alloc(0),
    }));
    const { channel, logged } = await open({ baseUrl: server.baseUrl });
    await channel.query(NUMBER);
    await server.close();
    expect(logged).toHaveLength(1);
    expect(logged[0]).not.toHaveProperty('requestId');
  });

  it('does not start with a base address or key ring that cannot work', async () => {
    await expect(wechatWorld({ baseUrl: 'http://api.example.com' })).rejects.toThrow('PLAIN_HTTP');
    await expect(wechatWorld({ verifyKeys: {} })).rejects.toThrow('at least one key');
  });
});

/** Turns of the event loop until something has happened on the other side of the wire. */
async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise<void>((resolve) => setImmediate(resolve));
}
