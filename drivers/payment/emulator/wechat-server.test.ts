import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../base/clock.ts';
import { FileStore } from '../../transport/emulator/file-store.ts';
import { HttpClient } from '../../transport/http.ts';
import { storeWith } from '../testing/wallet-world.ts';
import { askByHand, type Changes, codeOf, type Hand } from '../testing/wechat-hand.ts';
import { seededStore, walletKeys } from '../testing/wechat-world.ts';
import { WeChatEmulator } from './wechat-server.ts';

const NUMBER = 'K0001261124A0001';
const NATIVE = '/v3/pay/transactions/native';
const REFUNDS = '/v3/refund/domestic/refunds';

let clock: VirtualClock;
let wallet: WeChatEmulator;
let http: HttpClient;

beforeEach(async () => {
  clock = new VirtualClock();
  wallet = await WeChatEmulator.start({ clock, store: await seededStore() });
  http = new HttpClient({ clock });
});

afterEach(async () => {
  await http.close();
  await wallet.close();
});

const ask: Hand = (...request) => askByHand({ wallet, http, clock }, ...request);

function order(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    appid: wallet.appId,
    mchid: wallet.mchId,
    description: '保险费',
    out_trade_no: NUMBER,
    notify_url: 'https://pay.example.com/notify',
    amount: { total: 20_000, currency: 'CNY' },
    ...changes,
  };
}

function refund(changes: Record<string, unknown> = {}, amount: Record<string, unknown> = {}) {
  return {
    out_trade_no: NUMBER,
    out_refund_no: `R${NUMBER}x1`,
    amount: { refund: 20_000, total: 20_000, currency: 'CNY', ...amount },
    ...changes,
  };
}

async function pull(id: string, args: Record<string, unknown> = {}) {
  return await wallet.levers.find((lever) => lever.id === id)?.apply(args);
}

describe('the emulated WeChat Pay checks requests', () => {
  it('refuses what is not signed by the merchant, unsigned itself', async () => {
    const target = `/v3/pay/transactions/out-trade-no/${NUMBER}?mchid=${wallet.mchId}`;
    const wrong: readonly Changes[] = [
      { scheme: 'Bearer' },
      { fields: { mchid: '1' } },
      { fields: { serial_no: 'AB' } },
      { fields: { nonce_str: 'not allowed' } },
      { fields: { timestamp: String(Math.floor(clock.now() / 1000) - 301) } },
      { fields: { timestamp: 'now' } },
      { fields: { signature: 'AAAA' } },
      { headers: { Authorization: '' } },
      { headers: { Authorization: 'WECHATPAY2-SHA256-RSA2048 ' } },
      { headers: { Authorization: 'WECHATPAY2-SHA256-RSA2048 x="y"' } },
    ];
    for (const changes of wrong) {
      const { status, json, answer } = await ask('GET', target, undefined, changes);
      expect(`${status} ${json.code}`, JSON.stringify(changes)).toBe('401 SIGN_ERROR');
      expect(answer.headers.has('wechatpay-signature')).toBe(false);
      expect(answer.headers.get('request-id')).toHaveLength(1);
    }
  });

  it('refuses a nonce that it has seen, and forgets it after a while', async () => {
    const target = `/v3/pay/transactions/out-trade-no/${NUMBER}?mchid=${wallet.mchId}`;
    const fields = { nonce_str: 'SAME' };
    expect(await codeOf(ask('GET', target, undefined, { fields }))).toBe('404 ORDER_NOT_EXIST');
    expect(await codeOf(ask('GET', target, undefined, { fields }))).toBe('401 SIGN_ERROR');
    await clock.advance(1_200_001);
    expect(await codeOf(ask('GET', target, undefined, { fields }))).toBe('404 ORDER_NOT_EXIST');
  });

  it('wants its headers', async () => {
    const wrong: readonly Record<string, string>[] = [
      { Accept: 'text/html' },
      { 'Content-Type': 'text/plain' },
      { 'Wechatpay-Serial': 'PUB_KEY_ID_1' },
    ];
    for (const headers of wrong) {
      expect(await codeOf(ask('POST', NATIVE, order(), { headers })), JSON.stringify(headers)).toBe(
        '400 PARAM_ERROR',
      );
    }
  });

  it('refuses bodies that the documents do not allow', async () => {
    const wrong: readonly unknown[] = [
      '{',
      {},
      order({ description: '' }),
      order({ description: '😀' }),
      order({ out_trade_no: 'K 1' }),
      order({ notify_url: 'https://pay.example.com/notify?x=1' }),
      order({ notify_url: 'http://pay.example.com/notify' }),
      order({ amount: { total: 0 } }),
      order({ amount: { total: 1.5 } }),
      order({ time_expire: new Date(clock.now() + 59_000).toISOString() }),
    ];
    for (const body of wrong) {
      expect(await codeOf(ask('POST', NATIVE, body)), JSON.stringify(body)).toBe('400 PARAM_ERROR');
    }
    expect(await codeOf(ask('POST', NATIVE, order({ appid: 'wx0' })))).toBe('400 APPID_MCHID_NOT_MATCH');
    expect(await codeOf(ask('GET', `/v3/pay/transactions/out-trade-no/${NUMBER}`))).toBe(
      '400 MCH_NOT_EXISTS',
    );
    expect(
      await codeOf(ask('POST', `/v3/pay/transactions/out-trade-no/${NUMBER}/close`, { mchid: '1' })),
    ).toBe('400 MCH_NOT_EXISTS');
  });

  it('knows no other calls', async () => {
    for (const [method, target] of [
      ['GET', '/v3/nothing'],
      ['POST', `/v3/pay/transactions/out-trade-no/${NUMBER}`],
      ['GET', `/v3/pay/transactions/out-trade-no/${NUMBER}/close`],
    ] as const) {
      expect(await codeOf(ask(method, target)), target).toBe('404 NOT_FOUND');
    }
  });
});

describe('the emulated WeChat Pay keeps books', () => {
  it('kills the old code when it gives a new one', async () => {
    const first = await ask('POST', NATIVE, order());
    const second = await ask('POST', NATIVE, order());
    expect(first.json.code_url).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=\S+$/);
    expect(second.json.code_url).not.toBe(first.json.code_url);
    expect(wallet.inspect().trades).toMatchObject([{ codeUrl: second.json.code_url, state: 'NOTPAY' }]);
  });

  it('lets nobody pay after time_expire, after the code has died, or twice', async () => {
    const scan = () => pull('wallet-scan-pay', { outTradeNo: NUMBER });
    await ask('POST', NATIVE, order({ time_expire: new Date(clock.now() + 60_000).toISOString() }));
    await clock.advance(60_001);
    expect(await scan()).toMatchObject({ ok: false, error: { code: 'NOT_NOW' } });
    expect(await pull('wallet-scan-pay')).toMatchObject({ error: { code: 'NOT_NOW' } });

    await ask('POST', NATIVE, order({ out_trade_no: 'K000002' }));
    await clock.advance(7_200_001);
    expect(await pull('wallet-scan-pay')).toMatchObject({ error: { code: 'NOT_NOW' } });
    await ask('POST', NATIVE, order({ out_trade_no: 'K000002' }));
    expect(await pull('wallet-scan-pay')).toEqual({ ok: true, value: undefined });
    expect(await pull('wallet-scan-pay')).toMatchObject({ error: { code: 'NOT_NOW' } });
  });

  it('lets the newest code be paid first', async () => {
    await ask('POST', NATIVE, order());
    await clock.advance(1000);
    await ask('POST', NATIVE, order({ out_trade_no: 'K000002' }));
    await pull('wallet-scan-pay');
    expect(wallet.inspect().trades.map((trade) => trade.state)).toEqual(['NOTPAY', 'SUCCESS']);
  });

  it('lets an order die by itself after seven days', async () => {
    await ask('POST', NATIVE, order());
    await clock.advance(7 * 24 * 3_600_000 + 1);
    expect(wallet.inspect().trades).toMatchObject([{ state: 'CLOSED' }]);
    expect(await codeOf(ask('POST', NATIVE, order()))).toBe('400 ORDER_CLOSED');
  });

  it('pays just before a close, when armed, and only the order that is meant', async () => {
    const close = (number: string) =>
      codeOf(ask('POST', `/v3/pay/transactions/out-trade-no/${number}/close`, { mchid: wallet.mchId }));
    await ask('POST', NATIVE, order());
    await ask('POST', NATIVE, order({ out_trade_no: 'K000002' }));
    await pull('wallet-pay-late', { outTradeNo: 'K000002' });
    expect(await close(NUMBER)).toBe('204 ');
    expect(await close('K000002')).toBe('400 ORDER_PAID');
    expect(await codeOf(ask('POST', NATIVE, order({ out_trade_no: 'K000002' })))).toBe('400 ORDER_PAID');
    await ask('POST', NATIVE, order({ out_trade_no: 'K000003' }));
    await pull('wallet-pay-late');
    await pull('wallet-pay-late', { clear: true });
    expect(await close('K000003')).toBe('204 ');
  });

  it('gives back what was paid and no more, once for each number', async () => {
    await ask('POST', NATIVE, order({ attach: 'K0001' }));
    expect(await codeOf(ask('POST', REFUNDS, refund()))).toBe('400 INVALID_REQUEST');
    await pull('wallet-scan-pay');
    expect(wallet.inspect().keptFen).toBe(20_000);
    expect(await codeOf(ask('POST', REFUNDS, refund({ out_trade_no: 'K000009' })))).toBe(
      '404 RESOURCE_NOT_EXISTS',
    );
    expect(await codeOf(ask('POST', REFUNDS, refund({}, { total: 1, refund: 1 })))).toBe(
      '400 INVALID_REQUEST',
    );
    expect((await ask('POST', REFUNDS, refund({}, { refund: 5000 }))).json).toMatchObject({
      status: 'PROCESSING',
    });
    expect(await codeOf(ask('POST', REFUNDS, refund({}, { refund: 5001 })))).toBe('400 INVALID_REQUEST');
    const second = refund({ out_refund_no: `R${NUMBER}x2` }, { refund: 15_000 });
    expect(await codeOf(ask('POST', REFUNDS, second))).toBe('429 FREQUENCY_LIMITED');
    await clock.advance(60_000);
    expect((await ask('POST', REFUNDS, second)).status).toBe(200);
    const third = refund({ out_refund_no: `R${NUMBER}x3` }, { refund: 1 });
    expect(await codeOf(ask('POST', REFUNDS, third))).toBe('400 INVALID_REQUEST');
    expect(wallet.inspect()).toMatchObject({
      keptFen: 15_000,
      trades: [{ state: 'REFUND', paidFen: 20_000, refundedFen: 5000 }],
    });
    await clock.advance(5000);
    expect((await ask('GET', `${REFUNDS}/R${NUMBER}x2`)).json).toMatchObject({ status: 'SUCCESS' });
    expect(wallet.inspect().keptFen).toBe(0);
    const query = `/v3/pay/transactions/out-trade-no/${NUMBER}?mchid=${wallet.mchId}`;
    expect((await ask('GET', query)).json).toMatchObject({ trade_state: 'REFUND', attach: 'K0001' });
  });

  it('changes the end of refunds under way, not of settled ones', async () => {
    await ask('POST', NATIVE, order());
    await pull('wallet-scan-pay');
    await ask('POST', REFUNDS, refund({}, { refund: 1 }));
    await clock.advance(60_000);
    await ask('POST', REFUNDS, refund({ out_refund_no: 'R2' }, { refund: 2 }));
    await pull('wallet-refund-result', { result: 'CLOSED' });
    await clock.advance(60_000);
    expect(wallet.inspect().refunds.map((each) => each.state)).toEqual(['SUCCESS', 'CLOSED']);
    await pull('wallet-refund-result', { result: 'NOT_ENOUGH' });
    expect(await codeOf(ask('POST', REFUNDS, refund({ out_refund_no: 'R3' }, { refund: 3 })))).toBe(
      '403 NOT_ENOUGH',
    );
  });
});

describe('the emulated WeChat Pay makes bills', () => {
  const TRADES = '/v3/bill/tradebill?bill_date=2026-11-24';

  it('of days that are over, in the only form that is asked for', async () => {
    for (const query of ['', '&bill_type=ALL', '&bill_type=SUCCESS&tar_type=GZIP']) {
      expect(await codeOf(ask('GET', TRADES + query)), query).toBe('400 PARAM_ERROR');
    }
    expect(await codeOf(ask('GET', '/v3/bill/tradebill?bill_type=ALL&tar_type=GZIP'))).toBe(
      '400 PARAM_ERROR',
    );
    expect(await codeOf(ask('GET', `${TRADES}&bill_type=ALL&tar_type=GZIP`))).toBe('400 STATEMENT_CREATING');
  });

  it('whose files can be fetched for half a minute', async () => {
    await ask('POST', NATIVE, order());
    await ask('POST', NATIVE, order({ out_trade_no: 'K000002' }));
    await pull('wallet-scan-pay', { outTradeNo: NUMBER });
    await clock.advance(26 * 3_600_000);
    expect(await pull('wallet-bill', { state: 'lacks', outTradeNo: 'K000002' })).toMatchObject({
      error: { code: 'NOT_NOW' },
    });
    expect(await pull('wallet-bill', { state: 'lacks', outTradeNo: NUMBER })).toMatchObject({ ok: true });
    const { json } = await ask('GET', `${TRADES}&bill_type=ALL&tar_type=GZIP`);
    const { pathname, search } = new URL(String(json.download_url));
    const file = () => ask('GET', pathname + search, undefined, { headers: { Accept: '*/*' } });
    expect((await file()).status).toBe(200);
    await clock.advance(30_001);
    expect(await codeOf(file())).toBe('400 INVALID_REQUEST');
    const nothing = ask('GET', pathname, undefined, { headers: { Accept: '*/*' } });
    expect(await codeOf(nothing)).toBe('400 INVALID_REQUEST');
  });
});

describe('the emulated WeChat Pay in the rig', () => {
  it('describes every lever with unique ids and Chinese labels', () => {
    const ids = wallet.levers.map((lever) => lever.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => id.startsWith('wallet-'))).toBe(true);
    expect(wallet.levers.every((lever) => /\p{Script=Han}/u.test(lever.label))).toBe(true);
  });

  it('goes off the network and comes back', async () => {
    await pull('wallet-network', { state: 'down' });
    const url = new URL(wallet.baseUrl);
    expect(await http.send({ method: 'GET', url, headers: {} })).toMatchObject({ ok: false });
    await pull('wallet-network', { state: 'up' });
    expect(await codeOf(ask('GET', '/v3/nothing'))).toBe('404 NOT_FOUND');
  });

  it('remembers keys and books over a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wallet-'));
    const options = { clock, store: new FileStore(join(folder, 'wallet.json')), refundDelayMs: 1 };
    await wallet.close();
    wallet = await WeChatEmulator.start(options);
    await ask('POST', NATIVE, order());
    await pull('wallet-scan-pay');
    await ask('POST', REFUNDS, refund());
    const before = wallet;
    // Not closed: as after kill -9, nothing more is written.
    wallet = await WeChatEmulator.start(options);
    expect(wallet.merchantKeyPem).toBe(before.merchantKeyPem);
    expect(wallet.verifyKeys).toEqual(before.verifyKeys);
    expect(wallet.inspect()).toEqual(before.inspect());
    await before.close();
    await rm(folder, { recursive: true });
  });

  it('reads books of a version that did not know what people paid with', async () => {
    await wallet.close();
    const store = await storeWith({
      version: 1,
      keys: await walletKeys,
      books: {
        seq: 2,
        trades: [
          {
            outTradeNo: NUMBER,
            request: '{}',
            totalFen: 20_000,
            timeExpire: 0,
            createdAt: clock.now(),
            code: { id: 'x', madeAt: 0 },
            state: 'SUCCESS',
            payment: { transactionId: '42', fen: 20_000, at: clock.now() },
          },
        ],
        refunds: [],
      },
    });
    wallet = await WeChatEmulator.start({ clock, store });
    const query = `/v3/pay/transactions/out-trade-no/${NUMBER}?mchid=${wallet.mchId}`;
    expect((await ask('GET', query)).json).toMatchObject({ trade_state: 'SUCCESS', bank_type: 'OTHERS' });
    expect((await ask('POST', REFUNDS, refund())).json).toMatchObject({
      user_received_account: '支付用户零钱',
    });
  });

  it('works without a store and under other names', async () => {
    const other = await WeChatEmulator.start({ clock, appId: 'wxOTHER', mchId: '1900000001' });
    expect(other).toMatchObject({ appId: 'wxOTHER', mchId: '1900000001' });
    expect(other.merchantKeyPem).not.toBe(wallet.merchantKeyPem);
    await other.close();
  });
});
