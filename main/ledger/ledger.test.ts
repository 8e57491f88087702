import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { done, refused, retryAfter, unknown } from '../../drivers/base/outcome.ts';
import { SLIP_OFFERED_MS } from './ledger.ts';
import { type Desk, openDesk } from './testing/desk.ts';
import { request } from './testing/orders.ts';
import { CODE_URL, ScriptedPorts } from './testing/scripted-ports.ts';

const PAID = done({
  state: 'PAID',
  transactionId: '42000',
  amountFen: 38_000,
  paidAt: '2026-11-24T09:00:01+08:00',
} as const);
const UNPAID = done({ state: 'UNPAID' } as const);
const CLOSED = done({ state: 'CLOSED' } as const);
const LOST = unknown('timeout');
const REJECTED = done({ status: 'rejected', code: 'ALREADY_PAID' } as const);

const DAY = 24 * 3_600_000;

function last(desk: Desk) {
  return desk.views.at(-1);
}

/** The same file and clock in a new process. */
async function restart(desk: Desk, ports = desk.ports): Promise<Desk> {
  await desk.ledger.stop();
  const next = await openDesk({ ports, clock: desk.clock, file: desk.file });
  next.ledger.start();
  await next.clock.advance(0);
  return next;
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

describe('waiting for the payment', () => {
  it('polls after 2 s, every 3 s, after a minute every 5 s', async () => {
    const desk = await openDesk();
    await desk.sell();
    const asked = async (ms: number) => {
      const before = desk.ports.count('query');
      await desk.clock.advance(ms);
      return desk.ports.count('query') - before;
    };
    expect(await asked(1_999)).toBe(0);
    expect(await asked(1)).toBe(1);
    expect(await asked(57_000)).toBe(19);
    expect(await asked(3_000)).toBe(1);
    expect(await asked(60_000)).toBe(12);
  });

  it('asks at once when told 我已支付, but never twice a second and never two calls at a time', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    await desk.clock.advance(1_000);
    desk.ledger.askNow(id);
    await desk.clock.advance(0);
    expect(desk.ports.count('query')).toBe(1);
    for (let i = 0; i < 5; i++) desk.ledger.askNow(id);
    await desk.clock.advance(999);
    expect(desk.ports.count('query')).toBe(1);
    const answer = desk.ports.held('query');
    await desk.clock.advance(1);
    desk.ledger.askNow(id);
    await desk.clock.advance(10_000);
    expect(desk.ports.count('query')).toBe(2);
    answer(PAID);
    await desk.clock.advance(0);
    expect(last(desk)?.state).toBe('BOOKED');
    desk.ledger.askNow(id);
    desk.ledger.askNow('unknown');
    expect(desk.ports.count('query')).toBe(2);
  });

  it('moves a close forward too, when told 我已支付 while leaving', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    desk.ports.next('query', UNPAID, LOST, UNPAID, CLOSED).next('close', refused('ORDER_PAID'));
    desk.ledger.cancel(id);
    await desk.clock.advance(0);
    expect(desk.ledger.order(id)).toMatchObject({ state: 'CLOSING', doubtful: true });
    await desk.clock.advance(1_000);
    desk.ledger.askNow(id);
    await desk.clock.advance(0);
    expect(desk.ports.count('query')).toBe(3);
  });

  it('asks nothing for an order that waits for no payment', async () => {
    const desk = await openDesk();
    desk.ports.next('query', PAID).always('book', LOST).always('query-booking', LOST);
    const id = await desk.sell();
    await desk.clock.advance(2_000);
    const before = desk.ports.asked.length;
    desk.ledger.askNow(id);
    await desk.clock.advance(0);
    expect(desk.ports.asked).toHaveLength(before);
  });

  it('leaves a wallet alone that asks for patience, doubling up to a minute', async () => {
    const desk = await openDesk();
    desk.ports.always('query', retryAfter(0));
    const id = await desk.sell();
    await desk.clock.advance(2_000);
    desk.ledger.askNow(id);
    await desk.clock.advance(0);
    expect(desk.ports.count('query')).toBe(1);
    for (const [index, ms] of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000].entries()) {
      await desk.clock.advance(ms - 1);
      expect(desk.ports.count('query')).toBe(index + 1);
      await desk.clock.advance(1);
      expect(desk.ports.count('query')).toBe(index + 2);
    }
  });

  it('hides the code after 30 seconds without an answer, keeps asking, and books what was paid meanwhile', async () => {
    const desk = await openDesk();
    await desk.sell();
    desk.ports.always('query', unknown('network'));
    await desk.clock.advance(2_000);
    expect(last(desk)).toMatchObject({ state: 'QR_LIVE', doubtful: true, codeUrl: CODE_URL });
    await desk.clock.advance(30_000);
    expect(last(desk)).toMatchObject({ status: 'unknown', codeUrl: null });
    const writes = desk.views.length;
    await desk.clock.advance(15_000);
    expect(desk.views).toHaveLength(writes);
    desk.ports.next('query', UNPAID);
    await desk.clock.advance(3_000);
    expect(last(desk)).toMatchObject({ status: 'waiting', doubtful: false, codeUrl: CODE_URL });
    desk.ports.next('query', PAID);
    await desk.clock.advance(5_000);
    expect(last(desk)?.state).toBe('BOOKED');
  });

  it('leaves by itself when the code has expired', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    await desk.clock.advance(299_999);
    expect(desk.ledger.order(id)?.state).toBe('QR_LIVE');
    desk.ports.next('query', UNPAID, CLOSED);
    await desk.clock.advance(1);
    expect(desk.ledger.order(id)?.state).toBe('CLOSED');
    expect(desk.clock.pending).toBe(0);
  });

  it('books a payment that lands between the last query and the close', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    desk.ports.next('query', UNPAID, PAID).next('close', refused('ORDER_PAID'));
    desk.ledger.cancel(id);
    await desk.clock.advance(0);
    expect(desk.states()).toEqual(['PREPARING', 'QR_LIVE', 'CLOSING', 'PAID', 'BOOKING', 'BOOKED']);
    expect(desk.ports.count('refund')).toBe(0);
  });

  it('asks what became of a close whose answer was lost', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    desk.ports.next('query', UNPAID, CLOSED).next('close', LOST);
    desk.ledger.cancel(id);
    await desk.clock.advance(1_000);
    expect(desk.ledger.order(id)?.state).toBe('CLOSED');
  });

  it('watches an order that nobody answers for, ever more seldom, for days', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    desk.ports.always('query', LOST);
    desk.ledger.cancel(id);
    await desk.clock.advance(60_000);
    expect(desk.ledger.order(id)).toMatchObject({ state: 'CLOSING', status: 'unknown', settled: false });
    const before = desk.ports.count('query');
    await desk.clock.advance(3 * DAY);
    expect(desk.ports.count('query') - before).toBeLessThan(160);
    expect(desk.ports.count('query') - before).toBeGreaterThan(140);
    desk.ports.next('query', PAID);
    await desk.clock.advance(1_800_000);
    expect(desk.ledger.order(id)?.state).toBe('BOOKED');
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

describe('booking', () => {
  it('asks for the key after a lost answer, and repeats the same bytes if it was never seen', async () => {
    const desk = await openDesk();
    desk.ports.next('query', PAID).next('book', LOST).next('query-booking', LOST, done(null));
    await desk.sell();
    await desk.clock.advance(2_000);
    expect(last(desk)).toMatchObject({ state: 'BOOKING', doubtful: true });
    await desk.clock.advance(10_000);
    expect(last(desk)).toMatchObject({ state: 'BOOKED', doubtful: false });
    const booked = desk.ports.asked.filter((entry) => entry.startsWith('book:'));
    expect(booked).toHaveLength(2);
    expect(new Set(booked).size).toBe(1);
  });

  it('waits for a pending booking and never refunds it', async () => {
    const desk = await openDesk();
    desk.ports.next('query', PAID).next('book', done({ status: 'pending' }));
    desk.ports.always('query-booking', done({ status: 'pending' }));
    const id = await desk.sell();
    await desk.clock.advance(DAY);
    expect(desk.ledger.order(id)).toMatchObject({ state: 'BOOKING', doubtful: false });
    expect(desk.ledger.openOrders().map((order) => order.id)).toEqual([id]);
    expect(desk.ledger.ordersOf('P0001').map((order) => order.id)).toEqual([id]);
    desk.ports.next('query-booking', done({ status: 'booked', voucherNo: 'V9', bookedAt: 'b' }));
    await desk.clock.advance(1_800_000);
    expect(desk.ledger.order(id)?.voucherNo).toBe('V9');
  });

  it.each(['book', 'query-booking'] as const)('a fault of ours in %s moves no money', async (call) => {
    const desk = await openDesk();
    desk.ports.next('query', PAID);
    if (call === 'query-booking') desk.ports.next('book', LOST);
    desk.ports.always(call, refused('OUR_FAULT'));
    const id = await desk.sell();
    await desk.clock.advance(DAY);
    expect(desk.ledger.order(id)?.state).toBe(call === 'book' ? 'FROZEN' : 'BOOKING');
    expect(desk.ports.count('refund')).toBe(0);
    expect(desk.ledger.isBillLocked('P0001', 'B1')).toBe(true);
  });
});

describe('giving back', () => {
  it('refunds what the agency will not book, with one number, to the end', async () => {
    const desk = await openDesk();
    desk.ports
      .next('query', PAID)
      .next('book', REJECTED)
      .next('refund', LOST)
      .next('query-refund', done(null));
    const id = await desk.sell();
    await desk.clock.advance(2_000);
    expect(last(desk)).toMatchObject({ state: 'REFUNDING', status: 'refunding', doubtful: true });
    await desk.clock.advance(DAY);
    expect(desk.ledger.order(id)).toMatchObject({
      state: 'REFUNDED',
      settled: true,
      refund: { outRefundNo: `R${id}x1`, reason: 'ALREADY_PAID' },
    });
    const sent = desk.ports.asked.filter((entry) => entry.startsWith('refund:'));
    expect(sent).toHaveLength(2);
    expect(new Set(sent).size).toBe(1);
    expect(desk.ledger.isBillLocked('P0001', 'B1')).toBe(false);
  });

  it('keeps trying while the merchant has no money, then calls staff', async () => {
    const desk = await openDesk();
    desk.ports.next('query', PAID).next('book', REJECTED);
    desk.ports.always('refund', refused('NOT_ENOUGH')).always('query-refund', done(null));
    const id = await desk.sell();
    await desk.clock.advance(4 * DAY);
    expect(desk.ledger.order(id)).toMatchObject({ state: 'REFUND_STUCK', settled: false });
    expect(desk.alarms).toEqual(['REFUND_REFUSED', 'REFUND_STUCK']);
    expect(desk.ledger.openOrders()).toHaveLength(1);
  });

  it('a refused question about a refund is a doubt', async () => {
    const desk = await openDesk();
    desk.ports.next('query', PAID).next('book', REJECTED);
    desk.ports.always('query-refund', refused('NO_AUTH'));
    await desk.sell();
    await desk.clock.advance(10_000);
    expect(last(desk)).toMatchObject({ state: 'REFUNDING', doubtful: true });
    expect(desk.alarms).toEqual(['WALLET_REFUSES']);
  });
});

describe('the next process', () => {
  it('leaves an order whose code nobody sees any more, and books it if it was paid', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    desk.ports.next('query', PAID);
    const next = await restart(desk);
    expect(next.states()).toEqual(['CLOSING', 'PAID', 'BOOKING', 'BOOKED']);
    expect(next.ledger.ordersOf('P0001')).toMatchObject([{ id, voucherNo: 'V1' }]);
  });

  it('asks for the key before it repeats a booking', async () => {
    const desk = await openDesk();
    desk.ports.next('query', PAID);
    desk.ports.held('book');
    await desk.sell();
    await desk.clock.advance(2_000);
    const ports = new ScriptedPorts();
    await restart(desk, ports);
    await desk.clock.advance(5_000);
    expect(ports.asked.map((entry) => entry.split(':')[0])).toEqual(['query-booking', 'book']);
  });

  it('goes on with an order that needs no note', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    desk.ports.next('query', LOST);
    desk.ledger.cancel(id);
    await desk.clock.advance(0);
    const ports = new ScriptedPorts().always('query', CLOSED);
    const next = await restart(desk, ports);
    expect(next.states()).toEqual(['CLOSED']);
  });

  it('locks the bill before it has asked anybody', async () => {
    const desk = await openDesk();
    await desk.sell();
    await desk.ledger.stop();
    const next = await openDesk({ ports: desk.ports, clock: desk.clock, file: desk.file });
    expect(await next.ledger.open(request())).toEqual({ ok: false, error: 'BILL_LOCKED' });
  });

  it('starts once, and does not restart what was opened since', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    desk.ledger.start();
    desk.ledger.start();
    expect(desk.ledger.order(id)?.state).toBe('QR_LIVE');
  });

  it('says when a channel is no longer configured, and still books what is paid', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    await desk.ledger.stop();
    const next = await openDesk({ clock: desk.clock, file: desk.file, channels: {} });
    next.ledger.start();
    await next.clock.advance(DAY);
    expect(next.alarms).toEqual(['NO_CHANNEL']);
    expect(next.ledger.order(id)?.state).toBe('CLOSING');
  });

  it('leaves a frozen order to staff, and keeps its bill locked', async () => {
    const desk = await openDesk();
    desk.ports.next('query', done({ state: 'MISMATCH', field: 'mchid' }));
    const id = await desk.sell();
    await desk.clock.advance(2_000);
    const next = await restart(desk, new ScriptedPorts());
    await next.clock.advance(DAY);
    expect(next.ports.asked).toEqual([]);
    expect(next.alarms).toEqual(['ORDER_FROZEN']);
    expect(next.ledger.openOrders()).toMatchObject([{ id, state: 'FROZEN', status: 'unknown' }]);
    expect(next.ledger.recentOrders()).toHaveLength(1);
    expect(next.ledger.isBillLocked('P0001', 'B1')).toBe(true);
  });

  it('books without the wallet, but cannot refund without it', async () => {
    const desk = await openDesk();
    desk.ports.next('query', PAID);
    desk.ports.held('book');
    const id = await desk.sell();
    await desk.clock.advance(2_000);
    await desk.ledger.stop();
    const ports = new ScriptedPorts().always('query-booking', REJECTED);
    const next = await openDesk({ ports, clock: desk.clock, file: desk.file, channels: {} });
    next.ledger.start();
    await next.clock.advance(DAY);
    expect(next.ledger.order(id)?.state).toBe('REFUNDING');
    expect(next.alarms).toEqual(['NO_CHANNEL']);
  });

  it('leaves no timer behind, and forgets answers that come too late', async () => {
    const desk = await openDesk();
    const answer = desk.ports.held('query');
    const id = await desk.sell();
    await desk.clock.advance(2_000);
    await desk.ledger.stop();
    await desk.ledger.stop();
    expect(desk.clock.pending).toBe(0);
    const seen = desk.views.length;
    answer(PAID);
    desk.ledger.cancel(id);
    desk.ledger.askNow(id);
    await desk.clock.advance(DAY);
    expect(desk.views).toHaveLength(seen);
    expect(desk.clock.pending).toBe(0);
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

describe('slips', () => {
  async function booked(): Promise<{ desk: Desk; id: string }> {
    const desk = await openDesk();
    desk.ports.next('query', PAID);
    const id = await desk.sell();
    await desk.clock.advance(2_000);
    return { desk, id };
  }

  it('are offered to who comes back until one is proven, for half a year', async () => {
    const { desk, id } = await booked();
    const first = await desk.ledger.beginPrint(id, 'booked');
    expect(first).toEqual({ ok: true, value: { jobId: `${id}-1`, copy: 0 } });
    expect(last(desk)?.prints).toMatchObject([{ state: 'PENDING', copy: 0, kind: 'booked' }]);
    await desk.ledger.endPrint(`${id}-1`, { state: 'UNCERTAIN', evidence: 'D', reason: 'timeout' });
    expect(desk.ledger.ordersOf('P0001')).toHaveLength(1);
    const second = await desk.ledger.beginPrint(id, 'booked');
    expect(second).toEqual({ ok: true, value: { jobId: `${id}-2`, copy: 1 } });
    await desk.clock.advance(SLIP_OFFERED_MS);
    expect(desk.ledger.ordersOf('P0001')).toHaveLength(1);
    await desk.clock.advance(1);
    expect(desk.ledger.ordersOf('P0001')).toHaveLength(0);
  });

  it('that are proven are not offered', async () => {
    const { desk, id } = await booked();
    await desk.ledger.beginPrint(id, 'booked');
    await desk.ledger.endPrint(`${id}-1`, { state: 'PRINTED', evidence: 'A' });
    expect(desk.ledger.ordersOf('P0001')).toEqual([]);
    expect(desk.ledger.order(id)?.prints).toMatchObject([{ state: 'PRINTED', evidence: 'A' }]);
  });

  it('interrupted by the end of the process are uncertain in the next', async () => {
    const { desk, id } = await booked();
    await desk.ledger.beginPrint(id, 'booked');
    const next = await restart(desk);
    expect(next.ledger.order(id)?.prints).toMatchObject([{ state: 'UNCERTAIN', evidence: 'none' }]);
    expect(next.ledger.openOrders()).toEqual([]);
    expect(await next.ledger.beginPrint(id, 'booked')).toMatchObject({ value: { copy: 1 } });
  });

  it('need an order, and must not lie', async () => {
    const desk = await openDesk();
    expect(await desk.ledger.beginPrint('K9', 'booked')).toEqual({ ok: false, error: 'UNKNOWN_ORDER' });
    await expect(desk.ledger.endPrint('K9-1', { state: 'PRINTED', evidence: 'A' })).resolves.toBeUndefined();
    expect(desk.ledger.order('K9')).toBeNull();
    const id = await desk.sell();
    await expect(desk.ledger.beginPrint(id, 'booked')).rejects.toThrow('QR_LIVE');
  });

  it('offer nothing for an order that closed unpaid', async () => {
    const desk = await openDesk();
    desk.ports.always('query', CLOSED);
    await desk.sell();
    await desk.clock.advance(2_000);
    expect(desk.ledger.ordersOf('P0001')).toEqual([]);
  });
});

describe('a ledger that cannot be opened', () => {
  it('says why', async () => {
    await expect(openDesk({ file: '/nonexistent/folder/journal' })).rejects.toThrow('cannot be opened');
  });
});
