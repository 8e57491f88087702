import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../base/clock.ts';
import { FileStore } from '../../transport/emulator/file-store.ts';
import { HttpClient, joinUrl } from '../../transport/http.ts';
import { aBooking } from '../testing/agency-world.ts';
import { AgencyEmulator } from './agency-server.ts';
import { DEMO_HOLDERS, demoPeople, isSameIdNumber, type Person } from './people.ts';

let clock: VirtualClock;
let server: AgencyEmulator;
let http: HttpClient;
const people: readonly Person[] = [
  ...demoPeople([
    ...DEMO_HOLDERS,
    { name: '旧号', idNumber: '440404000101002', cardIdentifier: `${'A'.repeat(31)}0`, region: '440402' },
  ]),
  {
    insuredId: 'P9999',
    name: '要密码',
    idNumber: '440404190009090009',
    cardNumber: 'PINCARD01',
    region: '440404',
    categories: ['flexible'],
    verification: ['none', 'sms'],
    ecodeTokens: [],
    bills: [{ billId: 'ODD', insurance: 'medical', item: '医保', period: '2026', status: 'due' }],
  },
];

beforeEach(async () => {
  clock = new VirtualClock();
  server = await AgencyEmulator.start({ clock, people });
  http = new HttpClient({ clock });
});

afterEach(async () => {
  await http.close();
  await server.close();
});

async function ask(
  method: 'GET' | 'POST',
  target: string,
  body?: unknown,
): Promise<[number, Record<string, unknown>]> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await http.send({
    method,
    url: joinUrl(new URL(server.baseUrl), target),
    headers: {},
    ...(text === undefined ? {} : { body: Buffer.from(`${text}`) }),
  });
  if (!answer.ok) throw new Error(answer.error.code);
  return [answer.value.status, JSON.parse(Buffer.from(answer.value.body).toString())];
}

function pull(id: string, args: Record<string, unknown> = {}) {
  return server.levers.find((lever) => lever.id === id)?.apply(args);
}

async function quote(billId: string, tierId?: string): Promise<string> {
  const [, body] = await ask('POST', '/v1/quotes', {
    payerId: 'P0001',
    lines: [{ insuredId: billId.slice(0, 5), billId, tierId }],
  });
  return `${body.quoteId}`;
}

describe('lookup', () => {
  const lookup = (body: unknown) => ask('POST', '/v1/insured/lookup', body);

  it('matches every field that was given', async () => {
    const holder = { by: 'card', idNumber: DEMO_HOLDERS[0]?.idNumber, name: '演示一' };
    expect(await lookup(holder)).toMatchObject([200, { insuredId: 'P0001', verification: ['none'] }]);
    expect(await lookup({ ...holder, cardNumber: 'DEMO00001', region: '440404' })).toMatchObject([200, {}]);
    expect(await lookup({ ...holder, cardNumber: 'DEMO00002' })).toMatchObject([
      404,
      { code: 'NOT_INSURED' },
    ]);
    expect(await lookup({ ...holder, name: '演示二' })).toMatchObject([404, { code: 'NOT_INSURED' }]);
    expect(await lookup({ by: 'card', name: '演示一' })).toMatchObject([404, { code: 'NOT_INSURED' }]);
    expect(await lookup({ by: 'id', idNumber: DEMO_HOLDERS[0]?.idNumber, name: '演示一' })).toMatchObject([
      200,
      { insuredId: 'P0001' },
    ]);
  });

  it('knows the old number of a card from before 1999', async () => {
    const [status, body] = await lookup({ by: 'card', idNumber: '440404000101002', name: '旧号' });
    expect(status).toBe(200);
    expect(body.idNumber).toMatch(/^44040419000101002[\dX]$/);
    expect(isSameIdNumber('440404000101002', `${body.idNumber}`.toLowerCase())).toBe(true);
  });

  it('asks for proof when the card said little', async () => {
    const card = { by: 'card', cardIdentifier: `${'A'.repeat(31)}0`, region: '440402' };
    expect(await lookup(card)).toMatchObject([200, { name: '旧号', verification: ['pin', 'sms'] }]);
    expect(await lookup({ by: 'card', cardNumber: 'PINCARD01' })).toMatchObject([
      200,
      { insuredId: 'P9999', verification: ['sms'] },
    ]);
    expect(await lookup({ by: 'card', cardIdentifier: 'B'.repeat(32) })).toMatchObject([404, {}]);
  });

  it('says nothing of bills, tokens and identifiers', async () => {
    const [, body] = await lookup({ by: 'card', cardIdentifier: `${'A'.repeat(31)}0` });
    for (const key of ['bills', 'ecodeTokens', 'cardIdentifier']) expect(body).not.toHaveProperty(key);
  });

  it('takes tokens once, seeded or issued', async () => {
    const ecode = (token: string) => lookup({ by: 'ecode', token });
    expect(await ecode('DEMO-ECODE-P0002')).toMatchObject([200, { insuredId: 'P0002' }]);
    expect(await ecode('DEMO-ECODE-P0002')).toMatchObject([410, { code: 'TOKEN_EXPIRED' }]);
    const token = `${server.issueEcode('P0003')}`;
    expect(await ecode(token)).toMatchObject([200, { insuredId: 'P0003' }]);
    expect(await ecode(token)).toMatchObject([410, {}]);
    expect(await ecode('NEVER-ISSUED')).toMatchObject([410, {}]);
    expect(server.issueEcode('NOBODY')).toBeNull();
  });

  it('refuses what is not a lookup', async () => {
    for (const body of [
      '{',
      {},
      { by: 'face' },
      { by: 'ecode' },
      { by: 'card', region: 'x' },
      { by: 'card', x: 1 },
    ]) {
      expect(await lookup(body), JSON.stringify(body)).toMatchObject([400, { code: 'BAD_REQUEST' }]);
    }
  });
});

describe('bills and quotes', () => {
  it('shows the kinds of bills that a demo needs', async () => {
    const kinds = new Set<string>();
    for (const { insuredId, bills } of people.slice(0, 5)) {
      expect(await ask('GET', `/v1/insured/${insuredId}/bills`)).toEqual([200, { bills }]);
      for (const bill of bills) {
        kinds.add(`${bill.status}${bill.lateFeeFen ? ' late' : ''}${bill.tiers ? ' tiers' : ''}`);
        if (bill.status === 'closed') expect(bill.reason).toMatch(/\p{Script=Han}/u);
      }
    }
    expect([...kinds].sort()).toEqual(['closed', 'due', 'due late', 'due tiers', 'paid', 'subsidised']);
    expect(people[0]?.bills[0]).toMatchObject({ lastTierId: 'T500' });
    expect(people[0]?.bills[1]).toMatchObject({ amountFen: 38_000 });
  });

  it('adds up lines, tiers and late fees', async () => {
    const lines = [
      { insuredId: 'P0001', billId: 'P0001-PEN-2026', tierId: 'T5000' },
      { insuredId: 'P0002', billId: 'P0002-LATE' },
    ];
    expect(await ask('POST', '/v1/quotes', { payerId: 'P0001', lines })).toMatchObject([
      200,
      { amountFen: 500_000 + 35_350, lines, validUntil: '2026-11-24T09:30:00+08:00' },
    ]);
  });

  it('refuses by name what cannot be priced', async () => {
    const line = (insuredId: string, billId: string, tierId?: string) => ({ insuredId, billId, tierId });
    const cases: readonly [unknown, number, string][] = [
      [line('P0001', 'none'), 404, 'NOT_FOUND'],
      [line('nobody', 'none'), 404, 'NOT_FOUND'],
      [line('P0004', 'P0004-PAID'), 409, 'ALREADY_PAID'],
      [line('P0005', 'P0005-CLOSED'), 409, 'PERIOD_CLOSED'],
      [line('P0003', 'P0003-SUB'), 409, 'PERIOD_CLOSED'],
      [line('P0001', 'P0001-PEN-2026'), 400, 'BAD_TIER'],
      [line('P0001', 'P0001-PEN-2026', 'T1'), 400, 'BAD_TIER'],
      [line('P0001', 'P0001-MED-2026', 'T200'), 400, 'BAD_TIER'],
      [line('P9999', 'ODD'), 400, 'BAD_TIER'],
      [{ insuredId: 'P0001' }, 400, 'BAD_REQUEST'],
    ];
    for (const [each, status, code] of cases) {
      expect(await ask('POST', '/v1/quotes', { payerId: 'P0001', lines: [each] }), code).toMatchObject([
        status,
        { code },
      ]);
    }
    expect(await ask('POST', '/v1/quotes', { payerId: 'P0001', lines: [] })).toMatchObject([400, {}]);
    expect(
      await ask('POST', '/v1/quotes', { payerId: 'nobody', lines: [line('P0001', 'P0001-MED-2026')] }),
    ).toMatchObject([404, {}]);
  });
});

describe('bookings', () => {
  const book = async (changes: Parameters<typeof aBooking>[0] = {}) =>
    ask('POST', '/v1/bookings', aBooking(changes));

  it('holds the bills of a pending booking, and settles it once', async () => {
    const [first, second] = [await quote('P0001-MED-2026'), await quote('P0001-MED-2026')];
    await pull('agency-booking', { next: 'pending' });
    expect(await book({ quoteId: first })).toEqual([
      202,
      { status: 'pending', bookingKey: 'K0001261124A0001' },
    ]);
    expect(await book({ quoteId: second, bookingKey: 'K000002' })).toMatchObject([
      409,
      { status: 'rejected', code: 'ALREADY_PAID' },
    ]);
    expect(await pull('agency-settle-pending', { result: 'booked', bookingKey: 'K000002' })).toMatchObject({
      error: { code: 'NOT_NOW' },
    });
    await pull('agency-settle-pending', { result: 'rejected', bookingKey: 'K0001261124A0001' });
    expect(await book({ quoteId: first })).toMatchObject([
      409,
      { status: 'rejected', code: 'PERIOD_CLOSED' },
    ]);
    expect(await pull('agency-settle-pending', { result: 'booked' })).toMatchObject({ ok: false });
    expect(await book({ quoteId: second, bookingKey: 'K000003' })).toMatchObject([200, { status: 'booked' }]);
  });

  it('refuses a bill that was closed after it was priced', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'agency-'));
    const store = new FileStore(join(folder, 'agency.json'));
    await server.close();
    server = await AgencyEmulator.start({ clock, people, store });
    const quoteId = await quote('P0001-MED-2026');
    await server.close();
    const closed = people.map((person) => ({
      ...person,
      bills: person.bills.map((bill) => ({ ...bill, status: 'closed' as const })),
    }));
    server = await AgencyEmulator.start({ clock, people: closed, store });
    expect(await book({ quoteId })).toMatchObject([409, { code: 'PERIOD_CLOSED' }]);
    await rm(folder, { recursive: true });
  });

  it('does the next one as the lever says, and only that', async () => {
    const quoteId = await quote('P0001-MED-2026');
    await pull('agency-booking', { next: 'rejected', code: 'INSURED_STATE' });
    expect(await book({ quoteId })).toMatchObject([409, { code: 'INSURED_STATE' }]);
    await pull('agency-booking', { next: 'rejected' });
    expect(await book({ quoteId, bookingKey: 'K000002' })).toMatchObject([409, { code: 'PERIOD_CLOSED' }]);
    await pull('agency-booking', { next: 'pending' });
    await pull('agency-booking', { next: 'booked' });
    expect(await book({ quoteId, bookingKey: 'K000003' })).toMatchObject([200, { status: 'booked' }]);
    expect(server.inspect()).toMatchObject({
      bookedFen: 38_000,
      bookings: [{ code: 'INSURED_STATE' }, { code: 'PERIOD_CLOSED' }, { billIds: ['P0001-MED-2026'] }],
    });
  });

  it('refuses what is not a booking', async () => {
    for (const changes of [{ bookingKey: 'K 1' }, { amountFen: 0 }, { paidAt: 'now' }, { extra: 1 }]) {
      expect(await book(changes as object), JSON.stringify(changes)).toMatchObject([
        400,
        { code: 'BAD_REQUEST' },
      ]);
    }
  });

  it('lists a day of payment, of one terminal or of all', async () => {
    const quoteId = await quote('P0001-MED-2026');
    // 23:59:59 in Shanghai is still the day before in UTC terms only.
    const paidAt = '2026-11-23T15:59:59Z';
    await book({ quoteId, paidAt });
    await pull('agency-booking', { next: 'pending' });
    await book({ bookingKey: 'K000002', paidAt: '2026-11-23T16:00:00Z', terminalId: 'K0002' });
    await book({ bookingKey: 'K000003' });
    const list = async (query: string) => ask('GET', `/v1/bookings?${query}`);
    const { terminalId: _terminal, ...item } = aBooking({ quoteId, paidAt });
    expect(await list('date=2026-11-23&terminalId=K0001')).toMatchObject([
      200,
      { bookings: [{ ...item, status: 'booked', voucherNo: expect.stringMatching(/^\d+$/) }] },
    ]);
    expect(await list('date=2026-11-24&terminalId=')).toMatchObject([
      200,
      { bookings: [{ status: 'pending' }, { status: 'rejected', code: 'UNKNOWN_QUOTE' }] },
    ]);
    expect(await list('date=2026-11-24&terminalId=K0001')).toMatchObject([
      200,
      { bookings: [{ bookingKey: 'K000003' }] },
    ]);
    expect(await list('date=today')).toMatchObject([400, {}]);
    expect(await list('')).toMatchObject([400, {}]);
  });
});

describe('the emulated agency in the rig', () => {
  it('knows no other calls', async () => {
    for (const [method, target] of [
      ['GET', '/v2/anything'],
      ['POST', '/v1/insured/P0001/bills'],
      ['GET', '/v1/bookings/K1/bills'],
      ['GET', '/v1/insured/P0001'],
    ] as const) {
      expect(await ask(method, target), target).toMatchObject([404, { code: 'NO_SUCH_CALL' }]);
    }
  });

  it('makes everything due again for the next showing, and keeps the quotes that open orders may need', async () => {
    const quoteId = await quote('P0001-MED-2026');
    await ask('POST', '/v1/bookings', aBooking({ quoteId }));
    const lever = server.levers.find(({ id }) => id === 'agency-forget-bookings');
    expect(await lever?.apply({})).toEqual({ ok: true, value: undefined });
    expect(server.inspect()).toEqual({ bookings: [], bookedFen: 0 });
    expect(await ask('POST', '/v1/bookings', aBooking({ quoteId }))).toMatchObject([
      200,
      { status: 'booked' },
    ]);
  });

  it('describes every lever with unique ids and Chinese labels', () => {
    const ids = server.levers.map((lever) => lever.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => id.startsWith('agency-'))).toBe(true);
    expect(server.levers.every((lever) => /\p{Script=Han}/u.test(lever.label))).toBe(true);
  });

  it('remembers its books over a restart, and no person', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'agency-'));
    const path = join(folder, 'agency.json');
    const options = { clock, people, store: new FileStore(path), quoteLifeMs: 60_000 };
    await server.close();
    server = await AgencyEmulator.start(options);
    const quoteId = await quote('P0001-MED-2026');
    await ask('POST', '/v1/bookings', aBooking({ quoteId }));
    await ask('POST', '/v1/insured/lookup', { by: 'ecode', token: 'DEMO-ECODE-P0001' });
    const before = server;
    // Not closed: as after kill -9, nothing more is written.
    server = await AgencyEmulator.start(options);
    expect(server.inspect()).toEqual(before.inspect());
    expect(await ask('POST', '/v1/insured/lookup', { by: 'ecode', token: 'DEMO-ECODE-P0001' })).toMatchObject(
      [410, {}],
    );
    const text = await readFile(path, 'utf8');
    for (const { name, idNumber, cardNumber = name, ecodeTokens } of people) {
      for (const secret of [name, idNumber, cardNumber, ...ecodeTokens]) expect(text).not.toContain(secret);
    }
    await before.close();
    await rm(folder, { recursive: true });
  });
});
