import { describe, expect, it } from 'vitest';
import { closeBody, codeBody, type Merchant, queryBody, refundBody, stamped } from './bodies.ts';
import { billKey, refundOrderId } from './numbers.ts';

const merchant: Merchant = { mid: '898440400000001', tid: '00000001', sourceNo: '9Z01' };
const outTradeNo = 'K0001261124000QQ7XK2M';
const order = {
  outTradeNo,
  description: '城乡居民基本养老保险费 2026年度',
  amountFen: 38_000,
  expiresAt: Date.parse('2026-11-24T09:05:00.900+08:00'),
  terminalId: 'K0001',
};

describe('numbers', () => {
  it('carry the four characters, and tell the day', () => {
    expect(billKey('9Z01', outTradeNo)).toEqual({ billNo: `9Z01${outTradeNo}`, billDate: '2026-11-24' });
    expect(refundOrderId('9Z01', `R${outTradeNo}x1`)).toBe(`9Z01R${outTradeNo}x1`);
  });

  it.each([
    'K0001261124C0001',
    'K0001261324000QQ7XK2M',
    'K0001261100000QQ7XK2M',
    '',
    'k0001261124000qq7xk2m',
  ])('are the ledger’s own: not %j', (number) => {
    expect(() => billKey('9Z01', number)).toThrow(RangeError);
  });

  it('are not longer than the acquirer takes', () => {
    expect(billKey('9Z01', 'KABCDEFGHIJK261124000QQ7XK2M').billNo).toHaveLength(32);
    expect(() => billKey('9Z01', 'KABCDEFGHIJKL261124000QQ7XK2M')).toThrow(RangeError);
    expect(() => refundOrderId('9Z01', 'a refund')).toThrow(RangeError);
  });
});

describe('bodies', () => {
  it('have one form', () => {
    expect(codeBody(merchant, order)).toBe(
      `{"mid":"898440400000001","tid":"00000001","instMid":"QRPAYDEFAULT","billNo":"9Z01${outTradeNo}","billDate":"2026-11-24",` +
        `"billDesc":"城乡居民基本养老保险费 2026年度","totalAmount":38000,"expireTime":"2026-11-24 09:05:00","qrCodeId":"9Z01${outTradeNo}"}`,
    );
    expect(JSON.parse(codeBody({ ...merchant, notifyUrl: 'https://a.example/' }, order))).toMatchObject({
      notifyUrl: 'https://a.example/',
    });
    const bill = billKey('9Z01', outTradeNo);
    expect(JSON.parse(queryBody(merchant, bill))).toMatchObject(bill);
    expect(JSON.parse(queryBody(merchant, bill, 'R1'))).toMatchObject({ ...bill, refundOrderId: 'R1' });
    expect(JSON.parse(closeBody(merchant, bill))).toEqual({
      mid: merchant.mid,
      tid: merchant.tid,
      instMid: 'QRPAYDEFAULT',
      qrCodeId: bill.billNo,
    });
  });

  it('are sent as they are, behind the time of the attempt', () => {
    const body = closeBody(merchant, billKey('9Z01', outTradeNo));
    const sent = Buffer.from(stamped(body, Date.parse('2026-11-24T09:00:00+08:00'))).toString();
    expect(sent.startsWith('{"requestTimestamp":"2026-11-24 09:00:00",')).toBe(true);
    expect(sent.endsWith(body.slice(1))).toBe(true);
  });

  it('leave out what a statement in GBK could not carry, and need something else', () => {
    expect(JSON.parse(codeBody(merchant, { ...order, description: '𠮷保费' })).billDesc).toBe('保费');
    expect(() => codeBody(merchant, { ...order, description: '𠮷' })).toThrow(RangeError);
  });

  it('give back no more than was paid', () => {
    const refund = {
      outTradeNo,
      outRefundNo: `R${outTradeNo}x1`,
      amountFen: 2,
      totalFen: 1,
      reason: '未能入账',
    };
    expect(() => refundBody(merchant, refund)).toThrow(RangeError);
    expect(JSON.parse(refundBody(merchant, { ...refund, totalFen: 2 }))).toMatchObject({
      billDate: '2026-11-24',
      refundAmount: 2,
      refundDesc: '未能入账',
    });
  });
});
