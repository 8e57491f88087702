import { expect } from 'vitest';
import type { BookingList, ListedBooking } from '../../../drivers/agency/port.ts';
import { VirtualClock } from '../../../drivers/base/clock.ts';
import type { Log } from '../../../drivers/base/log.ts';
import { done, type Outcome, refused } from '../../../drivers/base/outcome.ts';
import { type BillSource, NO_BILL, type WalletBill } from '../../../drivers/payment/bill.ts';
import { isOrderIdOf } from '../order-id.ts';
import { Reconciler } from '../reconcile/reconciler.ts';
import { CLOSED, PAID } from './answers.ts';
import { type Desk, openDesk } from './desk.ts';
import { ScriptedPorts } from './scripted-ports.ts';

export const MONDAY = '2026-11-23';
/** The desks of these tests open at 09:00 of this day. */
export const TUESDAY = '2026-11-24';
export const HOUR = 3_600_000;
export const EMPTY: WalletBill = { trades: [], refunds: [] };
export const NONE = refused(NO_BILL);

/** A wallet and an agency whose lists are written by the test. */
export class Offices implements BillSource, BookingList {
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

export interface Day {
  readonly desk: Desk;
  readonly offices: Offices;
  readonly reconciler: Reconciler;
  readonly logged: string[];
}

/** 09:00 of Tuesday. */
export async function open(ports = new ScriptedPorts(), hasBills = true, isConfigured = true): Promise<Day> {
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
    queries: isConfigured ? { wechat: ports.channel } : {},
    agency: offices,
    terminalId: 'K0001',
    isOurs: (id) => isOrderIdOf('K0001', id),
  });
  return { desk, offices, reconciler, logged };
}

export function tradeOf(id: string, change: object = {}): WalletBill['trades'][number] {
  return { outTradeNo: id, transactionId: '42000', amountFen: 38_000, paidAt: PAID.value.paidAt, ...change };
}

export function bookedOf(id: string): ListedBooking {
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
export async function honestDay(): Promise<Day & { readonly id: string }> {
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
export async function closedDay(): Promise<Day & { readonly id: string }> {
  const day = await open(new ScriptedPorts().next('query', CLOSED));
  const { desk } = day;
  const id = await desk.sell();
  desk.ledger.cancel(id);
  await desk.clock.advance(3_000);
  expect(desk.ledger.order(id)?.state).toBe('CLOSED');
  return { ...day, id };
}

/** One order paid on Tuesday that the agency will not have, and whose refund the wallet has answered for. */
export async function refundedDay(
  ports: ScriptedPorts = new ScriptedPorts(),
  hasBills = true,
): Promise<Day & { readonly id: string }> {
  ports.next('query', PAID).always('book', done({ status: 'rejected', code: 'ALREADY_PAID' }));
  const day = await open(ports, hasBills);
  const id = await day.desk.sell();
  await day.desk.clock.advance(20_000);
  expect(day.desk.ledger.order(id)?.state).toBe('REFUNDED');
  return { ...day, id };
}

export function refundOf(id: string, change: object = {}): WalletBill['refunds'][number] {
  const at = `${TUESDAY}T09:00:05+08:00`;
  return { outTradeNo: id, outRefundNo: `R${id}x1`, amountFen: 38_000, at, ...change };
}
