import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgencyWorld, aBooking, agencyWorld } from './testing/agency-world.ts';

/** The agency's list of a day, as reconciliation asks for it. */
describe('HttpAgency.bookings', () => {
  let world: AgencyWorld;

  beforeEach(async () => {
    world = await agencyWorld();
  });

  afterEach(() => world.close());

  async function quoteId(): Promise<string> {
    const { insuredId = '', bills = [] } =
      world.people.find(({ bills: all }) => all.some((bill) => bill.status === 'due')) ?? {};
    const bill = bills.find(({ status }) => status === 'due');
    const line = {
      insuredId,
      billId: `${bill?.billId}`,
      ...(bill?.tiers?.[0] && { tierId: bill.tiers[0].tierId }),
    };
    const quote = await world.agency.quote({ payerId: insuredId, lines: [line] });
    if (quote.kind !== 'ok') throw new Error(JSON.stringify(quote));
    return quote.value.quoteId;
  }

  it('lists what was paid on the day, in all three states, and only of this terminal', async () => {
    const { agency } = world;
    const [first, second] = [await quoteId(), await quoteId()];
    const paidAt = '2026-11-24T09:01:00+08:00';
    await agency.book(JSON.stringify(aBooking({ quoteId: 'none', paidAt })));
    await world.pull('agency-booking', { next: 'pending' });
    await agency.book(JSON.stringify(aBooking({ bookingKey: 'K0001261124A0002', quoteId: first, paidAt })));
    await world.pull('agency-booking', { next: 'rejected', code: 'PERIOD_CLOSED' });
    await agency.book(JSON.stringify(aBooking({ bookingKey: 'K0001261124A0003', quoteId: second, paidAt })));
    const other = aBooking({ bookingKey: 'K0002261124A0001', terminalId: 'K0002', paidAt });
    await agency.book(JSON.stringify(other));
    const late = aBooking({ bookingKey: 'K0001261124A0004', paidAt: '2026-11-24T16:00:00Z' });
    await agency.book(JSON.stringify(late));
    const listed = await agency.bookings('2026-11-24', 'K0001');
    expect(listed).toMatchObject({
      kind: 'ok',
      value: [
        {
          bookingKey: 'K0001261124A0001',
          status: 'rejected',
          code: 'UNKNOWN_QUOTE',
          channel: 'wechat',
          amountFen: 38_000,
        },
        { bookingKey: 'K0001261124A0002', status: 'pending' },
        { bookingKey: 'K0001261124A0003', status: 'rejected', code: 'PERIOD_CLOSED' },
      ],
    });
    expect(await agency.bookings('2026-11-25', 'K0001')).toMatchObject({
      value: [{ bookingKey: 'K0001261124A0004' }],
    });
    expect(await agency.bookings('2026-11-23', 'K0001')).toEqual({ kind: 'ok', value: [] });
  });

  it('gives no list when the answer is lost, broken or a refusal', async () => {
    const { agency } = world;
    await world.pull('agency-fault', { op: 'bookings', kind: '500', phase: 'before', count: 1 });
    expect(await agency.bookings('2026-11-24', 'K0001')).toEqual({ kind: 'unknown', cause: 'server-error' });
    await world.pull('agency-fault', { op: 'bookings', kind: 'truncate', phase: 'before', count: 1 });
    expect(await agency.bookings('2026-11-24', 'K0001')).toMatchObject({ kind: 'unknown' });
    expect(await agency.bookings('yesterday', 'K0001')).toEqual({ kind: 'refused', code: 'UNEXPECTED' });
  });
});
