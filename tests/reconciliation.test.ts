import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Log } from '../drivers/base/log.ts';
import type { ChannelId } from '../drivers/payment/port.ts';
import { FONT } from '../drivers/printer/testing/rig.ts';
import { openLedger } from '../main/ledger/ledger.ts';
import { isOrderIdOf } from '../main/ledger/order-id.ts';
import type { OrderState } from '../main/ledger/port.ts';
import { addDays, dayOfInstant } from '../main/ledger/reconcile/day.ts';
import { Reconciler } from '../main/ledger/reconcile/reconciler.ts';
import { openDemoRig } from '../main/rig/demo.ts';
import { secondsToNoon } from './noon.ts';

/** A day's money from the sale to the verdict: real ledger, real clients, emulated servers over signed HTTP. */

const TERMINAL = 'K0001';
const TWO_DAYS_S = 2 * 86_400;

async function openDay(channel: ChannelId) {
  const stateDir = await mkdtemp(join(tmpdir(), 'kiosk-reconcile-'));
  const alarms: string[] = [];
  const log: Log = {
    event: (id, fields) => {
      if (id === 'alarm' && 'code' in fields) alarms.push(String(fields.code));
    },
  };
  const rig = await openDemoRig({ stateDir, fontFile: FONT, log });
  const { clock, channels, bills, agency, bookings, demo } = rig;
  demo?.advance(secondsToNoon(clock.now()));
  const opened = await openLedger({
    file: join(stateDir, 'journal.sqlite'),
    clock,
    log,
    channels,
    agency,
    terminal: { id: TERMINAL },
    timeouts: { qrSeconds: 300 },
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const ledger = opened.value;
  onTestFinished(async () => {
    await ledger.stop();
    await rig.close();
    await rm(stateDir, { recursive: true, force: true });
  });
  const isOurs = (id: string) => isOrderIdOf(TERMINAL, id);
  const parts = {
    clock,
    log,
    ledger,
    channels: [channel],
    bills,
    queries: channels,
    agency: bookings,
    terminalId: TERMINAL,
    isOurs,
  };
  const reconciler = new Reconciler(parts);

  const reached = (id: string, state: OrderState): Promise<void> =>
    new Promise((resolve) => {
      const stop = ledger.subscribe((order) => {
        if (order.id !== id || order.state !== state) return;
        stop();
        resolve();
      });
    });
  const pull = async (id: string, args: Record<string, unknown> = {}): Promise<void> => {
    const done = await demo?.levers.find((lever) => lever.id === id)?.apply(args);
    if (done?.ok !== true) throw new Error(`lever ${id}: ${JSON.stringify(done)}`);
  };
  /** What is wrong with a day by now, or what it waits for. */
  const verdictOf = async (day: string): Promise<readonly string[]> => {
    await reconciler.reconcile(day);
    const [standing] = reconciler.standing(day);
    if (standing === undefined) throw new Error('no such channel');
    return standing.waitsFor === null
      ? (standing.verdict?.match.findings ?? []).map(({ code }) => code)
      : [standing.waitsFor];
  };

  /** Somebody buys what the agency has them owe, and it comes to this end. */
  const sell = async (scanAndPay: string, end: 'BOOKED' | 'REFUNDED' = 'BOOKED') => {
    const due = await agency.bills('P0001');
    const bill = due.kind === 'ok' ? due.value.find(({ status }) => status === 'due') : undefined;
    if (bill === undefined) throw new Error('nothing is due');
    const tier = bill.tiers?.[0];
    const line = { insuredId: 'P0001', billId: bill.billId, ...(tier && { tierId: tier.tierId }) };
    const quote = await agency.quote({ payerId: 'P0001', lines: [line] });
    if (quote.kind !== 'ok') throw new Error('no price');
    const { quoteId, amountFen, validUntil } = quote.value;
    const order = await ledger.open({
      channel,
      insuredId: 'P0001',
      payer: { name: '王*明', idNumber: '440***********0016' },
      quoteId,
      quoteValidUntil: validUntil,
      amountFen,
      lines: [
        { billId: bill.billId, insurance: bill.insurance, item: bill.item, period: bill.period, amountFen },
      ],
    });
    if (!order.ok) throw new Error(order.error);
    const { id } = order.value;
    await reached(id, 'QR_LIVE');
    await pull(scanAndPay, { outTradeNo: id });
    const [refunding, ended] = [reached(id, 'REFUNDING'), reached(id, end)];
    ledger.askNow(id);
    if (end === 'REFUNDED') {
      await refunding;
      // The wallet is asked what became of it after five seconds, and again after a minute.
      demo?.advance(120);
    }
    await ended;
    return { id, amountFen, day: dayOfInstant(String(ledger.order(id)?.paidAt)) };
  };
  return {
    ledger,
    reconciler,
    alarms,
    pull,
    verdictOf,
    sell,
    advance: (seconds: number) => demo?.advance(seconds),
  };
}

test('WeChat Pay: late, damaged, right; a payment too few, one too many, a refund from the console', async () => {
  const { reconciler, ledger, alarms, pull, verdictOf, sell, advance } = await openDay('wechat');
  const { id, amountFen, day } = await sell('wallet-scan-pay');
  advance(TWO_DAYS_S);
  const later = addDays(day, 2);
  await pull('wallet-bill', { state: 'late' });
  expect(await verdictOf(day)).toEqual(['BILL_LATE']);
  await pull('wallet-bill', { state: 'right' });
  await pull('wallet-bill', { state: 'damaged' });
  expect(await verdictOf(day)).toEqual(['BILL_DAMAGED']);
  await pull('wallet-bill', { state: 'right' });
  expect(await verdictOf(day)).toEqual([]);
  const one = { count: 1, fen: amountFen };
  expect(reconciler.standing(day)).toMatchObject([
    { verdict: { complete: true, match: { billed: one, paid: one, booked: one } } },
  ]);
  await pull('wallet-bill', { state: 'lacks', outTradeNo: id });
  expect(await verdictOf(day)).toEqual(['BILL_LACKS_PAYMENT']);
  await pull('wallet-bill', { state: 'extra', outTradeNo: 'K00012611249999ZZZZZZ' });
  await pull('wallet-console-refund', { outTradeNo: id });
  advance(TWO_DAYS_S);
  expect((await verdictOf(later)).toSorted()).toEqual(['BILL_FOREIGN_REFUND', 'BILL_UNKNOWN_ORDER']);
  // A bill that is not there on the evening of the next day is told as well.
  expect(alarms.toSorted()).toEqual([
    'BILL_FOREIGN_REFUND',
    'BILL_LACKS_PAYMENT',
    'BILL_UNKNOWN_ORDER',
    'DAY_NOT_RECONCILED',
  ]);
  expect(ledger.order(id)?.state).toBe('BOOKED');
});

test('Alipay: the same day and the same words', async () => {
  const { ledger, alarms, pull, verdictOf, sell, advance } = await openDay('alipay');
  const { id, day } = await sell('alipay-scan-pay');
  advance(TWO_DAYS_S);
  await pull('alipay-bill', { state: 'damaged' });
  expect(await verdictOf(day)).toEqual(['BILL_DAMAGED']);
  await pull('alipay-bill', { state: 'right' });
  expect(await verdictOf(day)).toEqual([]);
  await pull('alipay-console-refund', { outTradeNo: id, amountFen: 1 });
  advance(TWO_DAYS_S);
  expect(await verdictOf(addDays(day, 2))).toEqual(['BILL_FOREIGN_REFUND']);
  expect(alarms).toEqual(['DAY_NOT_RECONCILED', 'BILL_FOREIGN_REFUND']);
  expect(ledger.order(id)?.state).toBe('BOOKED');
});

test.each([
  ['wechat', 'wallet'],
  ['alipay', 'alipay'],
] as const)('%s: a refund of ours is in the bill, or somebody hears of it', async (channel, device) => {
  const { ledger, alarms, pull, verdictOf, sell, advance } = await openDay(channel);
  await pull('agency-booking', { next: 'rejected', code: 'ALREADY_PAID' });
  const { id, day } = await sell(`${device}-scan-pay`, 'REFUNDED');
  advance(TWO_DAYS_S);
  expect(await verdictOf(day)).toEqual([]);
  await pull(`${device}-bill`, { state: 'lacks-refund', outTradeNo: id });
  expect(await verdictOf(day)).toEqual(['BILL_LACKS_REFUND']);
  expect(await verdictOf(day)).toEqual(['BILL_LACKS_REFUND']);
  expect(alarms).toEqual(['BILL_LACKS_REFUND']);
  expect(ledger.order(id)?.state).toBe('REFUNDED');
});

test('the aggregated code has no bill: the acquirer is asked order by order, and the agency as always', async () => {
  const { reconciler, verdictOf, sell, advance, pull } = await openDay('aggregate');
  const { day, amountFen } = await sell('aggregate-scan-pay');
  advance(TWO_DAYS_S);
  await pull('aggregate-network', { state: 'down' });
  expect(await verdictOf(day)).toEqual(['WALLET_SILENT']);
  await pull('aggregate-network', { state: 'up' });
  expect(await verdictOf(day)).toEqual([]);
  const one = { count: 1, fen: amountFen };
  expect(reconciler.standing(day)).toMatchObject([
    { verdict: { match: { byQuery: true, billed: one, paid: one, booked: one } } },
  ]);
  await pull('agency-forget-bookings');
  expect(await verdictOf(day)).toEqual(['AGENCY_LACKS_BOOKING']);
});

test('the aggregated code: a refund of ours is asked about by its number', async () => {
  const { reconciler, verdictOf, sell, advance, pull, alarms } = await openDay('aggregate');
  await pull('agency-booking', { next: 'rejected', code: 'ALREADY_PAID' });
  const { day, amountFen } = await sell('aggregate-scan-pay', 'REFUNDED');
  advance(TWO_DAYS_S);
  expect(await verdictOf(day)).toEqual([]);
  const one = { count: 1, fen: amountFen };
  expect(reconciler.standing(day)).toMatchObject([{ verdict: { match: { billed: one, refunded: one } } }]);
  expect(alarms).toEqual([]);
});
