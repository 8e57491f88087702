import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../base/clock.ts';
import { FileStore } from '../../transport/emulator/file-store.ts';
import { HttpClient } from '../../transport/http.ts';
import { detailsOf } from '../alipay/bill-archive.ts';
import { type Answered, askByHand, type Changes, type Hand } from '../testing/alipay-hand.ts';
import { alipayKeys, seededAlipayStore } from '../testing/alipay-world.ts';
import { expectOk, storeWith } from '../testing/wallet-world.ts';
import { AlipayEmulator } from './alipay-server.ts';

const NUMBER = 'K0001261124A0001';
const REQUEST = `R${NUMBER}x1`;

let clock: VirtualClock;
let wallet: AlipayEmulator;
let http: HttpClient;

beforeEach(async () => {
  clock = new VirtualClock();
  wallet = await AlipayEmulator.start({ clock, store: await seededAlipayStore() });
  http = new HttpClient({ clock });
});

afterEach(async () => {
  await http.close();
  await wallet.close();
});

const ask: Hand = (...request) => askByHand({ wallet, http, clock }, ...request);

function order(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    out_trade_no: NUMBER,
    total_amount: '200.10',
    subject: '保险费',
    product_code: 'FACE_TO_FACE_PAYMENT',
    time_expire: '2026-11-24 09:05:00',
    ...changes,
  };
}

function refund(changes: Record<string, unknown> = {}) {
  return { out_trade_no: NUMBER, refund_amount: '200.10', out_request_no: REQUEST, ...changes };
}

async function pull(id: string, args: Record<string, unknown> = {}) {
  return await wallet.levers.find((lever) => lever.id === id)?.apply(args);
}

async function codeOf(asked: Promise<Answered>): Promise<string> {
  const { status, json } = await asked;
  return `${status} ${json.code ?? ''}`;
}

const query = () => ask('query', { out_trade_no: NUMBER });
const close = () => ask('close', { out_trade_no: NUMBER });

describe('the emulated Alipay checks requests', () => {
  it('refuses what is not signed by the application, unsigned itself', async () => {
    const at = clock.now();
    const wrong: readonly [Changes, string][] = [
      [{ scheme: 'Bearer' }, 'app-not-exist'],
      [{ headers: { Authorization: '' } }, 'app-not-exist'],
      [{ auth: `app_id=1,nonce=n,timestamp=${at}` }, 'app-not-exist'],
      [{ auth: `app_id=${wallet.appId},nonce=,timestamp=${at}` }, 'invalid-nonce'],
      [{ auth: `app_id=${wallet.appId},nonce=n,timestamp=${at - 300_001}` }, 'invalid-timestamp'],
      [{ auth: `app_id=${wallet.appId},nonce=n,timestamp=now` }, 'invalid-timestamp'],
      [
        {
          headers: {
            Authorization: `ALIPAY-SHA256withRSA app_id=${wallet.appId},nonce=n,timestamp=${at},sign=AAAA`,
          },
        },
        'invalid-signature',
      ],
      [{ headers: { 'alipay-app-auth-token': 'T' } }, 'invalid-signature'],
    ];
    for (const [changes, code] of wrong) {
      const { status, json, answer } = await ask('query', { out_trade_no: NUMBER }, changes);
      expect(`${status} ${json.code}`, JSON.stringify(changes)).toBe(`401 ${code}`);
      expect(answer.headers.has('alipay-signature')).toBe(false);
      expect(answer.headers.get('date')).toEqual([new Date(at).toUTCString()]);
    }
  });

  it('refuses a nonce that it has seen, and forgets it after a while', async () => {
    const same = () => ({ auth: `app_id=${wallet.appId},nonce=SAME,timestamp=${clock.now()}` });
    expect(await codeOf(ask('query', { out_trade_no: NUMBER }, same()))).toBe('400 ACQ.TRADE_NOT_EXIST');
    expect(await codeOf(ask('query', { out_trade_no: NUMBER }, same()))).toBe('401 nonce-replayed');
    await clock.advance(1_200_001);
    expect(await codeOf(ask('query', { out_trade_no: NUMBER }, same()))).toBe('400 ACQ.TRADE_NOT_EXIST');
  });

  it('wants its headers', async () => {
    const wrong: readonly Record<string, string>[] = [
      { Accept: 'text/html' },
      { 'Content-Type': 'text/plain' },
    ];
    for (const headers of wrong) {
      expect(await codeOf(ask('precreate', order(), { headers })), JSON.stringify(headers)).toBe(
        '400 invalid-header',
      );
    }
    const headers = { 'alipay-request-id': 'a b' };
    expect(await codeOf(ask('precreate', order(), { headers }))).toBe('400 invalid-request-id');
  });

  it('refuses bodies that the documents do not allow', async () => {
    const wrong: readonly unknown[] = [
      '{',
      {},
      order({ subject: '' }),
      order({ subject: 'a&b' }),
      order({ out_trade_no: 'K-1' }),
      order({ total_amount: '0.00' }),
      order({ total_amount: '1.005' }),
      order({ total_amount: 200 }),
      order({ product_code: 'FAST_INSTANT_TRADE_PAY' }),
      order({ time_expire: '2026-11-24T09:05:00' }),
      order({ time_expire: '2026-11-24 09:00:59' }),
      order({ time_expire: '2026-13-24 09:05:00' }),
    ];
    for (const body of wrong) {
      expect(await codeOf(ask('precreate', body)), JSON.stringify(body)).toBe('400 ACQ.INVALID_PARAMETER');
    }
  });

  it('knows no other calls', async () => {
    expect(await codeOf(ask('cancel', {}))).toBe('404 invalid-method');
    expect(await codeOf(ask('query', '', { method: 'GET' }))).toBe('404 invalid-method');
  });
});

describe('the emulated Alipay keeps books', () => {
  it('has no trade before somebody scans', async () => {
    const { json } = await ask('precreate', order());
    expect(json.qr_code).toMatch(/^https:\/\/qr\.alipay\.com\/bax[0-9a-f]{24}$/);
    expect(await codeOf(query())).toBe('400 ACQ.TRADE_NOT_EXIST');
    expect(await codeOf(close())).toBe('400 ACQ.TRADE_NOT_EXIST');
    expect(await codeOf(ask('refund', refund()))).toBe('400 ACQ.TRADE_NOT_EXIST');
    const ofNothing = { out_trade_no: NUMBER, out_request_no: REQUEST };
    expect(await codeOf(ask('fastpay/refund/query', ofNothing))).toBe('400 ACQ.TRADE_NOT_EXIST');
    expect(wallet.inspect().trades).toMatchObject([{ state: 'NOT_SCANNED', codeUrl: json.qr_code }]);
    await pull('alipay-scan');
    expect((await query()).json).toMatchObject({ trade_status: 'WAIT_BUYER_PAY' });
    expect((await query()).json).not.toHaveProperty('send_pay_date');
  });

  it('gives another code as long as nobody has scanned, for another amount too, and the newest one works', async () => {
    const first = await ask('precreate', order());
    const second = await ask('precreate', order({ total_amount: '3' }));
    expect(second.json.qr_code).not.toBe(first.json.qr_code);
    await pull('alipay-scan', { outTradeNo: NUMBER });
    expect((await query()).text).toContain('"total_amount":3.00');
    expect(await codeOf(ask('precreate', order()))).toBe('400 ACQ.CONTEXT_INCONSISTENT');
    expect((await ask('precreate', order({ total_amount: '3.00' }))).status).toBe(200);
    await pull('alipay-scan-pay');
    expect(await codeOf(ask('precreate', order({ total_amount: '3' })))).toBe('400 ACQ.TRADE_HAS_SUCCESS');
  });

  it('writes amounts now as numbers, now as strings, always with both decimals', async () => {
    await ask('precreate', order());
    await pull('alipay-scan-pay');
    const { text } = await query();
    expect(text).toContain('"total_amount":200.10,"receipt_amount":"200.10"');
  });

  it('lets nobody pay after time_expire, after the code has died, or twice', async () => {
    await ask('precreate', order());
    await clock.advance(300_001);
    expect(await pull('alipay-scan')).toMatchObject({ ok: false, error: { code: 'NOT_NOW' } });
    expect(await pull('alipay-scan-pay', { outTradeNo: NUMBER })).toMatchObject({
      error: { code: 'NOT_NOW' },
    });
    await ask('precreate', order({ out_trade_no: 'K000002', time_expire: '2026-11-25 09:00:00' }));
    await clock.advance(7_200_001);
    expect(await pull('alipay-scan-pay')).toMatchObject({ error: { code: 'NOT_NOW' } });
    await ask('precreate', order({ out_trade_no: 'K000002', time_expire: '2026-11-25 09:00:00' }));
    expect(await pull('alipay-scan-pay')).toEqual({ ok: true, value: undefined });
    expect(await pull('alipay-scan-pay')).toMatchObject({ error: { code: 'NOT_NOW' } });
  });

  it('closes what waits to be paid, and nothing else', async () => {
    await ask('precreate', order());
    await pull('alipay-scan');
    expect((await close()).json).toMatchObject({ out_trade_no: NUMBER });
    expect(await codeOf(close())).toBe('400 ACQ.TRADE_STATUS_ERROR');
    expect(await codeOf(ask('precreate', order()))).toBe('400 ACQ.TRADE_HAS_CLOSE');
    await ask('precreate', order({ out_trade_no: 'K000002' }));
    await pull('alipay-scan');
    await pull('alipay-pay-late', { outTradeNo: 'K000002' });
    expect(await codeOf(ask('close', { out_trade_no: 'K000002' }))).toBe('400 ACQ.TRADE_STATUS_ERROR');
    await ask('precreate', order({ out_trade_no: 'K000003' }));
    await pull('alipay-scan');
    await pull('alipay-pay-late');
    await pull('alipay-pay-late', { clear: true });
    expect((await ask('close', { out_trade_no: 'K000003' })).status).toBe(200);
    expect(wallet.inspect().trades.map((trade) => trade.state)).toEqual([
      'TRADE_CLOSED',
      'TRADE_SUCCESS',
      'TRADE_CLOSED',
    ]);
  });

  it('gives back what was paid and no more, once for each number', async () => {
    await ask('precreate', order());
    await pull('alipay-scan');
    expect(await codeOf(ask('refund', refund()))).toBe('400 ACQ.TRADE_STATUS_ERROR');
    await pull('alipay-scan-pay');
    expect(wallet.inspect().keptFen).toBe(20_010);
    expect((await ask('refund', refund({ refund_amount: '50' }))).json).toMatchObject({
      fund_change: 'Y',
      refund_fee: '50.00',
    });
    expect((await ask('refund', refund({ refund_amount: '50' }))).json).toMatchObject({
      fund_change: 'N',
      refund_fee: '50.00',
    });
    expect(await codeOf(ask('refund', refund()))).toBe('400 ACQ.DISCORDANT_REPEAT_REQUEST');
    const rest = refund({ out_request_no: 'R2', refund_amount: '150.11' });
    expect(await codeOf(ask('refund', rest))).toBe('400 ACQ.REASON_TRADE_REFUND_FEE_ERR');
    expect((await query()).json).toMatchObject({ trade_status: 'TRADE_SUCCESS' });
    expect((await ask('refund', { ...rest, refund_amount: '150.10' })).json).toMatchObject({
      fund_change: 'Y',
      refund_fee: '200.10',
    });
    expect((await query()).json).toMatchObject({
      trade_status: 'TRADE_CLOSED',
      send_pay_date: '2026-11-24 09:00:00',
    });
    const known = await ask('fastpay/refund/query', { out_trade_no: NUMBER, out_request_no: 'R2' });
    expect(known.text).toContain('"refund_amount":150.10,"refund_status":"REFUND_SUCCESS"');
    expect(wallet.inspect()).toMatchObject({
      keptFen: 0,
      refunds: [{ state: 'SUCCESS' }, { state: 'SUCCESS' }],
    });
  });

  it('shows nothing of a slow refund before its time', async () => {
    await ask('precreate', order());
    await pull('alipay-scan-pay');
    await pull('alipay-refund-result', { result: 'SLOW' });
    expect((await ask('refund', refund())).json).toMatchObject({ fund_change: 'N', refund_fee: '0.00' });
    const asked = () => ask('fastpay/refund/query', { out_trade_no: NUMBER, out_request_no: REQUEST });
    expect((await asked()).json).not.toHaveProperty('refund_status');
    expect(wallet.inspect()).toMatchObject({ keptFen: 20_010, refunds: [{ state: 'PROCESSING' }] });
    await clock.advance(5000);
    expect((await asked()).json).toMatchObject({ refund_status: 'REFUND_SUCCESS' });
  });
});

describe('the emulated Alipay makes bills', () => {
  const BILL = '/v3/alipay/data/dataservice/bill/downloadurl/query';
  const get = (target: string) => ask(target, '', { method: 'GET' });

  it('of days that are over, and hands the file to whoever has its address', async () => {
    for (const query of [
      '',
      '?bill_type=signcustomer&bill_date=2026-11-24',
      '?bill_type=trade&bill_date=2026',
    ]) {
      expect(await codeOf(get(BILL + query)), query).toBe('400 isv.invalid-arguments');
    }
    expect(await codeOf(get(`${BILL}?bill_type=trade&bill_date=2026-11-24`))).toBe('400 isp.bill_not_exist');
    expect((await get('/downloadBillFile.resource')).status).toBe(403);
    expect((await get('/downloadBillFile.resource?token=guessed')).status).toBe(403);
  });

  it('of what was paid, not of what was only scanned', async () => {
    await ask('precreate', order());
    await pull('alipay-scan-pay');
    await ask('refund', refund({ refund_amount: '1.00' }));
    await ask('precreate', order({ out_trade_no: 'K000002' }));
    await pull('alipay-scan');
    await clock.advance(26 * 3_600_000);
    const { json } = await get(`${BILL}?bill_type=trade&bill_date=2026-11-24`);
    const url = new URL(String(json.bill_download_url));
    const text = await detailsOf(expectOk(await http.send({ method: 'GET', url, headers: {} })).body);
    expect(text).toContain('#交易合计：1笔');
    expect(text).toContain('#退款合计：1笔');
  });
});

describe('the emulated Alipay in the rig', () => {
  it('describes every lever with unique ids and Chinese labels', () => {
    const ids = wallet.levers.map((lever) => lever.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => id.startsWith('alipay-'))).toBe(true);
    expect(wallet.levers.every((lever) => /\p{Script=Han}/u.test(lever.label))).toBe(true);
  });

  it('twists nothing where there is nothing to twist', async () => {
    for (const kind of ['wrong-amount', 'wrong-merchant']) {
      await pull('alipay-fault', { kind });
      expect((await query()).json).toEqual({});
    }
  });

  it('remembers keys, books and the rotation over a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'alipay-'));
    const options = { clock, store: new FileStore(join(folder, 'alipay.json')), refundDelayMs: 1 };
    await wallet.close();
    wallet = await AlipayEmulator.start(options);
    await ask('precreate', order());
    await pull('alipay-scan-pay');
    await pull('alipay-rotate-key');
    await ask('refund', refund());
    const before = wallet;
    // Not closed: as after kill -9, nothing more is written.
    wallet = await AlipayEmulator.start(options);
    expect(wallet.appKeyPem).toBe(before.appKeyPem);
    expect(wallet.verifyKeys).toEqual(before.verifyKeys);
    expect(wallet.inspect()).toEqual(before.inspect());
    await before.close();
    await rm(folder, { recursive: true });
  });

  it('reads books of a version that did not know what people paid with', async () => {
    await wallet.close();
    const trade = {
      outTradeNo: NUMBER,
      tradeNo: '2026112422001',
      totalFen: 20_010,
      subject: '保险费',
      timeExpire: clock.now(),
      state: 'TRADE_SUCCESS',
      payment: { fen: 20_010, at: clock.now() },
    };
    const books = { seq: 1, codes: [], trades: [trade], refunds: [] };
    const store = await storeWith({ version: 1, keys: await alipayKeys, rotated: false, books });
    wallet = await AlipayEmulator.start({ clock, store });
    expect((await query()).json).toMatchObject({ fund_bill_list: [{ fund_channel: 'ALIPAYACCOUNT' }] });
  });

  it('works without a store and under another name', async () => {
    const other = await AlipayEmulator.start({ clock, appId: '2021999999999999' });
    expect(other).toMatchObject({ appId: '2021999999999999', appAuthToken: null });
    expect(other.appKeyPem).not.toBe(wallet.appKeyPem);
    await other.close();
  });
});
