import { describe, expect, it } from 'vitest';
import type { ListedBooking } from '../../../drivers/agency/port.ts';
import type { OrderState } from '../port.ts';
import { booked, DAY, findings, order, refund, sources, trade } from '../testing/days.ts';
import { matchDay } from './match.ts';

describe('one order on three lists', () => {
  it('paid, booked, booked: nothing to say', () => {
    const match = matchDay(
      sources({ orders: [order('A', 'BOOKED')], trades: [trade('A')], bookings: [booked('A')] }),
    );
    const one = { count: 1, fen: 38_000 };
    const none = { count: 0, fen: 0 };
    expect(match).toEqual({ findings: [], billed: one, paid: one, booked: one, refunded: none, open: none });
  });

  it.each(['CLOSED', 'NEVER_CREATED', 'CLOSING', 'QR_LIVE', 'PREPARING'] as const)(
    'paid in the bill, %s in the journal: the wallet is asked',
    (state) => {
      expect(findings({ orders: [order('A', state)], trades: [trade('A')] })).toEqual([
        ['BILL_PAID_UNSEEN', 'ask-wallet', true],
      ]);
    },
  );

  it.each(['PAID', 'BOOKING', 'REFUNDING', 'FROZEN', 'REFUND_STUCK'] as const)(
    'paid in the bill and %s in the journal: under way, and counted as open',
    (state) => {
      const match = matchDay(sources({ orders: [order('A', state)], trades: [trade('A')] }));
      expect(match).toMatchObject({ findings: [], open: { count: 1 }, paid: { count: 1 } });
    },
  );

  it('an order number of this terminal that the journal has never had', () => {
    expect(findings({ trades: [trade('A')] })).toEqual([['BILL_UNKNOWN_ORDER', 'none', true]]);
    expect(findings({ refunds: [refund('A')] })).toEqual([['BILL_UNKNOWN_ORDER', 'none', true]]);
    expect(findings({ bookings: [booked('A')] })).toEqual([['AGENCY_UNKNOWN_BOOKING', 'none', true]]);
  });

  it('what is not paid, or belongs to another day, is nothing to say', () => {
    expect(
      findings({ orders: [order('A', 'CLOSED')], bookings: [booked('A', { status: 'pending' })] }),
    ).toEqual([]);
    expect(findings({ trades: [trade('A', { paidAt: '2026-11-23T12:00:00+08:00' })] })).toEqual([]);
  });

  it('missing in the bill: certain only when the day after is complete', () => {
    const change = { orders: [order('A', 'BOOKED')], bookings: [booked('A')] };
    expect(findings({ ...change, complete: false })).toEqual([['BILL_LACKS_PAYMENT', 'none', false]]);
    expect(findings(change)).toEqual([['BILL_LACKS_PAYMENT', 'none', true]]);
  });

  it('another amount in the bill: what is under way is frozen, what is settled is told', () => {
    const trades = [trade('A', { amountFen: 1 })];
    const act = (state: OrderState) => findings({ orders: [order('A', state)], trades, bookings: [] })[0];
    expect(act('BOOKING')).toEqual(['BILL_AMOUNT_DIFFERS', 'freeze', true]);
    expect(act('BOOKED')).toEqual(['BILL_AMOUNT_DIFFERS', 'none', true]);
    expect(act('CLOSED')).toEqual(['BILL_AMOUNT_DIFFERS', 'ask-wallet', true]);
  });

  it('two payments on one number are an amount that differs; the same one twice is not', () => {
    const other = trade('A', { transactionId: 'T2', paidAt: `${DAY}T11:00:00+08:00` });
    const change = { orders: [order('A', 'BOOKED')], bookings: [booked('A')] };
    expect(findings({ ...change, trades: [trade('A'), other] })).toEqual([
      ['BILL_AMOUNT_DIFFERS', 'none', true],
    ]);
    expect(findings({ ...change, trades: [other, trade('A')] })).toEqual([
      ['BILL_AMOUNT_DIFFERS', 'none', true],
    ]);
    expect(findings({ ...change, trades: [trade('A'), trade('A')] })).toEqual([]);
  });

  it('refunded and booked; booked and unpaid; booked with another amount; not booked after all', () => {
    const trades = [trade('A')];
    expect(
      findings({ orders: [order('A', 'REFUNDED')], trades, refunds: [refund('A')], bookings: [booked('A')] }),
    ).toEqual([['AGENCY_BOOKED_REFUNDED', 'none', true]]);
    expect(findings({ orders: [order('A', 'CLOSED')], bookings: [booked('A')], complete: false })).toEqual([
      ['AGENCY_BOOKED_UNPAID', 'ask-wallet', false],
    ]);
    const cheaper = [booked('A', { amountFen: 1 })];
    expect(findings({ orders: [order('A', 'BOOKED')], trades, bookings: cheaper })).toEqual([
      ['AGENCY_AMOUNT_DIFFERS', 'none', true],
    ]);
    const lacks = (bookings: ListedBooking[], complete: boolean) =>
      findings({ orders: [order('A', 'BOOKED')], trades, bookings, complete });
    expect(lacks([], false)).toEqual([['AGENCY_LACKS_BOOKING', 'none', false]]);
    expect(lacks([], true)).toEqual([['AGENCY_LACKS_BOOKING', 'none', true]]);
    const rejected = booked('A', { status: 'rejected', code: 'ALREADY_PAID' });
    expect(lacks([rejected], false)).toEqual([['AGENCY_LACKS_BOOKING', 'none', true]]);
    expect(findings({ orders: [order('A', 'BOOKING')], trades, bookings: [booked('A')] })).toEqual([]);
  });

  it('one bill booked twice names the later payment', () => {
    const early = trade('B', { paidAt: `${DAY}T08:00:00+08:00` });
    const match = matchDay(
      sources({
        orders: [order('A', 'BOOKED', { insured: 'H' }), order('B', 'BOOKED', { insured: 'H' })],
        trades: [trade('A'), early],
        bookings: [booked('A'), booked('B', { paidAt: early.paidAt })],
      }),
    );
    expect(match.findings).toMatchObject([{ code: 'AGENCY_BOOKED_TWICE', order: 'A' }]);
  });

  it('paid twice for one bill, booked once: the unbooked one is asked about, and so refunded', () => {
    const match = matchDay(
      sources({
        orders: [order('A', 'BOOKED', { insured: 'H' }), order('B', 'CLOSED', { insured: 'H' })],
        trades: [trade('A'), trade('B')],
        bookings: [booked('A')],
      }),
    );
    expect(match.findings).toMatchObject([{ code: 'BILL_PAID_UNSEEN', order: 'B', act: 'ask-wallet' }]);
  });

  it('midnight: a payment belongs to its own day, whichever bill carries it', () => {
    const paidAt = '2026-11-24T23:59:59+08:00';
    const payment = { transactionId: 'TA', paidAt: '2026-11-24T15:59:59Z', funding: null };
    const both = {
      orders: [order('A', 'BOOKED', { payment })],
      trades: [trade('A', { paidAt })],
      bookings: [booked('A', { paidAt })],
    };
    expect(matchDay(sources(both))).toMatchObject({ findings: [], booked: { count: 1 } });
    expect(matchDay(sources({ ...both, day: '2026-11-25', bookings: [] }))).toMatchObject({
      findings: [],
      booked: { count: 0 },
    });
  });
});
