import { describe, expect, it } from 'vitest';
import { done } from '../../../drivers/base/outcome.ts';
import { PAID } from '../testing/answers.ts';
import { HOUR, open, refundedDay, refundOf, TUESDAY, tradeOf } from '../testing/offices.ts';
import { ScriptedPorts } from '../testing/scripted-ports.ts';
import { DAY_MS, dayOf } from './day.ts';
import { MOST_REFUND_DAYS } from './judge-day.ts';

const WEDNESDAY = '2026-11-25';

/** Accepted on Tuesday, and answered for so many days later. */
async function slowRefund(days: number) {
  const ports = new ScriptedPorts().next('query', PAID);
  ports.always('book', done({ status: 'rejected', code: 'ALREADY_PAID' }));
  ports.always('query-refund', done({ state: 'PROCESSING', amountFen: 38_000 }));
  const day = await open(ports);
  const { desk } = day;
  const id = await desk.sell();
  await desk.clock.advance(days * DAY_MS);
  ports.always('query-refund', done({ state: 'SUCCESS', amountFen: 38_000 }));
  await desk.clock.advance(HOUR);
  expect(desk.ledger.order(id)?.state).toBe('REFUNDED');
  return { ...day, id, endedOn: dayOf(desk.clock.now()) };
}

describe('a refund of ours', () => {
  it('that the bill has as well is nothing to say', async () => {
    const { desk, offices, reconciler, logged, id } = await refundedDay();
    offices.bills.set(TUESDAY, done({ trades: [tradeOf(id)], refunds: [refundOf(id)] }));
    await desk.clock.advance(2 * DAY_MS);
    await reconciler.reconcile(TUESDAY);
    expect(desk.ledger.verdictsSince(TUESDAY)).toMatchObject([
      { complete: true, match: { findings: [], refunded: { count: 1, fen: 38_000 } } },
    ]);
    expect(logged).toEqual([]);
  });

  it('that no bill has is looked for a day longer, then told once, and moves nothing', async () => {
    const { desk, offices, reconciler, logged, id } = await refundedDay();
    offices.bills.set(TUESDAY, done({ trades: [tradeOf(id)], refunds: [] }));
    const before = desk.ledger.order(id);
    await desk.clock.advance(DAY_MS);
    await reconciler.reconcile(TUESDAY);
    expect(desk.ledger.verdictsSince(TUESDAY)).toMatchObject([
      { match: { findings: [{ code: 'BILL_LACKS_REFUND', order: id, certain: false }] } },
    ]);
    expect(logged).toEqual([]);
    await desk.clock.advance(DAY_MS);
    await reconciler.reconcile(TUESDAY);
    const verdicts = desk.ledger.verdictsSince(TUESDAY);
    await desk.clock.advance(DAY_MS);
    await reconciler.reconcile(TUESDAY);
    expect(desk.ledger.verdictsSince(TUESDAY)).toEqual(verdicts);
    expect(logged).toEqual(['BILL_LACKS_REFUND']);
    expect(desk.ledger.order(id)).toEqual(before);
    expect(desk.ports.count('refund')).toBe(1);
  });

  it('that the next day’s bill has was made around midnight: no alarm', async () => {
    const { desk, offices, reconciler, logged, id } = await refundedDay();
    offices.bills.set(TUESDAY, done({ trades: [tradeOf(id)], refunds: [] }));
    offices.bills.set(
      WEDNESDAY,
      done({ trades: [], refunds: [refundOf(id, { at: `${WEDNESDAY}T00:00:01+08:00` })] }),
    );
    await desk.clock.advance(2 * DAY_MS);
    await reconciler.reconcile(TUESDAY);
    await reconciler.reconcile(WEDNESDAY);
    expect(desk.ledger.verdictsSince(TUESDAY).map(({ match }) => match.findings)).toEqual([[], []]);
    expect(logged).toEqual([]);
  });

  it('that took days may stand in the bill of the day on which it was asked for', async () => {
    const { desk, offices, reconciler, logged, id, endedOn } = await slowRefund(3);
    offices.bills.set(TUESDAY, done({ trades: [tradeOf(id)], refunds: [refundOf(id)] }));
    await desk.clock.advance(2 * DAY_MS);
    await reconciler.reconcile(endedOn);
    expect(desk.ledger.verdictsSince(endedOn)).toMatchObject([
      { day: endedOn, complete: true, match: { findings: [] } },
    ]);
    expect(offices.asked).toContain('bill 2026-11-23');
    offices.bills.set(TUESDAY, done({ trades: [tradeOf(id)], refunds: [] }));
    await reconciler.reconcile(endedOn);
    expect(logged).toEqual(['BILL_LACKS_REFUND']);
  });

  it('that took longer than bills are kept is not looked for', async () => {
    const { desk, offices, reconciler, logged, endedOn } = await slowRefund(MOST_REFUND_DAYS + 1);
    await desk.clock.advance(2 * DAY_MS);
    await reconciler.reconcile(endedOn);
    expect(desk.ledger.verdictsSince(endedOn)).toMatchObject([{ day: endedOn, match: { findings: [] } }]);
    expect(offices.asked).toHaveLength(6);
    expect(logged).toEqual([]);
  });

  it('makes a bill that is not there a late one', async () => {
    const ports = new ScriptedPorts().next('query', PAID).always('book', done({ status: 'pending' }));
    ports.always('query-booking', done({ status: 'pending' }));
    const { desk, offices, reconciler } = await open(ports);
    const id = await desk.sell();
    offices.bills.set(TUESDAY, done({ trades: [tradeOf(id)], refunds: [] }));
    await desk.clock.advance(DAY_MS);
    ports.always('query-booking', done({ status: 'rejected', code: 'PERIOD_CLOSED' }));
    await desk.clock.advance(2 * DAY_MS);
    expect(desk.ledger.order(id)?.state).toBe('REFUNDED');
    await reconciler.reconcile(WEDNESDAY);
    expect(reconciler.standing(WEDNESDAY)).toMatchObject([{ waitsFor: 'BILL_LATE' }]);
  });
});
