import { describe, expect, it } from 'vitest';
import type { ListedBooking } from '../../../drivers/agency/port.ts';
import type { BilledRefund } from '../../../drivers/payment/bill.ts';
import type { OrderState } from '../port.ts';
import { booked, findings, order, refund, trade } from '../testing/days.ts';

describe('a refund in the wallet’s bill', () => {
  it('from the merchant console is adopted, never repeated', () => {
    const refunds = [refund('A', { outRefundNo: 'console-1' })];
    const act = (state: OrderState, bookings: ListedBooking[] = []) =>
      findings({ orders: [order('A', state)], trades: [trade('A')], refunds, bookings });
    expect(act('BOOKED', [booked('A')])).toEqual([['BILL_FOREIGN_REFUND', 'none', true]]);
    expect(act('BOOKING')).toEqual([['BILL_FOREIGN_REFUND', 'freeze', true]]);
    expect(act('CLOSED')).toEqual([['BILL_FOREIGN_REFUND', 'ask-wallet', true]]);
  });

  it('is known by its number, once that has been used, and must be the whole payment', () => {
    const one = (state: OrderState, change: Partial<BilledRefund> = {}) =>
      findings({ orders: [order('A', state)], trades: [trade('A')], refunds: [refund('A', change)] });
    expect(one('REFUNDED')).toEqual([]);
    expect(one('REFUNDING')).toEqual([]);
    expect(one('REFUNDED', { amountFen: 1 })).toEqual([['BILL_REFUND_DIFFERS', 'none', true]]);
    expect(one('REFUNDING', { amountFen: 1 })).toEqual([['BILL_REFUND_DIFFERS', 'freeze', true]]);
    expect(one('PAID')).toEqual([['BILL_FOREIGN_REFUND', 'freeze', true]]);
  });

  it('beside ours is found, whatever their order', () => {
    const change = { orders: [order('A', 'REFUNDED')], trades: [trade('A')] };
    const both = [refund('A'), refund('A', { outRefundNo: 'console-1', amountFen: 5 })];
    for (const refunds of [both, both.toReversed()]) {
      expect(findings({ ...change, refunds })).toEqual([['BILL_FOREIGN_REFUND', 'none', true]]);
    }
  });

  it('belongs to its own day', () => {
    const at = '2026-11-23T12:00:00+08:00';
    const refunds = [refund('A', { outRefundNo: 'console-1', at }), refund('A', { at, amountFen: 1 })];
    const orders = [order('A', 'REFUNDED')];
    expect(findings({ orders, trades: [trade('A')], refunds })).toEqual([]);
  });
});

describe('a refund that the wallet has answered for', () => {
  const change = { orders: [order('A', 'REFUNDED')], trades: [trade('A')] };

  it('and that is in no bill: certain only when the day after is complete', () => {
    expect(findings({ ...change, complete: false })).toEqual([['BILL_LACKS_REFUND', 'none', false]]);
    expect(findings(change)).toEqual([['BILL_LACKS_REFUND', 'none', true]]);
    const console1 = refund('A', { outRefundNo: 'console-1', at: '2026-11-20T12:00:00+08:00' });
    expect(findings({ ...change, refunds: [console1] })).toEqual([['BILL_LACKS_REFUND', 'none', true]]);
  });

  it('may stand in the bill of any day since it was asked for', () => {
    for (const at of ['2026-11-20T12:00:00+08:00', '2026-11-25T00:00:01+08:00']) {
      expect(findings({ ...change, refunds: [refund('A', { at })] })).toEqual([]);
    }
  });

  it('on another day is looked for on that day, and never while it is under way', () => {
    expect(findings({ ...change, refunded: new Set() })).toEqual([]);
    for (const state of ['REFUNDING', 'REFUND_STUCK', 'FROZEN'] as const) {
      expect(findings({ ...change, orders: [order('A', state)] })).toEqual([]);
    }
  });

  it('is the lesser trouble when the agency has booked it all the same, or its payment is missing', () => {
    expect(findings({ ...change, bookings: [booked('A')] })).toEqual([
      ['AGENCY_BOOKED_REFUNDED', 'none', true],
    ]);
    expect(findings({ ...change, trades: [] })).toEqual([['BILL_LACKS_PAYMENT', 'none', true]]);
  });
});
