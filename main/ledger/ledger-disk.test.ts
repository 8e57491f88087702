import { describe, expect, it } from 'vitest';
import { done } from '../../drivers/base/outcome.ts';
import { DISK_RETRY_MS } from './engine.ts';
import { RESERVE_BYTES } from './journal.ts';
import { type Desk, openDesk } from './testing/desk.ts';
import { request } from './testing/orders.ts';

/** Disk full, read-only, failing: nothing new is sold, and what is under way goes on as soon as it can be written down. */

const PAID = done({
  state: 'PAID',
  transactionId: '42000',
  amountFen: 38_000,
  paidAt: '2026-11-24T09:00:01+08:00',
} as const);

async function deskOnWeakDisk(): Promise<{ desk: Desk; disk: { fails: boolean; free: number } }> {
  const disk = { fails: false, free: RESERVE_BYTES };
  const desk = await openDesk({
    journal: {
      freeBytes: () => disk.free,
      // What SQLite raises inside a transaction when the disk is full.
      onWrite: (moment) => {
        if (moment === 'before' && disk.fails) throw Object.assign(new Error('full'), { errcode: 13 });
      },
    },
  });
  return { desk, disk };
}

describe('a disk that fails', () => {
  it('sells nothing until it is back, and tells once', async () => {
    const { desk, disk } = await deskOnWeakDisk();
    disk.fails = true;
    expect(await desk.ledger.open(request())).toEqual({ ok: false, error: 'JOURNAL' });
    expect(await desk.ledger.open(request())).toEqual({ ok: false, error: 'JOURNAL' });
    expect(desk.ledger.health()).toBe('read-only');
    expect(desk.alarms).toEqual(['JOURNAL_READ_ONLY']);
    expect(desk.ports.asked).toEqual([]);
    await desk.clock.advance(3 * DISK_RETRY_MS);
    expect(desk.ledger.health()).toBe('read-only');
    disk.fails = false;
    await desk.clock.advance(DISK_RETRY_MS);
    expect(desk.ledger.health()).toBe('ready');
    expect(desk.clock.pending).toBe(0);
    await desk.sell();
    disk.fails = true;
    await desk.clock.advance(1_000_000);
    expect(desk.alarms).toEqual(['JOURNAL_READ_ONLY', 'JOURNAL_READ_ONLY']);
  });

  it('with too little room for a whole order sells nothing, and lets the others finish', async () => {
    const { desk, disk } = await deskOnWeakDisk();
    const id = await desk.sell();
    disk.free -= 1;
    expect(desk.ledger.health()).toBe('read-only');
    expect(await desk.ledger.open(request({ insuredId: 'P0002' }))).toEqual({ ok: false, error: 'JOURNAL' });
    desk.ports.next('query', PAID);
    await desk.clock.advance(2_000);
    expect(desk.ledger.order(id)?.state).toBe('BOOKED');
  });

  it('does not book before the intent is written, asks again, and books when it can', async () => {
    const { desk, disk } = await deskOnWeakDisk();
    const id = await desk.sell();
    desk.ports.always('query', PAID);
    disk.fails = true;
    await desk.clock.advance(60_000);
    expect(desk.ports.count('book')).toBe(0);
    expect(desk.ledger.order(id)?.state).toBe('QR_LIVE');
    disk.fails = false;
    await desk.clock.advance(DISK_RETRY_MS + 5_000);
    expect(desk.ledger.order(id)?.state).toBe('BOOKED');
    expect(desk.ports.count('book')).toBe(1);
  });

  it('between payment and booking: the intent is tried again', async () => {
    const { desk, disk } = await deskOnWeakDisk();
    const id = await desk.sell();
    desk.ports.next('query', PAID);
    desk.ledger.subscribe((view) => {
      if (view.state === 'PAID') disk.fails = true;
    });
    await desk.clock.advance(2_000);
    expect(desk.ledger.order(id)?.state).toBe('PAID');
    expect(desk.ports.count('book')).toBe(0);
    disk.fails = false;
    await desk.clock.advance(DISK_RETRY_MS);
    expect(desk.ledger.order(id)?.state).toBe('BOOKED');
  });

  it('a resident who leaves sees no code any more, and leaving is written down later', async () => {
    const { desk, disk } = await deskOnWeakDisk();
    const id = await desk.sell();
    disk.fails = true;
    desk.ledger.cancel(id);
    desk.ledger.askNow(id);
    expect(desk.views.at(-1)).toMatchObject({ id, codeUrl: null, state: 'QR_LIVE' });
    await desk.clock.advance(2 * DISK_RETRY_MS);
    expect(desk.ports.count('query')).toBe(0);
    disk.fails = false;
    desk.ports.next('query', done({ state: 'UNPAID' }), done({ state: 'CLOSED' }));
    await desk.clock.advance(DISK_RETRY_MS);
    expect(desk.ledger.order(id)?.state).toBe('CLOSED');
  });

  it('an answer that comes while leaving is not written yet still counts', async () => {
    const { desk, disk } = await deskOnWeakDisk();
    const id = await desk.sell();
    const answer = desk.ports.held('query');
    await desk.clock.advance(2_000);
    disk.fails = true;
    desk.ledger.cancel(id);
    disk.fails = false;
    answer(PAID);
    await desk.clock.advance(DISK_RETRY_MS);
    expect(desk.ledger.order(id)?.state).toBe('BOOKED');
  });

  it('a print is not begun without its note', async () => {
    const { desk, disk } = await deskOnWeakDisk();
    desk.ports.next('query', PAID);
    const id = await desk.sell();
    await desk.clock.advance(2_000);
    disk.fails = true;
    expect(await desk.ledger.beginPrint(id, 'booked')).toEqual({ ok: false, error: 'JOURNAL' });
  });

  it('stopping in the middle of it leaves nothing behind', async () => {
    const { desk, disk } = await deskOnWeakDisk();
    const id = await desk.sell();
    disk.fails = true;
    desk.ledger.cancel(id);
    await desk.ledger.stop();
    expect(desk.clock.pending).toBe(0);
  });
});
