import { describe, expect, it } from 'vitest';
import { done, refused, retryAfter, unknown } from '../../../drivers/base/outcome.ts';
import { PAID } from '../testing/answers.ts';
import { order } from '../testing/days.ts';
import { bookedOf, MONDAY, open, refundedDay, TUESDAY } from '../testing/offices.ts';
import { ScriptedPorts } from '../testing/scripted-ports.ts';
import { ordersToAsk } from './asked-orders.ts';
import { DAY_MS } from './day.ts';

/** Paid and booked on Tuesday, over a channel that gives terminals no bill; two days later. */
async function bookedDay() {
  const day = await open(new ScriptedPorts().next('query', PAID), false);
  const id = await day.desk.sell();
  await day.desk.clock.advance(2 * DAY_MS);
  expect(day.desk.ledger.order(id)?.state).toBe('BOOKED');
  day.offices.lists.set(TUESDAY, done([bookedOf(id)]));
  const codes = async () => {
    await day.reconciler.reconcile(TUESDAY);
    const [standing] = day.reconciler.standing(TUESDAY);
    return standing?.waitsFor ?? standing?.verdict?.match.findings.map(({ code }) => code);
  };
  return { ...day, id, codes };
}

describe('a channel without bills', () => {
  it('is asked about each order of the day, and says so', async () => {
    const { desk, codes, id } = await bookedDay();
    const before = desk.ports.count('query');
    desk.ports.always('query', PAID);
    expect(await codes()).toEqual([]);
    expect(desk.ports.asked.slice(-1)).toEqual([`query:${id}`]);
    expect(desk.ports.count('query')).toBe(before + 1);
    expect(desk.ledger.verdictsSince(TUESDAY)).toMatchObject([
      { complete: true, match: { billed: { count: 1, fen: 38_000 }, byQuery: true } },
    ]);
  });

  it('is held against the agency as any other', async () => {
    const { desk, offices, codes, logged } = await bookedDay();
    desk.ports.always('query', PAID);
    offices.lists.clear();
    expect(await codes()).toEqual(['AGENCY_LACKS_BOOKING']);
    expect(await codes()).toEqual(['AGENCY_LACKS_BOOKING']);
    expect(logged).toEqual(['AGENCY_LACKS_BOOKING']);
  });

  it('finds payments that are not there, that are of another amount, and refunds that are not ours', async () => {
    const { desk, codes } = await bookedDay();
    desk.ports.always('query', done({ state: 'CLOSED' }));
    expect(await codes()).toEqual(['BILL_LACKS_PAYMENT']);
    desk.ports.always('query', done({ ...PAID.value, amountFen: 1 }));
    expect(await codes()).toEqual(['BILL_AMOUNT_DIFFERS']);
    desk.ports.always('query', done({ state: 'REFUNDED' }));
    expect(await codes()).toEqual(['BILL_FOREIGN_REFUND']);
    expect(desk.ports.count('query-refund')).toBe(0);
  });

  it.each([
    ['silence', unknown('timeout'), 'WALLET_SILENT'],
    ['a refusal', refused('NO_AUTH'), 'WALLET_SILENT'],
    ['a plea for patience', retryAfter(1_000), 'WALLET_SILENT'],
    [
      'an answer about another merchant',
      done({ state: 'MISMATCH', field: 'mid' } as const),
      'ANSWER_STRANGE',
    ],
  ])('%s is no verdict', async (_what, answer, cause) => {
    const { desk, codes } = await bookedDay();
    desk.ports.always('query', answer);
    expect(await codes()).toBe(cause);
    desk.ports.always('query', PAID);
    expect(await codes()).toEqual([]);
  });

  it('is asked for our refund by its number', async () => {
    const { desk, reconciler, logged, id } = await refundedDay(new ScriptedPorts(), false);
    const found = async () => {
      await reconciler.reconcile(TUESDAY);
      const [standing] = reconciler.standing(TUESDAY);
      return standing?.waitsFor ?? standing?.verdict?.match.findings.map(({ code }) => code);
    };
    await desk.clock.advance(2 * DAY_MS);
    desk.ports.always('query', done({ state: 'REFUNDED' }));
    expect(await found()).toEqual([]);
    expect(desk.ports.asked.slice(-2)).toEqual([`query:${id}`, `query-refund:R${id}x1`]);
    expect(desk.ledger.verdictsSince(TUESDAY)).toMatchObject([
      { match: { billed: { count: 1, fen: 38_000 }, refunded: { count: 1 } } },
    ]);
    desk.ports.always('query-refund', unknown('network'));
    expect(await found()).toBe('WALLET_SILENT');
    desk.ports.always('query-refund', done({ state: 'SUCCESS', amountFen: 1 }));
    expect(await found()).toEqual(['BILL_REFUND_DIFFERS']);
    desk.ports.always('query-refund', done(null));
    expect(await found()).toEqual(['BILL_FOREIGN_REFUND']);
    desk.ports.always('query', PAID);
    expect(await found()).toEqual(['BILL_LACKS_REFUND']);
    expect(logged).toEqual([
      'WALLET_SILENT',
      'DAY_NOT_RECONCILED',
      'BILL_REFUND_DIFFERS',
      'BILL_FOREIGN_REFUND',
      'BILL_LACKS_REFUND',
    ]);
  });

  it('that turns out refunded although it counts as unpaid is asked by the engine, which freezes it', async () => {
    const { desk, reconciler, logged } = await open(
      new ScriptedPorts().always('query', done({ state: 'CLOSED' })),
      false,
    );
    const id = await desk.sell();
    await desk.clock.advance(DAY_MS);
    expect(desk.ledger.order(id)?.state).toBe('CLOSED');
    desk.ports.always('query', done({ state: 'REFUNDED' }));
    await reconciler.reconcile(TUESDAY);
    await desk.clock.advance(0);
    expect(logged).toEqual(['BILL_FOREIGN_REFUND']);
    expect(desk.ledger.order(id)?.state).toBe('FROZEN');
  });

  it('that is not even configured any more gives no verdict', async () => {
    const { reconciler, desk } = await open(new ScriptedPorts(), false, false);
    await reconciler.reconcile(MONDAY);
    expect(reconciler.standing(MONDAY)).toMatchObject([{ waitsFor: 'WALLET_SILENT' }]);
    expect(desk.ports.asked).toEqual([]);
  });
});

describe('orders of a day', () => {
  const at = (day: string, time = '12:00:00') => Date.parse(`${day}T${time}+08:00`);
  const unpaid = { createdAt: at(TUESDAY), payableUntil: at(TUESDAY, '12:05:00') };

  it('are those paid on it, and those made for it and paid by nobody', () => {
    const all = [
      order('paid', 'BOOKED'),
      order('paid-under-way', 'REFUNDING'),
      order('closed', 'CLOSED', unpaid),
      order('never', 'NEVER_CREATED', unpaid),
      order('frozen', 'FROZEN', { ...unpaid, payment: null }),
      order('over-midnight', 'CLOSED', {
        createdAt: at(MONDAY, '23:58:00'),
        payableUntil: at(TUESDAY, '00:03:00'),
      }),
    ];
    const others = [
      order('live', 'QR_LIVE', unpaid),
      order('closing', 'CLOSING', unpaid),
      order('monday', 'CLOSED', { createdAt: at(MONDAY), payableUntil: at(MONDAY, '12:05:00') }),
      order('wednesday', 'CLOSED', {
        createdAt: at('2026-11-25'),
        payableUntil: at('2026-11-25', '12:05:00'),
      }),
      order('paid-monday', 'BOOKED', {
        payment: { transactionId: 'T', paidAt: `${MONDAY}T12:00:00+08:00`, funding: null },
      }),
    ];
    expect(ordersToAsk([...all, ...others], TUESDAY)).toEqual(all);
  });
});
