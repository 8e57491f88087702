import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { booked, DAY, order, refund, sources, trade } from '../testing/days.ts';
import { type DaySources, matchDay } from './match.ts';

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
          list: fc.constantFrom('journal', 'bill', 'refunds', 'agency'),
        }),
      );
    fc.assert(
      fc.property(spoiled, ({ world, victim, list }) => {
        const { id, state, payment } = victim;
        const match = matchDay({
          ...world,
          orders: list === 'journal' ? world.orders.filter((each) => each !== victim) : world.orders,
          bill: {
            trades: world.bill.trades.filter(({ outTradeNo }) => list !== 'bill' || outTradeNo !== id),
            refunds: world.bill.refunds.filter(({ outTradeNo }) => list !== 'refunds' || outTradeNo !== id),
          },
          bookings: world.bookings.filter(({ bookingKey }) => list !== 'agency' || bookingKey !== id),
        });
        const counts = { agency: state === 'BOOKED', refunds: state === 'REFUNDED' } as Record<
          string,
          boolean
        >;
        const matters = counts[list] ?? payment !== null;
        expect(match.findings.map((finding) => finding.order)).toEqual(matters ? [id] : []);
      }),
    );
  });

  const anything = fc.record({
    orders: ids.chain((all) =>
      fc.tuple(...all.map((id) => fc.constantFrom(...states).map((state) => order(id, state)))),
    ),
    complete: fc.boolean(),
    bill: fc.record({
      trades: fc
        .array(fc.record({ id: fc.constantFrom('K000001', 'KAAAAAA'), fen: fc.constantFrom(1, 38_000) }))
        .map((all) => all.map(({ id, fen }) => trade(id, { amountFen: fen }))),
      refunds: fc.array(fc.constantFrom('K000001', 'KAAAAAA').map((id) => refund(id))),
    }),
    refunded: fc.subarray(['K000001', 'KAAAAAA']).map((ids) => new Set(ids)),
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
            if (!base.complete && finding.code.startsWith('BILL_LACKS')) expect(finding.certain).toBe(false);
          }
          const turned = {
            ...world,
            orders: orders.toReversed(),
            bookings: world.bookings.toReversed(),
            bill: {
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
