import { describe, expect, it } from 'vitest';
import { done, unknown } from '../../../drivers/base/outcome.ts';
import { CLOSED, PAID } from '../testing/answers.ts';
import { closedDay, EMPTY, HOUR, honestDay, MONDAY, open, TUESDAY, tradeOf } from '../testing/offices.ts';
import { ScriptedPorts } from '../testing/scripted-ports.ts';
import { DAY_MS } from './day.ts';

describe('what reconciliation does about what it finds', () => {
  it('scenario 12: what turns out paid after its close is asked about, booked while it is due', async () => {
    const { desk, offices, reconciler, logged, id } = await closedDay();
    desk.ports.always('query', PAID);
    offices.bills.set(TUESDAY, done({ trades: [tradeOf(id)], refunds: [] }));
    await desk.clock.advance(DAY_MS);
    await reconciler.reconcile(TUESDAY);
    await desk.clock.advance(0);
    expect(logged).toEqual(['BILL_PAID_UNSEEN']);
    expect(desk.ledger.order(id)?.state).toBe('BOOKED');
  });

  it('refunds the unbooked one: the agency has the final word, as always', async () => {
    const { desk, offices, reconciler, id } = await closedDay();
    desk.ports.always('query', PAID).always('book', done({ status: 'rejected', code: 'ALREADY_PAID' }));
    offices.bills.set(TUESDAY, done({ trades: [tradeOf(id)], refunds: [] }));
    await desk.clock.advance(DAY_MS);
    await reconciler.reconcile(TUESDAY);
    await desk.clock.advance(10_000);
    expect(desk.ledger.order(id)?.state).toBe('REFUNDED');
  });

  it('what is asked about while it is live is asked at once; what is settled is not frozen', async () => {
    const { desk } = await open();
    const id = await desk.sell();
    desk.ledger.freeze(id);
    expect(desk.ledger.order(id)?.state).toBe('QR_LIVE');
    desk.ports.next('query', PAID);
    desk.ledger.askWallet(id);
    await desk.clock.advance(1_000);
    expect(desk.ledger.order(id)?.state).toBe('BOOKED');
    const booked = desk.ledger.order(id);
    desk.ledger.freeze(id);
    desk.ledger.askWallet(id);
    desk.ledger.askWallet('K0000');
    await desk.clock.advance(1_000);
    expect(desk.ledger.order(id)).toEqual(booked);
  });

  it('a slip that is printed while its closed order is asked about is one more row, not a clash', async () => {
    const { desk, id } = await closedDay();
    const answer = desk.ports.held('query');
    desk.ledger.askWallet(id);
    desk.ledger.askWallet(id);
    const print = await desk.ledger.beginPrint(id, 'pending');
    answer(PAID);
    await desk.clock.advance(0);
    expect(print.ok).toBe(true);
    expect(desk.ledger.order(id)).toMatchObject({ state: 'BOOKED', prints: [{ state: 'PENDING' }] });
    expect(desk.ports.count('query')).toBe(2);
  });

  it('a bill alone moves nothing: the wallet says closed, and closed it stays', async () => {
    const { desk, offices, reconciler, id } = await closedDay();
    desk.ports.always('query', CLOSED);
    offices.bills.set(TUESDAY, done({ trades: [tradeOf(id)], refunds: [] }));
    await desk.clock.advance(DAY_MS);
    const before = desk.ledger.order(id);
    await reconciler.reconcile(TUESDAY);
    await desk.clock.advance(10_000);
    expect(desk.ledger.order(id)).toEqual(before);
  });

  it('scenario 27: a journal that has lost an order still hears of it', async () => {
    const { desk, offices, reconciler, logged } = await open();
    offices.bills.set(
      MONDAY,
      done({
        trades: [tradeOf('K00012611230001AAAAAA', { paidAt: `${MONDAY}T09:00:00+08:00` })],
        refunds: [],
      }),
    );
    reconciler.start();
    await desk.clock.advance(2 * HOUR);
    expect(logged).toEqual(['BILL_UNKNOWN_ORDER']);
    expect(reconciler.standing(MONDAY)).toMatchObject([
      {
        channel: 'wechat',
        waitsFor: null,
        verdict: { match: { findings: [{ order: 'K00012611230001AAAAAA' }] } },
      },
    ]);
    reconciler.stop();
  });

  it("scenario 31: paid a second before midnight, listed in the next day's bill: no alarm then, none later", async () => {
    const { desk, offices, reconciler, logged, id } = await honestDay();
    offices.bills.set(TUESDAY, done(EMPTY));
    await desk.clock.advance(DAY_MS);
    await reconciler.reconcile(TUESDAY);
    expect(desk.ledger.verdictsSince(TUESDAY)).toMatchObject([
      { match: { findings: [{ code: 'BILL_LACKS_PAYMENT', certain: false }] } },
    ]);
    offices.bills.set('2026-11-25', done({ trades: [tradeOf(id)], refunds: [] }));
    await desk.clock.advance(DAY_MS);
    await reconciler.reconcile(TUESDAY);
    expect(desk.ledger.verdictsSince(TUESDAY)).toMatchObject([{ complete: true, match: { findings: [] } }]);
    expect(logged).toEqual([]);
  });

  it('absent for good: an alarm, once, and nothing moves', async () => {
    const { desk, offices, reconciler, logged, id } = await honestDay();
    offices.bills.set(TUESDAY, done(EMPTY));
    const before = desk.ledger.order(id);
    for (let day = 0; day < 3; day++) {
      await desk.clock.advance(DAY_MS);
      await reconciler.reconcile(TUESDAY);
    }
    expect(logged).toEqual(['BILL_LACKS_PAYMENT']);
    expect(desk.ledger.order(id)).toEqual(before);
  });

  it('scenario 33: a refund from the console stops an order that is under way', async () => {
    const ports = new ScriptedPorts().next('query', PAID).always('book', unknown('timeout'));
    ports.always('query-booking', done({ status: 'pending' }));
    const { desk, offices, reconciler, logged } = await open(ports);
    const id = await desk.sell();
    await desk.clock.advance(10_000);
    expect(desk.ledger.order(id)?.state).toBe('BOOKING');
    const refund = {
      outTradeNo: id,
      outRefundNo: 'console1',
      amountFen: 38_000,
      at: `${TUESDAY}T10:00:00+08:00`,
    };
    offices.bills.set(TUESDAY, done({ trades: [tradeOf(id)], refunds: [refund] }));
    await desk.clock.advance(DAY_MS);
    await reconciler.reconcile(TUESDAY);
    expect(desk.ledger.order(id)?.state).toBe('FROZEN');
    expect(logged).toEqual(['BILL_FOREIGN_REFUND']);
    await desk.clock.advance(DAY_MS);
    expect(ports.count('refund')).toBe(0);
  });
});
