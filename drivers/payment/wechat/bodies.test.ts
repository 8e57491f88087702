import { describe, expect, it } from 'vitest';
import { anOrder, aRefund } from '../testing/wallet-world.ts';
import { prepayBody, refundBody } from './bodies.ts';

const merchant = { appId: 'wx1', mchId: '1900007291', notifyUrl: 'https://pay.example.com/n' };
const clock = { now: () => Date.parse('2026-01-01T08:00:00.999+08:00') };

describe('prepayBody', () => {
  it('has this form and no other', () => {
    expect(prepayBody(merchant, anOrder(clock))).toBe(
      '{"appid":"wx1","mchid":"1900007291","description":"城乡居民基本医疗保险费 2026年度",' +
        '"out_trade_no":"K0001261124A0001","time_expire":"2026-01-01T08:05:00+08:00","attach":"K0001",' +
        '"notify_url":"https://pay.example.com/n","amount":{"total":38000,"currency":"CNY"}}',
    );
  });

  it('keeps the description to what WeChat takes', () => {
    const description = `𠮷${'费'.repeat(200)}😀`;
    expect(JSON.parse(prepayBody(merchant, anOrder(clock, { description }))).description).toBe(
      '费'.repeat(127),
    );
    expect(() => prepayBody(merchant, anOrder(clock, { description: '😀' }))).toThrow(RangeError);
  });

  it('takes only numbers and amounts of ours', () => {
    for (const outTradeNo of ['K-0001', 'k00011', 'K1', 'K'.repeat(33)]) {
      expect(() => prepayBody(merchant, anOrder(clock, { outTradeNo })), outTradeNo).toThrow(RangeError);
    }
    for (const amountFen of [0, -1, 0.5, 10_000_000_000, Number.NaN]) {
      expect(() => prepayBody(merchant, anOrder(clock, { amountFen })), `${amountFen}`).toThrow(RangeError);
    }
  });
});

describe('refundBody', () => {
  it('has this form and no other', () => {
    expect(refundBody(merchant, aRefund({ amountFen: 1, reason: '退' }))).toBe(
      '{"out_trade_no":"K0001261124A0001","out_refund_no":"RK0001261124A0001x1","reason":"退",' +
        '"amount":{"refund":1,"total":38000,"currency":"CNY"}}',
    );
  });

  it('takes no other numbers and no more than was paid', () => {
    expect(() => refundBody(merchant, aRefund({ outRefundNo: 'a b' }))).toThrow(RangeError);
    expect(() => refundBody(merchant, aRefund({ amountFen: 38_001 }))).toThrow(RangeError);
    expect(() => refundBody(merchant, aRefund({ totalFen: 0, amountFen: 0 }))).toThrow(RangeError);
  });

  it('cuts the reason to 80 bytes', () => {
    expect(JSON.parse(refundBody(merchant, aRefund({ reason: '退'.repeat(99) }))).reason).toBe(
      '退'.repeat(26),
    );
  });
});
