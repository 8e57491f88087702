import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../drivers/base/clock.ts';
import { type Outcome, unknown } from '../../../drivers/base/outcome.ts';
import type { WalletBill } from '../../../drivers/payment/bill.ts';
import { openDesk } from '../testing/desk.ts';
import { HOUR, honestDay, MONDAY, NONE, Offices, TUESDAY } from '../testing/offices.ts';
import { DAY_MS } from './day.ts';
import { RETRY_MS, Reconciler } from './reconciler.ts';

describe('Reconciler', () => {
  it('does yesterday at 10:30 by itself, and again a day later for good', async () => {
    const { desk, offices, reconciler, logged } = await honestDay();
    const { clock, ledger } = desk;
    reconciler.start();
    await clock.advance(DAY_MS);
    expect(ledger.verdictsSince(TUESDAY)).toEqual([]);
    await clock.advance(2 * HOUR);
    expect(ledger.verdictsSince(TUESDAY)).toMatchObject([
      {
        day: TUESDAY,
        channel: 'wechat',
        complete: false,
        match: { findings: [], booked: { count: 1, fen: 38_000 } },
      },
    ]);
    const before = offices.asked.length;
    await clock.advance(12 * HOUR);
    expect(offices.asked.length).toBe(before);
    await clock.advance(12 * HOUR);
    expect(ledger.verdictsSince(TUESDAY)).toMatchObject([
      { day: TUESDAY, complete: true },
      { complete: false },
    ]);
    expect(logged).toEqual([]);
    reconciler.stop();
    await clock.advance(DAY_MS);
    expect(ledger.verdictsSince('2026-11-26')).toEqual([]);
  });

  it('changes nothing when it is done twice', async () => {
    const { desk, reconciler, id, offices, logged } = await honestDay();
    offices.lists.clear();
    await desk.clock.advance(2 * DAY_MS);
    await reconciler.reconcile(TUESDAY);
    const [first] = desk.ledger.verdictsSince(TUESDAY);
    const order = desk.ledger.order(id);
    await desk.clock.advance(HOUR);
    await reconciler.reconcile(TUESDAY);
    expect(desk.ledger.verdictsSince(TUESDAY)).toEqual([first]);
    expect(desk.ledger.order(id)).toEqual(order);
    expect(logged).toEqual(['AGENCY_LACKS_BOOKING']);
  });

  it('leaves a day alone that is not over', async () => {
    const { reconciler, offices, desk } = await honestDay();
    await reconciler.reconcile(TUESDAY);
    expect([offices.asked, desk.ledger.verdictsSince(MONDAY)]).toEqual([[], []]);
  });

  it('scenario 30: a late, damaged or silent list gives no verdict, is tried again, and told in the evening', async () => {
    const { desk, offices, reconciler, logged } = await honestDay();
    const bill = offices.bills.get(TUESDAY) ?? NONE;
    const { clock } = desk;
    reconciler.start();
    offices.bills.delete(TUESDAY);
    await clock.advance(DAY_MS + 2 * HOUR);
    expect(logged).toEqual(['BILL_LATE', 'BILL_LATE']);
    expect(reconciler.standing(TUESDAY)).toMatchObject([{ waitsFor: 'BILL_LATE', verdict: null }]);
    offices.bills.set(TUESDAY, unknown('bad-answer'));
    await clock.advance(RETRY_MS);
    offices.bills.set(TUESDAY, unknown('network'));
    await clock.advance(RETRY_MS);
    offices.bills.set(TUESDAY, bill);
    offices.lists.set(TUESDAY, unknown('timeout'));
    await clock.advance(RETRY_MS);
    expect(logged.slice(2)).toEqual(['BILL_DAMAGED', 'WALLET_SILENT', 'AGENCY_SILENT']);
    await clock.advance(8 * HOUR);
    expect(logged.filter((line) => line === 'DAY_NOT_RECONCILED')).toHaveLength(1);
    expect(desk.ledger.verdictsSince(TUESDAY)).toEqual([]);
    offices.lists.delete(TUESDAY);
    await clock.advance(RETRY_MS);
    expect(reconciler.standing(TUESDAY)).toMatchObject([{ waitsFor: null, verdict: { day: TUESDAY } }]);
    reconciler.stop();
  });

  it('a disk that takes no verdict means another try', async () => {
    let full = false;
    const clock = new VirtualClock();
    const desk = await openDesk({
      clock,
      journal: {
        onWrite: (moment) => {
          if (full && moment === 'before') throw Object.assign(new Error('disk full'), { errcode: 13 });
        },
      },
    });
    const offices = new Offices();
    const reconciler = new Reconciler({
      clock,
      log: { event: () => undefined },
      ledger: desk.ledger,
      channels: ['wechat'],
      bills: { wechat: offices },
      queries: {},
      agency: offices,
      terminalId: 'K0001',
      isOurs: () => true,
    });
    full = true;
    await reconciler.reconcile(MONDAY);
    expect(reconciler.standing(MONDAY)).toMatchObject([{ waitsFor: 'JOURNAL', verdict: null }]);
    full = false;
    await reconciler.reconcile(MONDAY);
    expect(reconciler.standing(MONDAY)).toMatchObject([{ waitsFor: null }]);
  });

  it('a source that throws is a bug, told, and stops nothing', async () => {
    const { desk, offices, reconciler, logged } = await honestDay();
    const bill = offices.bill;
    offices.bill = () => Promise.reject(new Error('bug'));
    await desk.clock.advance(DAY_MS);
    await reconciler.reconcile(TUESDAY);
    offices.bill = bill;
    await reconciler.reconcile(TUESDAY);
    expect(logged).toEqual(['bug']);
    expect(desk.ledger.verdictsSince(TUESDAY)).toHaveLength(1);
  });

  it('stopped in the middle, it writes nothing', async () => {
    const { desk, offices, reconciler } = await honestDay();
    const bill = offices.bills.get(TUESDAY) ?? NONE;
    let answer: (value: Outcome<WalletBill>) => void = () => undefined;
    offices.bill = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    await desk.clock.advance(DAY_MS);
    const running = reconciler.reconcile(TUESDAY);
    await desk.clock.advance(0);
    reconciler.stop();
    answer(bill);
    await desk.clock.advance(0);
    answer(bill);
    await running;
    await reconciler.reconcile(TUESDAY);
    expect(desk.ledger.verdictsSince(MONDAY)).toEqual([]);
  });
});
