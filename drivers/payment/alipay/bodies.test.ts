import { describe, expect, it } from 'vitest';
import { anOrder, aRefund } from '../testing/wallet-world.ts';
import { precreateBody, refundBody } from './bodies.ts';

const clock = { now: () => Date.parse('2026-01-01T08:00:00.999+08:00') };
const body = (overrides: Parameters<typeof anOrder>[1] = {}) =>
  precreateBody('FACE_TO_FACE_PAYMENT', anOrder(clock, overrides));

describe('precreateBody', () => {
  it('has this form and no other', () => {
    expect(body({ amountFen: 38_007 })).toBe(
      '{"out_trade_no":"K0001261124A0001","total_amount":"380.07",' +
        '"subject":"城乡居民基本医疗保险费 2026年度","product_code":"FACE_TO_FACE_PAYMENT",' +
        '"terminal_id":"K0001","time_expire":"2026-01-01 08:05:00"}',
    );
    expect(JSON.parse(precreateBody('QR_CODE_OFFLINE', anOrder(clock)))).toMatchObject({
      product_code: 'QR_CODE_OFFLINE',
    });
  });

  it('keeps the subject to what Alipay takes', () => {
    const description = `𠮷2026/01=医保&${'费'.repeat(300)}😀`;
    expect(JSON.parse(body({ description })).subject).toBe(`202601医保${'费'.repeat(248)}`);
    expect(() => body({ description: '/😀' })).toThrow(RangeError);
  });

  it('takes only numbers and amounts of ours', () => {
    for (const outTradeNo of ['K-0001', 'k00011', 'K1', 'K'.repeat(33)]) {
      expect(() => body({ outTradeNo }), outTradeNo).toThrow(RangeError);
    }
    for (const amountFen of [0, -1, 0.5, 10_000_000_000, Number.NaN]) {
      expect(() => body({ amountFen }), `${amountFen}`).toThrow(RangeError);
    }
  });
});

describe('refundBody', () => {
  it('has this form and no other', () => {
    expect(refundBody(aRefund({ amountFen: 1, reason: '退' }))).toBe(
      '{"out_trade_no":"K0001261124A0001","refund_amount":"0.01","refund_reason":"退",' +
        '"out_request_no":"RK0001261124A0001x1"}',
    );
  });

  it('takes no other numbers and no more than was paid', () => {
    expect(() => refundBody(aRefund({ outRefundNo: 'R-1' }))).toThrow(RangeError);
    expect(() => refundBody(aRefund({ amountFen: 38_001 }))).toThrow(RangeError);
    expect(() => refundBody(aRefund({ totalFen: 0, amountFen: 0 }))).toThrow(RangeError);
  });
});
