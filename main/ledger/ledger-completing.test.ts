import { describe, expect, it } from 'vitest';
import { done, refused } from '../../drivers/base/outcome.ts';
import { SLIP_OFFERED_MS } from './ledger.ts';
import { CLOSED, DAY, LOST, PAID, REJECTED } from './testing/answers.ts';
import { type Desk, openDesk } from './testing/desk.ts';
import { request } from './testing/orders.ts';
import { ScriptedPorts } from './testing/scripted-ports.ts';

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

  it('tries ever more seldom while refunds get no answer and the wallet knows of none', async () => {
    const desk = await openDesk();
    desk.ports.next('query', PAID).next('book', REJECTED);
    desk.ports.always('refund', LOST).always('query-refund', done(null));
    await desk.sell();
    await desk.clock.advance(DAY);
    const tries = desk.ports.asked.filter((entry) => entry.startsWith('refund:'));
    expect(tries.length).toBeGreaterThan(20);
    expect(tries.length).toBeLessThan(40);
    expect(new Set(tries).size).toBe(1);
    expect(last(desk)).toMatchObject({ state: 'REFUNDING' });
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
    expect(next.ledger.recentPrints()).toMatchObject([{ jobId: `${id}-1`, state: 'UNCERTAIN' }]);
    expect(next.ledger.order(id)?.prints).toMatchObject([{ state: 'UNCERTAIN', evidence: 'none' }]);
    expect(next.ledger.openOrders()).toEqual([]);
    expect(await next.ledger.beginPrint(id, 'booked')).toMatchObject({ value: { copy: 1 } });
  });

  it('of a payment that is still being booked belong to the order that goes on', async () => {
    const desk = await openDesk();
    desk.ports
      .always('book', done({ status: 'pending' }))
      .always('query-booking', done({ status: 'pending' }));
    const id = await desk.sell();
    desk.ports.next('query', PAID);
    await desk.clock.advance(2_000);
    const calls = desk.ports.asked.length;
    await desk.ledger.beginPrint(id, 'pending');
    await desk.ledger.endPrint(`${id}-1`, { state: 'PRINTED', evidence: 'A' });
    expect(last(desk)).toMatchObject({ state: 'BOOKING', prints: [{ kind: 'pending', state: 'PRINTED' }] });
    expect(desk.ports.asked).toHaveLength(calls);
    desk.ports.always(
      'query-booking',
      done({ status: 'booked', voucherNo: 'V1', bookedAt: '2026-11-24T09:00:10+08:00' }),
    );
    await desk.clock.advance(60_000);
    expect(last(desk)).toMatchObject({ state: 'BOOKED', prints: [{ state: 'PRINTED' }] });
    expect(desk.ports.count('book')).toBe(1);
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
