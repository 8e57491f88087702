import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Log } from '../../drivers/base/log.ts';
import { done, refused } from '../../drivers/base/outcome.ts';
import { CLOSED, DAY, LOST, PAID, UNPAID } from './testing/answers.ts';
import { type Desk, openDesk } from './testing/desk.ts';
import { request } from './testing/orders.ts';
import { CODE_URL } from './testing/scripted-ports.ts';

function last(desk: Desk) {
  return desk.views.at(-1);
}

describe('a sale', () => {
  it('answers durably before the wallet is asked, then shows the code, books, and is settled', async () => {
    const desk = await openDesk();
    const order = await desk.ledger.open(request());
    expect(order).toMatchObject({ ok: true, value: { state: 'PREPARING', codeUrl: null, version: 1 } });
    const id = order.ok ? order.value.id : '';
    expect(id).toMatch(/^K0001261124[0-9A-Z]{10}$/);
    await desk.clock.advance(0);
    expect(last(desk)).toMatchObject({ state: 'QR_LIVE', codeUrl: CODE_URL });
    desk.ports.next('query', UNPAID, PAID);
    await desk.clock.advance(2_000);
    await desk.clock.advance(3_000);
    expect(desk.states()).toEqual(['PREPARING', 'QR_LIVE', 'PAID', 'BOOKING', 'BOOKED']);
    expect(desk.ledger.order(id)).toMatchObject({
      state: 'BOOKED',
      settled: true,
      codeUrl: null,
      voucherNo: 'V1',
      bookedAt: '2026-11-24T09:00:10+08:00',
      transactionId: '42000',
    });
    const versions = desk.views.map((view) => view.version);
    expect(versions).toEqual([1, 2, 3, 4, 5]);
    expect(desk.clock.pending).toBe(0);
    expect(desk.alarms).toEqual([]);
  });

  it('asks for as long as the code may be shown, and lets the wallet take it a little longer', async () => {
    const { ports, ledger, clock } = await openDesk();
    const start = clock.now();
    const life = async (quoteValidUntil: number, billId: string) => {
      const [line] = request().lines;
      const lines = line === undefined ? [] : [{ ...line, billId }];
      const until = new Date(quoteValidUntil).toISOString();
      const order = await ledger.open(request({ quoteValidUntil: until, lines }));
      const sent = JSON.parse(ports.asked.at(-1)?.replace('prepay:', '') ?? '{}');
      return [order.ok ? order.value.expiresAt - start : 0, sent.expiresAt - start];
    };
    expect(await life(start + DAY, 'long')).toEqual([300_000, 330_000]);
    expect(await life(start + 200_000, 'quote ends first')).toEqual([170_000, 200_000]);
    expect(await life(start + 1_000, 'wallets want a minute')).toEqual([60_000, 90_000]);
  });

  it('keeps and tells that staff are to look at it, and says nothing of others', async () => {
    const told: unknown[] = [];
    const log: Log = { event: (id, fields) => void (id === 'risk-review' && told.push(fields)) };
    const desk = await openDesk({ log });
    const order = await desk.ledger.open(request({ riskReview: 'large-amount' }));
    expect(order).toMatchObject({ ok: true, value: { riskReview: 'large-amount' } });
    const id = order.ok ? order.value.id : '';
    expect(desk.ledger.order(id)?.riskReview).toBe('large-amount');
    expect(told).toEqual([{ order: id, reason: 'large-amount' }]);
    const [line] = request().lines;
    const lines = line === undefined ? [] : [{ ...line, billId: 'B2' }];
    const plain = await desk.ledger.open(request({ lines }));
    expect(plain.ok && 'riskReview' in plain.value).toBe(false);
    expect(told).toHaveLength(1);
  });

  it('refuses what cannot be sold', async () => {
    const desk = await openDesk();
    expect(await desk.ledger.open(request({ channel: 'alipay' }))).toEqual({
      ok: false,
      error: 'NO_CHANNEL',
    });
    await desk.sell();
    expect(await desk.ledger.open(request())).toEqual({ ok: false, error: 'BILL_LOCKED' });
    expect(desk.ledger.isBillLocked('P0001', 'B1')).toBe(true);
    expect(desk.ledger.isBillLocked('P0002', 'B1')).toBe(false);
    expect(desk.ledger.isBillLocked('P0001', 'B2')).toBe(false);
    expect((await desk.ledger.open(request({ insuredId: 'P0002' }))).ok).toBe(true);
    await desk.ledger.stop();
    expect(await desk.ledger.open(request())).toEqual({ ok: false, error: 'JOURNAL' });
  });

  it('asks nobody any more once it has stopped', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    await desk.clock.advance(1_500);
    await desk.ledger.stop();
    const calls = desk.ports.asked.length;
    desk.ledger.askNow(id);
    desk.ledger.cancel(id);
    await desk.clock.advance(DAY);
    expect(desk.ports.asked).toHaveLength(calls);
    expect(desk.clock.pending).toBe(0);
  });

  it('sells the bill again once the order is closed for sure', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    desk.ports.next('query', UNPAID, CLOSED);
    desk.ledger.cancel(id);
    await desk.clock.advance(0);
    expect(desk.states()).toEqual(['PREPARING', 'QR_LIVE', 'CLOSING', 'CLOSED']);
    expect(desk.ports.asked.slice(1)).toEqual([`query:${id}`, `close:${id}`, `query:${id}`]);
    expect(desk.ledger.isBillLocked('P0001', 'B1')).toBe(false);
    const again = await desk.sell();
    expect(again).not.toBe(id);
    expect(again.slice(0, -6)).not.toBe(id.slice(0, -6));
  });

  it('takes its luck from where it is told', async () => {
    const desk = await openDesk({ random: (bytes) => new Uint8Array(bytes) });
    expect(await desk.sell()).toBe('K00012611240001000000');
  });

  it('writes no insured id into the journal', async () => {
    const desk = await openDesk();
    const insuredId = 'INSURED-4404-0001';
    await desk.ledger.open(request({ insuredId }));
    await desk.ledger.stop();
    expect(readFileSync(desk.file).includes(insuredId)).toBe(false);
  });
});

describe('making the code', () => {
  it('repeats the same bytes once, then gives the wallet up and asks what became of it', async () => {
    const desk = await openDesk();
    desk.ports.next('prepay', LOST, LOST).always('query', done({ state: 'NOT_CREATED' }));
    const id = await desk.sell();
    await desk.clock.advance(1_000);
    const [first, second] = desk.ports.asked;
    expect(first).toBe(second);
    await desk.clock.advance(20_000);
    expect(desk.ports.count('prepay')).toBe(2);
    expect(desk.states()).toEqual(['PREPARING', 'CLOSING', 'NEVER_CREATED']);
    expect(desk.ledger.order(id)?.status).toBe('closed');
  });

  it('never shows a code to somebody who has left', async () => {
    const desk = await openDesk();
    const answer = desk.ports.held('prepay');
    const id = await desk.sell();
    desk.ledger.cancel(id);
    desk.ledger.cancel(id);
    await desk.clock.advance(5_000);
    expect(desk.ports.asked).toHaveLength(1);
    desk.ports.next('query', UNPAID, CLOSED);
    answer(done({ codeUrl: CODE_URL }));
    await desk.clock.advance(0);
    expect(desk.ledger.order(id)?.state).toBe('CLOSED');
    expect(desk.views.every((view) => view.codeUrl === null)).toBe(true);
  });

  it('takes a refusal for what it is', async () => {
    const desk = await openDesk();
    desk.ports.next('prepay', refused('SIGN_ERROR'));
    const id = await desk.sell();
    expect(desk.ledger.order(id)?.state).toBe('NEVER_CREATED');
    expect(desk.alarms).toEqual(['WALLET_REFUSES']);
  });

  it('survives a port that throws', async () => {
    const desk = await openDesk();
    desk.ports.throws('prepay');
    const id = await desk.sell();
    await desk.clock.advance(1_000);
    expect(desk.ledger.order(id)?.state).toBe('QR_LIVE');
    expect(desk.alarms).toEqual(['PORT_THREW']);
  });
});

describe('listeners', () => {
  it('may act from within a view', async () => {
    const desk = await openDesk();
    desk.ports.next('query', UNPAID, CLOSED);
    desk.ledger.subscribe((view) => {
      if (view.state === 'QR_LIVE') desk.ledger.cancel(view.id);
    });
    await desk.sell();
    expect(desk.ports.asked.map((entry) => entry.split(':')[0])).toEqual([
      'prepay',
      'query',
      'close',
      'query',
    ]);
  });
});

describe('a screen that fails', () => {
  it('does not keep the money waiting', async () => {
    const desk = await openDesk();
    const surfaced: unknown[] = [];
    const listener = (error: unknown): number => surfaced.push(error);
    process.on('unhandledRejection', listener);
    onTestFinished(() => void process.off('unhandledRejection', listener));
    desk.ledger.subscribe((view) => {
      if (view.state === 'PAID') throw new Error('screen');
    });
    desk.ports.next('query', PAID);
    const id = await desk.sell();
    await desk.clock.advance(2_000);
    expect(desk.ledger.order(id)?.state).toBe('BOOKED');
    expect(surfaced).toHaveLength(1);
  });
});

describe('a ledger that cannot be opened', () => {
  it('says why', async () => {
    await expect(openDesk({ file: '/nonexistent/folder/journal' })).rejects.toThrow('cannot be opened');
  });
});
