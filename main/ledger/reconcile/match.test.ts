import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListedBooking } from '../../../drivers/agency/port.ts';
import type { BilledRefund, BilledTrade } from '../../../drivers/payment/bill.ts';
import type { Order } from '../order-events.ts';
import type { OrderState } from '../port.ts';
import { freshOrder } from '../testing/orders.ts';
import { type DaySources, matchDay } from './match.ts';

const DAY = '2026-11-24';
const NOON = `${DAY}T12:00:00+08:00`;

function order(id: string, state: OrderState, change: Partial<Order> = {}): Order {
  const isPaid = !['PREPARING', 'QR_LIVE', 'CLOSING', 'CLOSED', 'NEVER_CREATED'].includes(state);
  const fresh = freshOrder({ id, state, insured: `H${id}` });
  return {
    ...fresh,
    payment: isPaid ? { transactionId: `T${id}`, paidAt: NOON, funding: null } : null,
    refund: { ...fresh.refund, outRefundNo: `R${id}x1` },
    ...change,
  };
}

function trade(id: string, change: Partial<BilledTrade> = {}): BilledTrade {
  return { outTradeNo: id, transactionId: `T${id}`, amountFen: 38_000, paidAt: NOON, ...change };
}

function refund(id: string, change: Partial<BilledRefund> = {}): BilledRefund {
  return { outTradeNo: id, outRefundNo: `R${id}x1`, amountFen: 38_000, at: NOON, ...change };
}

function booked(id: string, change: object = {}): ListedBooking {
  return {
    bookingKey: id,
    amountFen: 38_000,
    channel: 'wechat',
    channelTransactionId: `T${id}`,
    paidAt: NOON,
    status: 'booked',
    voucherNo: `V${id}`,
    ...change,
  } as ListedBooking;
}

function sources(
  change: Partial<DaySources> & { trades?: BilledTrade[]; refunds?: BilledRefund[] },
): DaySources {
  const { trades = [], refunds = [], ...rest } = change;
  return { day: DAY, orders: [], bill: { trades, refunds }, bookings: [], complete: true, ...rest };
}

function findings(change: Parameters<typeof sources>[0]) {
  return matchDay(sources(change)).findings.map(({ code, act, certain }) => [code, act, certain]);
}

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

  it('missing in the bill: certain only when the day after is complete', () => {
    const change = { orders: [order('A', 'BOOKED')], bookings: [booked('A')] };
    expect(findings({ ...change, complete: false })).toEqual([['BILL_LACKS_PAYMENT', 'none', false]]);
    expect(findings(change)).toEqual([['BILL_LACKS_PAYMENT', 'none', true]]);
    expect(findings({ ...change, bill: null })).toEqual([]);
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

  it('a refund from the merchant console is adopted, never repeated', () => {
    const refunds = [refund('A', { outRefundNo: 'console-1' })];
    const act = (state: OrderState, bookings: ListedBooking[] = []) =>
      findings({ orders: [order('A', state)], trades: [trade('A')], refunds, bookings });
    expect(act('BOOKED', [booked('A')])).toEqual([['BILL_FOREIGN_REFUND', 'none', true]]);
    expect(act('BOOKING')).toEqual([['BILL_FOREIGN_REFUND', 'freeze', true]]);
    expect(act('CLOSED')).toEqual([['BILL_FOREIGN_REFUND', 'ask-wallet', true]]);
  });

  it('knows its own refund, by number, state and amount', () => {
    const one = (state: OrderState, change: Partial<BilledRefund> = {}) =>
      findings({ orders: [order('A', state)], trades: [trade('A')], refunds: [refund('A', change)] });
    expect(one('REFUNDED')).toEqual([]);
    expect(one('REFUNDING')).toEqual([]);
    expect(one('REFUNDED', { amountFen: 1 })).toEqual([['BILL_FOREIGN_REFUND', 'none', true]]);
    expect(one('PAID')).toEqual([['BILL_FOREIGN_REFUND', 'freeze', true]]);
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

describe('any day', () => {
  const states = [
    'BOOKED',
    'REFUNDED',
    'CLOSED',
    'NEVER_CREATED',
    'PAID',
    'BOOKING',
    'REFUNDING',
    'FROZEN',
  ] as const;
  const ids = fc.uniqueArray(fc.stringMatching(/^K[0-9A-F]{6}$/), { maxLength: 12 });
  /** A world in which everybody agrees. */
  const honest = ids.chain((all) =>
    fc
      .tuple(...all.map((id) => fc.constantFrom(...states).map((state) => order(id, state))))
      .map((orders) => {
        const paid = orders.filter(({ payment }) => payment !== null);
        return sources({
          orders,
          trades: paid.map(({ id }) => trade(id)),
          refunds: orders.filter(({ state }) => state === 'REFUNDED').map(({ id }) => refund(id)),
          bookings: orders.filter(({ state }) => state === 'BOOKED').map(({ id }) => booked(id)),
        });
      }),
  );

  it('says nothing where everybody agrees, and adds up', () => {
    fc.assert(
      fc.property(honest, (world) => {
        const { findings: wrong, paid, billed, booked: done, refunded, open } = matchDay(world);
        expect(wrong).toEqual([]);
        expect(paid).toEqual(billed);
        expect(done.fen + refunded.fen + open.fen).toBe(paid.fen);
      }),
    );
  });

  it('finds what is taken out of one list, and nothing else', () => {
    const spoiled = honest
      .filter(({ orders }) => orders.length > 0)
      .chain((world) =>
        fc.record({
          world: fc.constant(world),
          victim: fc.constantFrom(...world.orders),
          list: fc.constantFrom('journal', 'bill', 'agency'),
        }),
      );
    fc.assert(
      fc.property(spoiled, ({ world, victim, list }) => {
        const { id, state, payment } = victim;
        const match = matchDay({
          ...world,
          orders: list === 'journal' ? world.orders.filter((each) => each !== victim) : world.orders,
          bill: {
            trades: (world.bill?.trades ?? []).filter(
              ({ outTradeNo }) => list !== 'bill' || outTradeNo !== id,
            ),
            refunds: world.bill?.refunds ?? [],
          },
          bookings: world.bookings.filter(({ bookingKey }) => list !== 'agency' || bookingKey !== id),
        });
        const matters = list === 'agency' ? state === 'BOOKED' : payment !== null;
        expect(match.findings.map((finding) => finding.order)).toEqual(matters ? [id] : []);
      }),
    );
  });

  const anything = fc.record({
    orders: ids.chain((all) =>
      fc.tuple(...all.map((id) => fc.constantFrom(...states).map((state) => order(id, state)))),
    ),
    complete: fc.boolean(),
    bill: fc.option(
      fc.record({
        trades: fc
          .array(fc.record({ id: fc.constantFrom('K000001', 'KAAAAAA'), fen: fc.constantFrom(1, 38_000) }))
          .map((all) => all.map(({ id, fen }) => trade(id, { amountFen: fen }))),
        refunds: fc.array(fc.constantFrom('K000001', 'KAAAAAA').map((id) => refund(id))),
      }),
    ),
    bookings: fc.array(fc.constantFrom('K000001', 'KAAAAAA').map((id) => booked(id))),
  });

  it('never acts on what is settled, never is certain of an absence too early, and is the same in any order', () => {
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom('K000001', 'KAAAAAA'),
        fc.constantFrom(...states),
        (base, id, state) => {
          const orders = [...base.orders.filter((each) => each.id !== id), order(id, state)];
          const world: DaySources = { day: DAY, ...base, orders };
          const match = matchDay(world);
          for (const finding of match.findings) {
            const known = orders.find((each) => each.id === finding.order);
            if (finding.act === 'freeze') expect(['PAID', 'BOOKING', 'REFUNDING']).toContain(known?.state);
            if (finding.act === 'ask-wallet') expect(known?.payment).toBeNull();
            if (!base.complete && finding.code === 'BILL_LACKS_PAYMENT') expect(finding.certain).toBe(false);
          }
          const turned = {
            ...world,
            orders: orders.toReversed(),
            bookings: world.bookings.toReversed(),
            bill: world.bill && {
              trades: world.bill.trades.toReversed(),
              refunds: world.bill.refunds.toReversed(),
            },
          };
          expect(matchDay(turned).findings.map(({ code, order: at, act }) => [code, at, act])).toEqual(
            match.findings.map(({ code, order: at, act }) => [code, at, act]),
          );
        },
      ),
    );
  });
});
