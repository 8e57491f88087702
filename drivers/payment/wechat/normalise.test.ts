import { describe, expect, it } from 'vitest';
import { toRefund, toTrade } from './normalise.ts';
import type { RefundAnswer, TradeAnswer } from './shapes.ts';

const expected = { appId: 'wx1', mchId: '19', outTradeNo: 'K00001' };

function trade(changes: Partial<TradeAnswer> = {}): TradeAnswer {
  return {
    appid: 'wx1',
    mchid: '19',
    out_trade_no: 'K00001',
    trade_state: 'SUCCESS',
    transaction_id: '42',
    success_time: '2026-01-01T08:02:11+08:00',
    amount: { total: 100, currency: 'CNY' },
    ...changes,
  };
}

describe('toTrade', () => {
  it('is paid with amount, time and number, else it contradicts itself', () => {
    expect(toTrade(trade(), expected)).toEqual({
      state: 'PAID',
      transactionId: '42',
      amountFen: 100,
      paidAt: '2026-01-01T08:02:11+08:00',
    });
    expect(toTrade(trade({ amount: undefined }), expected)).toBeNull();
    expect(toTrade(trade({ amount: { currency: 'CNY' } }), expected)).toBeNull();
    expect(toTrade(trade({ transaction_id: undefined }), expected)).toBeNull();
    expect(toTrade(trade({ success_time: undefined }), expected)).toBeNull();
  });

  it('says where the money came from when the wallet does', () => {
    const cases: readonly [string, string | undefined][] = [
      ['ICBC_DEBIT', 'bank-card'],
      ['CMB_CREDIT', 'bank-card'],
      ['CFT', 'balance'],
      ['ECNY_ICBC', 'ecny'],
      ['OTHERS', undefined],
    ];
    for (const [bank_type, funding] of cases) {
      expect(toTrade(trade({ bank_type }), expected), bank_type).toMatchObject({
        state: 'PAID',
        ...(funding === undefined ? {} : { funding }),
      });
    }
    expect(toTrade(trade({ bank_type: 'OTHERS' }), expected)).not.toHaveProperty('funding');
  });

  it('knows the states of a scanned code, and no others', () => {
    expect(toTrade(trade({ trade_state: 'NOTPAY' }), expected)).toEqual({ state: 'UNPAID' });
    expect(toTrade(trade({ trade_state: 'USERPAYING' }), expected)).toEqual({ state: 'UNPAID' });
    expect(toTrade(trade({ trade_state: 'CLOSED' }), expected)).toEqual({ state: 'CLOSED' });
    expect(toTrade(trade({ trade_state: 'REFUND' }), expected)).toEqual({
      state: 'REFUNDED',
      transactionId: '42',
    });
    expect(toTrade(trade({ trade_state: 'REFUND', transaction_id: undefined }), expected)).toEqual({
      state: 'REFUNDED',
    });
    for (const trade_state of ['REVOKED', 'PAYERROR', 'ACCEPT', '']) {
      expect(toTrade(trade({ trade_state }), expected), trade_state).toBeNull();
    }
  });

  it('freezes on an answer about somebody or something else', () => {
    const cases: readonly [Partial<TradeAnswer>, string][] = [
      [{ mchid: '20' }, 'mchid'],
      [{ appid: 'wx2' }, 'appid'],
      [{ out_trade_no: 'K00002' }, 'out_trade_no'],
      [{ amount: { total: 100, currency: 'HKD' } }, 'currency'],
    ];
    for (const [changes, field] of cases) {
      expect(toTrade(trade(changes), expected)).toEqual({ state: 'MISMATCH', field });
      expect(toTrade(trade({ ...changes, trade_state: 'NOTPAY' }), expected)).toEqual({
        state: 'MISMATCH',
        field,
      });
    }
    expect(toTrade(trade({ amount: { total: 100 } }), expected)).toMatchObject({ state: 'PAID' });
  });
});

describe('toRefund', () => {
  const refund: RefundAnswer = {
    refund_id: '50',
    out_refund_no: 'RK00001x1',
    out_trade_no: 'K00001',
    status: 'PROCESSING',
    amount: { total: 100, refund: 60, currency: 'CNY' },
  };

  it('is about the refund that was asked for', () => {
    const whole = { outRefundNo: 'RK00001x1', outTradeNo: 'K00001', amountFen: 60 };
    const value = { state: 'PROCESSING', refundId: '50', amountFen: 60 };
    expect(toRefund(refund, whole)).toEqual(value);
    expect(toRefund(refund, { outRefundNo: 'RK00001x1' })).toEqual(value);
    expect(toRefund(refund, { ...whole, outRefundNo: 'RK00001x2' })).toBeNull();
    expect(toRefund(refund, { ...whole, outTradeNo: 'K00002' })).toBeNull();
    expect(toRefund(refund, { ...whole, amountFen: 61 })).toBeNull();
    expect(toRefund({ ...refund, amount: { ...refund.amount, currency: 'USD' } }, whole)).toBeNull();
  });
});
