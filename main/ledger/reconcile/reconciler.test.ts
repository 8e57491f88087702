import { describe, expect, it } from 'vitest';
import type { BookingList, ListedBooking } from '../../../drivers/agency/port.ts';
import { VirtualClock } from '../../../drivers/base/clock.ts';
import type { Log } from '../../../drivers/base/log.ts';
import { done, type Outcome, refused, unknown } from '../../../drivers/base/outcome.ts';
import { type BillSource, NO_BILL, type WalletBill } from '../../../drivers/payment/bill.ts';
import { isOrderIdOf } from '../order-id.ts';
import { CLOSED, PAID } from '../testing/answers.ts';
import { type Desk, openDesk } from '../testing/desk.ts';
import { ScriptedPorts } from '../testing/scripted-ports.ts';
import { DAY_MS } from './day.ts';
import { RETRY_MS, Reconciler } from './reconciler.ts';

const MONDAY = '2026-11-23';
const TUESDAY = '2026-11-24';
const HOUR = 3_600_000;
const EMPTY: WalletBill = { trades: [], refunds: [] };
const NONE = refused(NO_BILL);

/** A wallet and an agency whose lists are written by the test. */
class Offices implements BillSource, BookingList {
  readonly asked: string[] = [];
  readonly bills = new Map<string, Outcome<WalletBill>>();
  readonly lists = new Map<string, Outcome<readonly ListedBooking[], 'UNEXPECTED'>>();

  async bill(day: string): Promise<Outcome<WalletBill>> {
    this.asked.push(`bill ${day}`);
    return this.bills.get(day) ?? NONE;
  }

  async bookings(day: string, terminalId: string): Promise<Outcome<readonly ListedBooking[], 'UNEXPECTED'>> {
    this.asked.push(`bookings ${day} ${terminalId}`);
    return this.lists.get(day) ?? done([]);
  }

  async shutdown(): Promise<void> {}
  async close(): Promise<void> {}
}

interface Day {
  readonly desk: Desk;
  readonly offices: Offices;
  readonly reconciler: Reconciler;
  readonly logged: string[];
}

/** 09:00 of Tuesday. */
async function open(ports = new ScriptedPorts(), hasBills = true): Promise<Day> {
  const clock = new VirtualClock();
  const desk = await openDesk({ clock, ports });
  const offices = new Offices();
  const logged: string[] = [];
  const log: Log = {
    event: (id, fields) => {
      if (id === 'alarm' && 'code' in fields) logged.push(String(fields.code));
      if (id === 'day-not-reconciled' && 'cause' in fields) logged.push(`${fields.cause}`);
      if (id === 'bug') logged.push('bug');
    },
  };
  const reconciler = new Reconciler({
    clock,
    log,
    ledger: desk.ledger,
    channels: ['wechat'],
    bills: hasBills ? { wechat: offices } : {},
    agency: offices,
    terminalId: 'K0001',
    isOurs: (id) => isOrderIdOf('K0001', id),
  });
  return { desk, offices, reconciler, logged };
}

function tradeOf(id: string, change: object = {}): WalletBill['trades'][number] {
  return { outTradeNo: id, transactionId: '42000', amountFen: 38_000, paidAt: PAID.value.paidAt, ...change };
}

function bookedOf(id: string): ListedBooking {
  return {
    bookingKey: id,
    amountFen: 38_000,
    channel: 'wechat',
    channelTransactionId: '42000',
    paidAt: PAID.value.paidAt,
    status: 'booked',
    voucherNo: 'V1',
  };
}

/** One order paid and booked on Tuesday, and both lists that say so. */
async function honestDay(): Promise<Day & { readonly id: string }> {
  const day = await open(new ScriptedPorts().next('query', PAID));
  const { desk, offices } = day;
  const id = await desk.sell();
  await desk.clock.advance(3_000);
  expect(desk.ledger.order(id)?.state).toBe('BOOKED');
  offices.bills.set(TUESDAY, done({ trades: [tradeOf(id)], refunds: [] }));
  offices.lists.set(TUESDAY, done([bookedOf(id)]));
  return { ...day, id };
}

/** An order that was left and closed; the wallet is then asked by whoever asks. */
async function closedDay(): Promise<Day & { readonly id: string }> {
  const day = await open(new ScriptedPorts().next('query', CLOSED));
  const { desk } = day;
  const id = await desk.sell();
  desk.ledger.cancel(id);
  await desk.clock.advance(3_000);
  expect(desk.ledger.order(id)?.state).toBe('CLOSED');
  return { ...day, id };
}

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

  it('a channel without bills is held against the agency alone', async () => {
    const { desk, reconciler, logged } = await open(new ScriptedPorts().next('query', PAID), false);
    await desk.sell();
    await desk.clock.advance(2 * DAY_MS);
    await reconciler.reconcile(TUESDAY);
    expect(logged).toEqual(['AGENCY_LACKS_BOOKING']);
    expect(desk.ledger.verdictsSince(TUESDAY)).toMatchObject([{ match: { billed: null } }]);
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
