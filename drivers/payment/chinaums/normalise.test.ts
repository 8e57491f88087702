import { describe, expect, it } from 'vitest';
import { toKnownRefund, toRefund, toTrade } from './normalise.ts';
import { billShape, refundQueryShape, refundShape } from './shapes.ts';

const expected = { mid: 'M', tid: 'T', billNo: 'B', billDate: '2026-11-24' };
const payment = {
  totalAmount: 38_000,
  payTime: '2026-11-24 09:00:07',
  targetOrderId: '4200001567202209249273711154',
  paySeqId: '01175500115N',
};
const trade = (changes: object) =>
  toTrade(billShape.parse({ ...expected, billStatus: 'PAID', billPayment: payment, ...changes }), expected);

describe('a bill', () => {
  it('is paid with what has moved, not with what was asked for', () => {
    expect(trade({ totalAmount: 99 })).toEqual({
      state: 'PAID',
      transactionId: '4200001567202209249273711154',
      amountFen: 38_000,
      paidAt: '2026-11-24T09:00:07+08:00',
    });
    expect(
      trade({ billPayment: { ...payment, totalAmount: '38000', targetOrderId: undefined } }),
    ).toMatchObject({
      amountFen: 38_000,
      transactionId: '01175500115N',
    });
  });

  it.each([
    ['UNPAID', { state: 'UNPAID' }],
    ['CLOSED', { state: 'CLOSED' }],
    ['REFUND', { state: 'REFUNDED', transactionId: payment.targetOrderId }],
    ['UNKNOWN', null],
  ])('%s', (billStatus, state) => {
    expect(trade({ billStatus })).toEqual(state);
  });

  it('may have been refunded without saying of which payment, or only by the acquirer’s number', () => {
    const byAcquirer = { ...payment, targetOrderId: undefined };
    expect(trade({ billStatus: 'REFUND', billPayment: byAcquirer })).toEqual({
      state: 'REFUNDED',
      transactionId: '01175500115N',
    });
    expect(trade({ billStatus: 'REFUND', billPayment: undefined })).toEqual({ state: 'REFUNDED' });
  });

  it.each([
    { totalAmount: undefined },
    { payTime: undefined },
    { targetOrderId: undefined, paySeqId: undefined },
  ])('that is paid without %j contradicts itself', (changes) => {
    expect(trade({ billPayment: { ...payment, ...changes } })).toBeNull();
  });

  it('that is paid without a payment as well', () => {
    expect(trade({ billPayment: undefined })).toBeNull();
  });

  it.each([
    ['mid', 'N'],
    ['tid', 'U'],
    ['billNo', 'C'],
    ['billDate', '2026-11-25'],
  ])('of another %s is not ours', (field, value) => {
    expect(trade({ [field]: value })).toEqual({ state: 'MISMATCH', field });
  });

  it('need not repeat the terminal and the day', () => {
    expect(trade({ tid: undefined, billDate: undefined })).toMatchObject({ state: 'PAID' });
  });

  it.each([
    [{ cardAttr: 'BALANCE' }, 'balance'],
    [{ cardAttr: 'DEBIT_CARD' }, 'bank-card'],
    [{ cardAttr: 'CREDIT_CARD' }, 'bank-card'],
    [{ cardAttr: 'OTHERS' }, undefined],
    [{ cardAttr: 'toString' }, undefined],
    [{}, undefined],
    [{ targetSys: 'DCEP', cardAttr: 'DEBIT_CARD' }, 'ecny'],
    [{ targetSys: 'e-CNY' }, 'ecny'],
    [{ billFunds: '数字人民币:38000' }, 'ecny'],
    [{ billFunds: '支付宝余额:38000', targetSys: 'Alipay 2.0', cardAttr: 'BALANCE' }, 'balance'],
  ])('paid with %j came from %s', (changes, funding) => {
    expect((trade({ billPayment: { ...payment, ...changes } }) as { funding?: string }).funding).toBe(
      funding,
    );
  });
});

describe('a refund', () => {
  const wanted = { mid: 'M', billNo: 'B', refundOrderId: 'R' };
  const answer = { ...wanted, refundAmount: 100, refundStatus: 'SUCCESS' };
  const refund = (changes: object) => toRefund(refundShape.parse({ ...answer, ...changes }), wanted);

  it.each([
    ['SUCCESS', 'SUCCESS'],
    ['PROCESSING', 'PROCESSING'],
    ['UNKNOWN', 'PROCESSING'],
    ['FAIL', 'ABNORMAL'],
  ])('%s is %s', (refundStatus, state) => {
    expect(refund({ refundStatus })).toEqual({ state, amountFen: 100 });
  });

  it.each([{ mid: 'N' }, { billNo: 'C' }, { refundOrderId: 'S' }, { refundStatus: 'TOMORROW' }])(
    'with %j says nothing',
    (changes) => {
      expect(refund(changes)).toBeNull();
    },
  );

  it('bears the wallet’s number where there is one', () => {
    expect(refund({ refundTargetOrderId: '503' })).toEqual({
      state: 'SUCCESS',
      refundId: '503',
      amountFen: 100,
    });
  });

  const part = { totalAmount: '100', status: 'TRADE_SUCCESS' };
  const found = (changes: object) =>
    toKnownRefund(refundQueryShape.parse({ mid: 'M', billNo: 'B', ...changes }), wanted);

  it('is unknown where its part is missing', () => {
    expect(found({})).toEqual({ known: false });
  });

  it.each([
    ['TRADE_SUCCESS', 'SUCCESS'],
    ['UNKNOWN', 'PROCESSING'],
    ['WAIT_BUYER_PAY', 'PROCESSING'],
    ['NEW_ORDER', 'PROCESSING'],
    ['TRADE_CLOSED', 'ABNORMAL'],
  ])('found as %s is %s', (status, state) => {
    expect(found({ refundBillPayment: { ...part, status } })).toEqual({
      known: true,
      refund: { state, amountFen: 100 },
    });
  });

  it('of another number, merchant or bill is not this one', () => {
    expect(found({ refundBillPayment: { ...part, merOrderId: 'S' } })).toBeNull();
    expect(found({ refundBillPayment: { ...part, status: 'TRADE_REFUND' } })).toBeNull();
    expect(found({ mid: 'N', refundBillPayment: part })).toBeNull();
    expect(found({ billNo: 'C', refundBillPayment: part })).toBeNull();
  });
});
