import { describe, expect, it } from 'vitest';
import { done } from '../../drivers/base/outcome.ts';
import { err } from '../../drivers/base/result.ts';
import { BOOT_GAP_MS } from './schedule.ts';
import { CLOSED, LOST, PAID, UNPAID } from './testing/answers.ts';
import { type Desk, openDesk } from './testing/desk.ts';
import { request } from './testing/orders.ts';
import { ScriptedPorts } from './testing/scripted-ports.ts';

const HOUR = 3_600_000;

function last(desk: Desk) {
  return desk.views.at(-1);
}

describe('an order that somebody has left', () => {
  it('closes at once with the first answer after a long outage', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    desk.ports.always('query', LOST);
    desk.ledger.cancel(id);
    await desk.clock.advance(2 * HOUR);
    const asked = desk.ports.count('query');
    expect(desk.ledger.order(id)).toMatchObject({ state: 'CLOSING', doubtful: true });
    desk.ports.next('query', UNPAID, CLOSED);
    await desk.clock.advance(HOUR / 2);
    expect(desk.ports.count('query')).toBe(asked + 2);
    expect(desk.ledger.order(id)?.state).toBe('CLOSED');
  });

  it('goes on when its wallet is configured again', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    await desk.ledger.stop();
    const without = await openDesk({ clock: desk.clock, file: desk.file, channels: {} });
    without.ledger.start();
    await without.clock.advance(HOUR);
    expect(without.ledger.order(id)?.state).toBe('CLOSING');
    await without.ledger.stop();
    const again = await openDesk({ clock: desk.clock, file: desk.file });
    again.ports.next('query', PAID);
    again.ledger.start();
    await again.clock.advance(0);
    expect(again.ledger.order(id)?.state).toBe('BOOKED');
  });

  it('is taken up at the next start after the one before it', async () => {
    const desk = await openDesk();
    for (const insuredId of ['P0001', 'P0002', 'P0003']) await desk.ledger.open(request({ insuredId }));
    await desk.clock.advance(0);
    await desk.ledger.stop();
    const next = await openDesk({ clock: desk.clock, file: desk.file });
    next.ports.always('query', CLOSED);
    next.ledger.start();
    for (const asked of [1, 2, 3]) {
      await next.clock.advance(0);
      expect(next.ports.count('query')).toBe(asked);
      await next.clock.advance(BOOT_GAP_MS - 1);
      expect(next.ports.count('query')).toBe(asked);
      await next.clock.advance(1);
    }
    expect(next.ledger.openOrders()).toEqual([]);
  });
});

describe('a new order', () => {
  it('sells nothing while the clock is more than four minutes off, and watches on', async () => {
    const ports = new ScriptedPorts();
    let offMs = 0;
    const channel = { ...ports.channel, clockOffMs: () => offMs };
    const desk = await openDesk({ ports, channels: { wechat: channel } });
    await desk.sell();
    for (const ms of [240_001, -240_001]) {
      offMs = ms;
      expect(await desk.ledger.open(request({ insuredId: 'P0002' }))).toEqual(err('CLOCK_OFF'));
    }
    ports.next('query', PAID);
    await desk.clock.advance(2_000);
    expect(last(desk)?.state).toBe('BOOKED');
    offMs = 240_000;
    expect(await desk.ledger.open(request({ insuredId: 'P0002' }))).toMatchObject({ ok: true });
  });

  it('sells the bill of a hidden code that nobody has scanned, as long as that is known', async () => {
    const desk = await openDesk();
    const id = await desk.sell();
    const isLocked = (): boolean => desk.ledger.isBillLocked('P0001', 'B1');
    const unscanned = done({ state: 'NOT_SCANNED' } as const);
    desk.ports.always('query', unscanned);
    await desk.clock.advance(10_000);
    expect(isLocked()).toBe(true);
    desk.ledger.cancel(id);
    expect(isLocked()).toBe(true);
    await desk.clock.advance(1_000);
    expect(isLocked()).toBe(false);
    expect(last(desk)).toMatchObject({ state: 'CLOSING', replaceable: true, codeUrl: null });
    desk.ports.next('query', LOST);
    await desk.clock.advance(1_000);
    expect(isLocked()).toBe(true);
    await desk.clock.advance(1_000);
    expect(isLocked()).toBe(false);
    desk.ports.always('query', UNPAID).always('close', LOST);
    await desk.clock.advance(10_000);
    expect(isLocked()).toBe(true);
  });
});
