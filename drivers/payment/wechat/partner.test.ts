import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../base/log.ts';
import { err } from '../../base/result.ts';
import type { Http, HttpRequest } from '../../transport/http.ts';
import vectors from '../fixtures/wechat-partner-vectors.json' with { type: 'json' };
import { anOrder, aRefund } from '../testing/wallet-world.ts';
import { type WeChatWorld, wechatPartnerWorld, wechatWorld } from '../testing/wechat-world.ts';
import { WeChatBills } from './bills.ts';
import { WeChatNative } from './native.ts';
import { type Expected, toTrade } from './normalise.ts';
import { tradeShape } from './shapes.ts';

const NUMBER = 'K0001261124A0001';
const { account, order, outTradeNo } = vectors;
let world: WeChatWorld | null = null;

async function partner(...args: Parameters<typeof wechatPartnerWorld>): Promise<WeChatWorld> {
  world = await wechatPartnerWorld(...args);
  return world;
}

afterEach(async () => {
  await world?.close();
  world = null;
});

describe('a service provider’s requests are the documented ones', () => {
  /** The clients of the documents' own merchant, on a wire that leads nowhere. */
  async function recorded() {
    const { config, clock } = await partner();
    const sent: { readonly target: string; readonly body: unknown; readonly authorization: string }[] = [];
    const http: Http = {
      send: async ({ url, headers, body }: HttpRequest) => {
        const text = Buffer.from(body ?? []).toString();
        sent.push({
          target: url.pathname + url.search,
          body: text === '' ? null : JSON.parse(text),
          authorization: String(headers.Authorization),
        });
        return err({ code: 'CONNECT', detail: 'refused' });
      },
      close: async () => undefined,
    };
    const parts = { http, clock, log: silentLog };
    const theirs = { ...config, ...account };
    return {
      sent,
      clock,
      channel: new WeChatNative(theirs, parts),
      bills: new WeChatBills(theirs, parts),
    };
  }

  it('orders for the sub merchant, signed by the provider', async () => {
    const { sent, channel, clock } = await recorded();
    await channel.prepay(channel.prepayBody(anOrder(clock)));
    expect(sent).toMatchObject([{ target: vectors.prepayTarget, body: vectors.prepayNames }]);
    expect(sent[0]?.body).not.toHaveProperty('mchid');
    expect(sent[0]?.body).not.toHaveProperty('appid');
    expect(sent[0]?.authorization).toContain(`mchid="${account.mchId}"`);
  });

  it('asks for and closes its orders', async () => {
    const { sent, channel } = await recorded();
    await channel.query(outTradeNo);
    await channel.close(outTradeNo);
    expect(sent.map(({ target, body }) => [target, body])).toEqual([
      [vectors.queryTarget, null],
      [vectors.closeTarget, vectors.closeBody],
    ]);
  });

  it('gives its money back and asks for its bill on the paths of all merchants', async () => {
    const { sent, channel, bills } = await recorded();
    await channel.refund(channel.refundBody(aRefund()));
    await channel.queryRefund('R1');
    await bills.bill(vectors.billDay, () => true);
    expect(sent.map(({ target }) => target)).toEqual([
      '/v3/refund/domestic/refunds',
      '/v3/refund/domestic/refunds/R1?sub_mchid=1900000109',
      vectors.billTarget,
    ]);
    expect(sent[0]?.body).toMatchObject({ sub_mchid: '1900000109' });
  });

  it('names no application of the sub merchant where none is configured', async () => {
    const { channel, clock } = await partner({ partner: { subMchId: '1900000110' } });
    const body = JSON.parse(channel.prepayBody(anOrder(clock)));
    expect(Object.keys(body).slice(0, 3)).toEqual(['sp_appid', 'sp_mchid', 'sub_mchid']);
  });
});

describe('an answer in partner mode', () => {
  const expected: Expected = { ...account, outTradeNo };
  const read = (changes: object) => toTrade(tradeShape.parse({ ...order, ...changes }), expected);

  it('is ours as the documents show it', () => {
    expect(read({})).toEqual({
      state: 'PAID',
      transactionId: order.transaction_id,
      amountFen: 100,
      paidAt: '2018-06-08T10:34:56+08:00',
    });
  });

  it.each(['sp_appid', 'sp_mchid', 'sub_appid', 'sub_mchid', 'out_trade_no'])(
    'is somebody else’s when its %s is',
    (field) => {
      expect(read({ [field]: '1900000000' })).toEqual({ state: 'MISMATCH', field });
    },
  );

  it('proves nothing when it does not say whose it is; an application may be left out', () => {
    for (const field of ['sp_appid', 'sp_mchid', 'sub_mchid'])
      expect(read({ [field]: undefined })).toBeNull();
    expect(read({ sub_appid: undefined })).toMatchObject({ state: 'PAID' });
    const { sp_appid: appid, sp_mchid: mchid } = order;
    const direct = { appid, mchid, sp_appid: undefined, sp_mchid: undefined, sub_mchid: undefined };
    expect(read(direct)).toBeNull();
  });
});

describe('WeChatNative in partner mode', () => {
  it('sees that a signed answer is about another sub merchant', async () => {
    const { channel, clock, pull } = await partner();
    await channel.prepay(channel.prepayBody(anOrder(clock)));
    await pull('wallet-scan-pay');
    await pull('wallet-fault', { op: 'query', phase: 'after-commit', kind: 'wrong-merchant' });
    expect(await channel.query(NUMBER)).toEqual({
      kind: 'ok',
      value: { state: 'MISMATCH', field: 'sub_mchid' },
    });
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'PAID', amountFen: 38_000 } });
  });

  it('is refused what only a direct merchant may, and the other way round', async () => {
    const refused = { kind: 'refused', code: 'PARAM_ERROR' };
    for (const [emulated, configured] of [
      ['partner', 'direct'],
      ['direct', 'partner'],
    ] as const) {
      const right = emulated === 'partner' ? await wechatPartnerWorld() : await wechatWorld();
      const { partner: _, ...direct } = right.config;
      const config = configured === 'direct' ? direct : { ...direct, partner: { subMchId: '1900000109' } };
      const channel = new WeChatNative(config, right.parts);
      expect(await channel.prepay(channel.prepayBody(anOrder(right.clock)))).toMatchObject(refused);
      expect(await channel.query(NUMBER)).toMatchObject(refused);
      expect(await channel.close(NUMBER)).toMatchObject(refused);
      expect(await channel.refund(channel.refundBody(aRefund()))).toMatchObject(refused);
      expect(await channel.queryRefund('R1')).toMatchObject(refused);
      expect(right.wallet.inspect().trades).toEqual([]);
      await right.close();
    }
  });

  it('is refused a sub merchant that is not its own', async () => {
    const { channel, clock } = await partner({ partner: { subMchId: '1900000110' } });
    const refused = { kind: 'refused', code: 'NO_AUTH' };
    expect(await channel.prepay(channel.prepayBody(anOrder(clock)))).toMatchObject(refused);
    expect(await channel.query(NUMBER)).toMatchObject(refused);
    expect(await channel.refund(channel.refundBody(aRefund()))).toMatchObject(refused);
  });
});
