import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../base/log.ts';
import { LoopbackHttpServer } from '../../transport/emulator/http-server.ts';
import { HttpClient } from '../../transport/http.ts';
import { billSourceContract } from '../bill-source.contract.ts';
import type { Plain } from '../emulator/wallet-plain.ts';
import { WalletSeal } from '../emulator/wechat-codec.ts';
import { walletKeys, wechatPartnerWorld, wechatWorld } from '../testing/wechat-world.ts';
import { readWeChatBill } from './bill-file.ts';
import { WeChatBills } from './bills.ts';

for (const [name, open] of [
  ['WeChat Pay', wechatWorld],
  ['WeChat Pay in partner mode', wechatPartnerWorld],
] as const) {
  billSourceContract(name, async () => {
    const world = await open();
    const { clock, config } = world;
    const bills = new WeChatBills(config, { http: new HttpClient({ clock }), clock, log: silentLog });
    return {
      ...world,
      bills,
      device: 'wallet',
      close: async () => {
        await bills.shutdown();
        await world.close();
      },
    };
  });
}

it('a bill source needs an address that signatures may be sent to', async () => {
  const { config, clock, close } = await wechatWorld();
  const parts = { http: new HttpClient({ clock }), clock, log: silentLog };
  expect(() => new WeChatBills({ ...config, baseUrl: 'http://example.com' }, parts)).toThrow('PLAIN_HTTP');
  await close();
});

describe('WeChatBills', () => {
  /** A server that has WeChat Pay's key, and says and gives what it is told to. */
  async function said(answer: Plain, file: Uint8Array = Buffer.from('no gzip')) {
    const { config, clock, close } = await wechatWorld();
    const seal = new WalletSeal(await walletKeys, config.mchId);
    const server = await LoopbackHttpServer.start(async ({ target }) =>
      target.startsWith('/v3/bill/')
        ? seal.seal(answer, clock.now(), 'ID1')
        : { status: 200, headers: {}, body: file },
    );
    const parts = { http: new HttpClient({ clock }), clock, log: silentLog };
    const bills = new WeChatBills({ ...config, baseUrl: server.baseUrl }, parts);
    const outcome = await bills.bill('2026-11-24', () => true);
    await bills.shutdown();
    await server.close();
    await close();
    return outcome;
  }

  const address = {
    hash_type: 'SHA1',
    hash_value: '0'.repeat(40),
    download_url: 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=1',
  };
  const doubt = { kind: 'unknown', cause: 'bad-answer' };

  it('takes no signed address that says nothing or leads elsewhere', async () => {
    expect(await said({ status: 200, body: {} })).toEqual(doubt);
    expect(await said({ status: 200, body: { ...address, hash_type: 'MD5' } })).toEqual(doubt);
    const elsewhere = { ...address, download_url: 'https://api.mch.weixin.qq.com/v3/certificates' };
    expect(await said({ status: 200, body: elsewhere })).toEqual(doubt);
  });

  it('takes no file that cannot be unpacked, has another check sum, or is no bill', async () => {
    expect(await said({ status: 200, body: address })).toEqual(doubt);
    const text = Buffer.from('something else');
    expect(await said({ status: 200, body: address }, gzipSync(text))).toEqual(doubt);
    const hash_value = createHash('sha1').update(text).digest('hex');
    expect(await said({ status: 200, body: { ...address, hash_value } }, gzipSync(text))).toEqual(doubt);
  });

  it('passes on why it may have none', async () => {
    const refusal = { status: 403, body: { code: 'NO_AUTH', message: '没有权限' } };
    expect(await said(refusal)).toMatchObject({ kind: 'refused', code: 'NO_AUTH' });
  });
});

/** As published in the tests of WeChat Pay's own Go client, shortened. */
const NAMES =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const TOTALS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const PAID =
  '`2021-01-28 17:07:11,`wx81be3101902f7cb2,`1601959334,`0,`,`4200000925202101284997714292,`S20210128170702357723,`ofyak5qR_1wYsC99CsWA6R9MJazA,`NATIVE,`SUCCESS,`OTHERS,`CNY,`0.01,`0.00,`0,`0,`0.00,`0.00,`,`,`for testing, twice,`cipher code,`0.00000,`1.00%,`0.01,`0.00,`';
const BACK = (state: string) =>
  `\`2021-01-28 18:00:00,\`wx81be3101902f7cb2,\`1601959334,\`0,\`,\`4200000925202101284997714292,\`S20210128170702357723,\`ofyak5qR,\`NATIVE,\`REFUND,\`OTHERS,\`CNY,\`0.00,\`0.00,\`500001,\`R1,\`0.01,\`0.00,\`ORIGINAL,\`${state},\`for testing,\`,\`-0.00000,\`1.00%,\`0.01,\`0.01,\``;

describe('readWeChatBill', () => {
  const merchant = { appId: 'wx81be3101902f7cb2', mchId: '1601959334' };
  const all = () => true;
  const text = (rows: string[], count = rows.length) =>
    [NAMES, ...rows, TOTALS, `\`${count},\`0.01,\`0.00,\`0.00,\`0.00000,\`0.01,\`0.00`, ''].join('\r\n');

  it('reads payments and refunds; refunds that failed moved nothing', () => {
    const bill = readWeChatBill(
      text([PAID, BACK('SUCCESS'), BACK('PROCESSING'), BACK('FAIL'), BACK('CHANGE')]),
      merchant,
      all,
    );
    expect(bill?.trades).toEqual([
      {
        outTradeNo: 'S20210128170702357723',
        transactionId: '4200000925202101284997714292',
        amountFen: 1,
        paidAt: '2021-01-28T17:07:11+08:00',
      },
    ]);
    const back = {
      outTradeNo: 'S20210128170702357723',
      outRefundNo: 'R1',
      amountFen: 1,
      at: '2021-01-28T18:00:00+08:00',
    };
    expect(bill?.refunds).toEqual([back, back]);
  });

  it('an empty one is a bill too', () => {
    expect(readWeChatBill(`\uFEFF${text([])}`, merchant, all)).toEqual({ trades: [], refunds: [] });
  });

  it('nothing but the whole of it', () => {
    expect(readWeChatBill(text([PAID], 2), merchant, all)).toBeNull();
    expect(readWeChatBill([NAMES, PAID].join('\n'), merchant, all)).toBeNull();
    expect(readWeChatBill([NAMES, PAID, TOTALS].join('\n'), merchant, all)).toBeNull();
    expect(readWeChatBill('', merchant, all)).toBeNull();
    expect(readWeChatBill(text(['`2021-01-28 17:07:11']), merchant, all)).toBeNull();
    expect(readWeChatBill(text([PAID]).replace('商户订单号', '订单'), merchant, all)).toBeNull();
  });

  it('nothing in which an order of ours is somebody else’s', () => {
    expect(readWeChatBill(text([PAID]), { ...merchant, mchId: '1601959335' }, all)).toBeNull();
    const partner = { subMchId: '1900000109' };
    const ours = text([PAID.replace('`1601959334,`0', '`1601959334,`1900000109')]);
    expect(readWeChatBill(ours, { ...merchant, partner }, all)?.trades).toHaveLength(1);
    expect(readWeChatBill(text([PAID]), { ...merchant, partner }, all)).toBeNull();
    expect(readWeChatBill(text([PAID]), { ...merchant, partner }, () => false)?.trades).toEqual([]);
  });

  it('nothing whose money or time cannot be read, if it is ours', () => {
    for (const broken of [
      PAID.replace('`1.00%,`0.01', '`1.00%,`a'),
      PAID.replace('17:07:11', '17:07'),
      PAID.replace('2021-01-28 17', '2021-13-28 17'),
      BACK('SUCCESS').replace('`R1,`0.01', '`R1,`0.00'),
      BACK('SUCCESS').replace('18:00:00', '-'),
    ]) {
      expect(readWeChatBill(text([broken]), merchant, all)).toBeNull();
      expect(readWeChatBill(text([broken]), merchant, () => false)).toEqual({ trades: [], refunds: [] });
    }
  });
});
