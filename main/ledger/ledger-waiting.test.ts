import { describe, expect, it } from 'vitest';
import { refused, retryAfter, unknown } from '../../drivers/base/outcome.ts';
import { CLOSED, DAY, LOST, PAID, UNPAID } from './testing/answers.ts';
import { type Desk, openDesk } from './testing/desk.ts';
import { CODE_URL } from './testing/scripted-ports.ts';

function last(desk: Desk) {
  return desk.views.at(-1);
}

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
    const paid = refused('ORDER_PAID');
    desk.ports.next('query', UNPAID, UNPAID).next('close', paid, paid);
    desk.ledger.cancel(id);
    await desk.clock.advance(1_000);
    expect(desk.ports.count('close')).toBe(1);
    desk.ledger.askNow(id);
    await desk.clock.advance(0);
    expect(desk.ports.count('close')).toBe(2);
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
    const asked = desk.ports.count('query');
    desk.ports.next('query', UNPAID, CLOSED);
    await desk.clock.advance(1);
    // The last poll is not a second old: the question waits, whoever leaves.
    expect(desk.ports.count('query')).toBe(asked);
    await desk.clock.advance(1_000);
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
