import { describe, expect, it } from 'vitest';
import { toKnownRefund, toRefund, toTrade } from './normalise.ts';
import { type RefundAnswer, type TradeAnswer, tradeShape } from './shapes.ts';

function trade(changes: Partial<TradeAnswer> = {}): TradeAnswer {
  return {
    out_trade_no: 'K00001',
    trade_no: '2026',
    trade_status: 'TRADE_SUCCESS',
    total_amount: 100,
    send_pay_date: '2026-01-01T08:02:11+08:00',
    ...changes,
  };
}

describe('tradeShape', () => {
  it('reads amounts as strings, times as Beijing time, and drops the payer', () => {
    const parsed = tradeShape.parse({
      out_trade_no: 'K00001',
      trade_status: 'TRADE_SUCCESS',
      total_amount: '200.1',
      send_pay_date: '2026-01-01 08:02:11',
      buyer_user_id: '2088101117955611',
      buyer_logon_id: '159****5620',
    });
    expect(parsed).toEqual({
      out_trade_no: 'K00001',
      trade_status: 'TRADE_SUCCESS',
      total_amount: 20_010,
      send_pay_date: '2026-01-01T08:02:11+08:00',
    });
  });

  it('takes no amount and no time that is not one', () => {
    const base = { out_trade_no: 'K00001', trade_status: 'TRADE_SUCCESS' };
    for (const changes of [
      { total_amount: '1.005' },
      { total_amount: 'free' },
      { send_pay_date: '2026-01-01T08:02:11' },
      { send_pay_date: '2026-13-01 08:02:11' },
    ]) {
      expect(tradeShape.safeParse({ ...base, ...changes }).success, JSON.stringify(changes)).toBe(false);
    }
  });
});

describe('toTrade', () => {
  it('is paid with amount, time and number, else it contradicts itself', () => {
    const value = {
      state: 'PAID',
      transactionId: '2026',
      amountFen: 100,
      paidAt: '2026-01-01T08:02:11+08:00',
    };
    expect(toTrade(trade(), 'K00001')).toEqual(value);
    expect(toTrade(trade({ trade_status: 'TRADE_FINISHED' }), 'K00001')).toEqual(value);
    for (const missing of ['total_amount', 'trade_no', 'send_pay_date'] as const) {
      expect(toTrade(trade({ [missing]: undefined }), 'K00001'), missing).toBeNull();
    }
  });

  it('tells closed unpaid from refunded in full, for which Alipay has one word', () => {
    const closed = trade({ trade_status: 'TRADE_CLOSED' });
    expect(toTrade({ ...closed, send_pay_date: undefined }, 'K00001')).toEqual({ state: 'CLOSED' });
    expect(toTrade(closed, 'K00001')).toEqual({ state: 'REFUNDED', transactionId: '2026' });
    expect(toTrade({ ...closed, trade_no: undefined }, 'K00001')).toEqual({ state: 'REFUNDED' });
  });

  it('knows the states of a scanned code, and no others', () => {
    expect(toTrade(trade({ trade_status: 'WAIT_BUYER_PAY' }), 'K00001')).toEqual({ state: 'UNPAID' });
    for (const trade_status of ['TRADE_PENDING', 'PAID', '']) {
      expect(toTrade(trade({ trade_status }), 'K00001'), trade_status).toBeNull();
    }
  });

  it('freezes on an answer about something else', () => {
    expect(toTrade(trade(), 'K00002')).toEqual({ state: 'MISMATCH', field: 'out_trade_no' });
    expect(toTrade(trade({ trans_currency: 'HKD' }), 'K00001')).toEqual({
      state: 'MISMATCH',
      field: 'trans_currency',
    });
  });

  it('says where the money came from when all of it came from there', () => {
    const bills = (...channels: (string | undefined)[]) =>
      trade({ fund_bill_list: channels.map((fund_channel) => ({ fund_channel })) });
    const cases: readonly [TradeAnswer, string | undefined][] = [
      [bills('ALIPAYACCOUNT'), 'balance'],
      [bills('BANKCARD', 'BANKCARD'), 'bank-card'],
      [bills('ALIPAYACCOUNT', 'BANKCARD'), undefined],
      [bills('PCREDIT'), undefined],
      [bills(undefined), undefined],
      [bills(), undefined],
      [{ ...bills('BANKCARD'), receipt_currency_type: 'DC' }, 'ecny'],
    ];
    for (const [answer, funding] of cases) {
      const value = toTrade(answer, 'K00001');
      expect(value).toMatchObject({ state: 'PAID', ...(funding === undefined ? {} : { funding }) });
      if (funding === undefined) expect(value).not.toHaveProperty('funding');
    }
  });
});

describe('toRefund', () => {
  const expected = { outTradeNo: 'K00001', outRefundNo: 'RK00001x1', amountFen: 60 };
  const answer: RefundAnswer = { out_trade_no: 'K00001', trade_no: '2026', fund_change: 'Y', refund_fee: 60 };

  it('is done when this call has moved the money, else a query has to tell', () => {
    expect(toRefund(answer, expected)).toEqual({ state: 'SUCCESS', refundId: '2026', amountFen: 60 });
    const open = { state: 'PROCESSING', refundId: '2026', amountFen: 60 };
    expect(toRefund({ ...answer, fund_change: 'N' }, expected)).toEqual(open);
    expect(toRefund({ ...answer, fund_change: undefined, refund_fee: 0 }, expected)).toEqual(open);
  });

  it('is nothing when it is about another order, or less has moved than was asked for', () => {
    expect(toRefund({ ...answer, out_trade_no: 'K00002' }, expected)).toBeNull();
    expect(toRefund({ ...answer, refund_fee: 59 }, expected)).toBeNull();
    expect(toRefund({ ...answer, refund_fee: 100 }, expected)).toMatchObject({ amountFen: 60 });
  });
});

describe('toKnownRefund', () => {
  const expected = { outTradeNo: 'K00001', outRefundNo: 'RK00001x1' };
  const numbers = { out_trade_no: 'K00001', out_request_no: 'RK00001x1' };

  it('is unknown to Alipay when nothing but numbers comes back', () => {
    expect(toKnownRefund({}, expected)).toEqual({ known: false });
    expect(toKnownRefund({ ...numbers, trade_no: '2026' }, expected)).toEqual({ known: false });
  });

  it('is done when there is an amount', () => {
    const refund = { known: true, refund: { state: 'SUCCESS', amountFen: 60 } };
    expect(toKnownRefund({ ...numbers, refund_amount: 60 }, expected)).toEqual(refund);
    expect(
      toKnownRefund({ ...numbers, refund_amount: 60, refund_status: 'REFUND_SUCCESS' }, expected),
    ).toEqual(refund);
  });

  it('contradicts itself with another number, an unheard-of status or no amount', () => {
    expect(toKnownRefund({ ...numbers, out_trade_no: 'K00002' }, expected)).toBeNull();
    expect(toKnownRefund({ ...numbers, out_request_no: 'RK00001x2' }, expected)).toBeNull();
    expect(
      toKnownRefund({ ...numbers, refund_amount: 60, refund_status: 'REFUND_WAIT' }, expected),
    ).toBeNull();
    expect(toKnownRefund({ ...numbers, refund_status: 'REFUND_SUCCESS' }, expected)).toBeNull();
  });
});
