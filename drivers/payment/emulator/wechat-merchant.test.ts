import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../base/clock.ts';
import { HttpClient } from '../../transport/http.ts';
import { askByHand, codeOf, type Hand } from '../testing/wechat-hand.ts';
import { seededStore } from '../testing/wechat-world.ts';
import { WeChatEmulator } from './wechat-server.ts';

const NUMBER = 'K0001261124A0001';
const NATIVE = '/v3/pay/transactions/native';
const ORDERS = '/v3/pay/partner/transactions';
const REFUNDS = '/v3/refund/domestic/refunds';
const sub = { sub_mchid: '1900000109' };
const numbers = `sp_mchid=1900007291&sub_mchid=${sub.sub_mchid}`;

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

async function becomePartner(): Promise<void> {
  await wallet.close();
  const partner = { subMchId: sub.sub_mchid, subAppId: 'wxd678efh567hg6999' };
  wallet = await WeChatEmulator.start({ clock, store: await seededStore(), partner });
}

const ask: Hand = (...request) => askByHand({ wallet, http, clock }, ...request);

const wares = {
  description: '保险费',
  out_trade_no: NUMBER,
  notify_url: 'https://pay.example.com/notify',
  amount: { total: 20_000, currency: 'CNY' },
};

function order(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { appid: wallet.appId, mchid: wallet.mchId, ...wares, ...changes };
}

function partnerOrder(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { sp_appid: wallet.appId, sp_mchid: wallet.mchId, ...sub, ...wares, ...changes };
}

const refund = (changes: Record<string, unknown> = {}) => ({
  out_trade_no: NUMBER,
  out_refund_no: `R${NUMBER}x1`,
  amount: { refund: 20_000, total: 20_000, currency: 'CNY' },
  ...changes,
});

async function scanAndPay(): Promise<void> {
  await wallet.levers.find(({ id }) => id === 'wallet-scan-pay')?.apply({});
}

describe('the emulated WeChat Pay knows two kinds of merchants', () => {
  it('lets direct merchants name no sub merchant, and nothing that is not documented', async () => {
    expect((await ask('POST', `${ORDERS}/native`, partnerOrder())).json).toMatchObject({
      code: 'PARAM_ERROR',
      message: '普通商户不允许传sub_mch_id',
    });
    for (const asked of [
      ask('POST', NATIVE, order(sub)),
      ask('POST', NATIVE, order({ sub_mch_id: '1' })),
      ask('GET', `${ORDERS}/out-trade-no/${NUMBER}?${numbers}`),
      ask('POST', `${ORDERS}/out-trade-no/${NUMBER}/close`, { sp_mchid: '1900007291', ...sub }),
      ask('POST', REFUNDS, refund(sub)),
      ask('GET', `${REFUNDS}/R1?sub_mchid=1`),
      ask('GET', '/v3/bill/tradebill?bill_date=2026-11-24&sub_mchid=1&bill_type=ALL&tar_type=GZIP'),
    ]) {
      expect(await codeOf(asked)).toBe('400 PARAM_ERROR');
    }
    expect(wallet.inspect().trades).toEqual([]);
  });

  it('wants of service providers what it wants, and lets them sell for their own sub merchants only', async () => {
    await becomePartner();
    expect((await ask('POST', NATIVE, order())).json).toMatchObject({
      code: 'PARAM_ERROR',
      message: '受理机构必须传入sub_mch_id',
    });
    const cases: readonly (readonly [string, Record<string, unknown>])[] = [
      ['400 PARAM_ERROR', { sub_mchid: undefined }],
      ['403 NO_AUTH', { sub_mchid: '1900000110' }],
      ['400 APPID_MCHID_NOT_MATCH', { sp_appid: 'wx0' }],
      ['400 APPID_MCHID_NOT_MATCH', { sp_mchid: '1900000110' }],
      ['400 APPID_MCHID_NOT_MATCH', { sub_appid: 'wx0' }],
    ];
    for (const [code, changes] of cases) {
      expect(await codeOf(ask('POST', `${ORDERS}/native`, partnerOrder(changes)))).toBe(code);
    }
    for (const query of ['', '?sp_mchid=1&sub_mchid=1900000109']) {
      expect(await codeOf(ask('GET', `${ORDERS}/out-trade-no/${NUMBER}${query}`))).toBe('400 MCH_NOT_EXISTS');
    }
    expect(await codeOf(ask('POST', REFUNDS, refund()))).toBe('400 PARAM_ERROR');
    expect(await codeOf(ask('GET', `${REFUNDS}/R1`))).toBe('400 PARAM_ERROR');
    expect(await codeOf(ask('GET', `${REFUNDS}/R1?sub_mchid=1900000110`))).toBe('403 NO_AUTH');
    expect(await codeOf(ask('GET', '/v3/pay/partner/transactions/nothing'))).toBe('404 NOT_FOUND');
  });

  it.each([[{}], [{ sub_appid: 'wxd678efh567hg6999' }]])(
    'repeats in answers whom the order was for: %j',
    async (application) => {
      await becomePartner();
      await ask('POST', `${ORDERS}/native`, partnerOrder(application));
      await scanAndPay();
      const { json, answer } = await ask('GET', `${ORDERS}/out-trade-no/${NUMBER}?${numbers}`);
      expect(json).toMatchObject({
        sp_appid: wallet.appId,
        sp_mchid: wallet.mchId,
        ...sub,
        ...application,
        trade_state: 'SUCCESS',
        payer: { sp_openid: expect.any(String) },
      });
      expect(Object.keys(json)).not.toContain('mchid');
      expect('sub_appid' in json).toBe('sub_appid' in application);
      expect(answer.headers.has('wechatpay-signature')).toBe(true);
    },
  );

  it('gives a service provider the bill of one sub merchant, or of all', async () => {
    await becomePartner();
    await ask('POST', `${ORDERS}/native`, partnerOrder());
    await scanAndPay();
    await clock.advance(26 * 3_600_000);
    const bill = (query: string) =>
      ask('GET', `/v3/bill/tradebill?bill_date=2026-11-24&bill_type=ALL&tar_type=GZIP${query}`);
    const one = await bill('&sub_mchid=1900000109');
    expect(one.json).toMatchObject({ hash_type: 'SHA1' });
    expect((await bill('')).json).toMatchObject({ hash_value: one.json.hash_value });
    expect(await codeOf(bill('&sub_mchid=1900000110'))).toBe('403 NO_AUTH');
    const { pathname, search } = new URL(String(one.json.download_url));
    const { answer } = await ask('GET', pathname + search, undefined, { headers: { Accept: '*/*' } });
    expect(gunzipSync(answer.body).toString()).toContain('`1900007291,`1900000109,`,`42');
  });
});
