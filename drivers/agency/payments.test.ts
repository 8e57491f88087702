import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PastPayment } from './port.ts';
import { type AgencyWorld, agencyWorld } from './testing/agency-world.ts';

/** What somebody has paid before, as the visit asks for it. */

const SPAN = { from: '2026-01-01', to: '2026-11-24' };

let world: AgencyWorld;

beforeEach(async () => {
  world = await agencyWorld();
});

afterEach(() => world.close());

async function listed(insuredId = 'P0001'): Promise<readonly PastPayment[]> {
  const answer = await world.agency.payments(insuredId, SPAN);
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
  return answer.value;
}

describe('what was paid twice', () => {
  it('is two payments for one thing, until one is given back', async () => {
    expect(await listed()).toEqual([]);
    await world.pull('agency-paid-twice');
    const [first, second] = await listed();
    expect(first).toMatchObject({ period: '2025', channel: 'wechat', refundable: true });
    expect(second).toMatchObject({ period: '2025', channel: 'bank', item: first?.item });
    expect(second?.voucherNo).not.toBe(first?.voucherNo);
    expect(await listed('P0002')).toEqual([]);
    await world.pull('agency-give-back');
    const [, back] = await listed();
    expect(back).toMatchObject({ refundable: false, refundedAt: expect.stringMatching(/\+08:00$/) });
  });

  it('is of whom the lever says, and of nobody who is not insured', async () => {
    await world.pull('agency-paid-twice', { insuredId: 'P0003' });
    expect(await listed('P0003')).toHaveLength(2);
    await expect(world.pull('agency-paid-twice', { insuredId: 'P9' })).rejects.toThrow('NOT_NOW');
  });

  it('is given back once', async () => {
    await expect(world.pull('agency-give-back')).rejects.toThrow('NOT_NOW');
    await world.pull('agency-paid-twice');
    await world.pull('agency-give-back');
    await expect(world.pull('agency-give-back')).rejects.toThrow('NOT_NOW');
  });

  it('can be handed in by its voucher, and by no other', async () => {
    await world.pull('agency-paid-twice');
    const voucherNo = `${(await listed())[1]?.voucherNo}`;
    const request = { kind: 'duplicate', insuredId: 'P0001', voucherNo } as const;
    expect(await world.agency.openCase(request)).toMatchObject({ kind: 'ok' });
    expect(await world.agency.openCase({ ...request, voucherNo: 'V0' })).toEqual({
      kind: 'refused',
      code: 'NOT_FOUND',
    });
  });
});

describe('a question for payments', () => {
  it('without an answer is unknown', async () => {
    await world.pull('agency-fault', { op: 'payments', phase: 'before', kind: 'drop' });
    expect(await world.agency.payments('P0001', SPAN)).toMatchObject({ kind: 'unknown' });
  });

  it('about no days is refused', async () => {
    for (const days of [
      { from: 'today', to: '2026-11-24' },
      { from: '2026-11-24', to: '' },
    ]) {
      expect(await world.agency.payments('P0001', days)).toEqual({ kind: 'refused', code: 'UNEXPECTED' });
    }
  });

  it('is for GET only, and nothing else hangs below a booking', async () => {
    const status = async (path: string, method = 'GET') =>
      (await fetch(`${world.server.baseUrl}${path}`, { method })).status;
    expect(await status('/v1/insured/P0001/payments', 'POST')).toBe(404);
    expect(await status('/v1/bookings/K1/bills')).toBe(404);
    expect(await status('/v1/insured/P0001/payments')).toBe(400);
    expect(await status('/v1/insured/%E0/payments?from=2026-01-01&to=2026-01-01')).toBe(404);
  });
});
