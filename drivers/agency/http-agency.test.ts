import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { LoopbackHttpServer, type ServerRequest } from '../transport/emulator/http-server.ts';
import { HttpClient } from '../transport/http.ts';
import { HttpAgency } from './http-agency.ts';
import { type AgencyWorld, aBooking, agencyWorld } from './testing/agency-world.ts';

const closing: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each.close();
});

async function open(): Promise<AgencyWorld> {
  const world = await agencyWorld();
  closing.push(world);
  return world;
}

/** An agency whose next answers are written by the test. */
async function scripted(): Promise<{
  agency: HttpAgency;
  seen: ServerRequest[];
  say(status: number, body: unknown, headers?: Record<string, string>): void;
}> {
  const seen: ServerRequest[] = [];
  let next = { status: 200, headers: {}, body: Buffer.from('{}') };
  const server = await LoopbackHttpServer.start(async (request) => {
    seen.push(request);
    return next;
  });
  const clock = new VirtualClock();
  const agency = new HttpAgency(
    { baseUrl: `${server.baseUrl}/adapter` },
    { http: new HttpClient({ clock }), clock, log: silentLog },
  );
  closing.push(server, agency);
  return {
    agency,
    seen,
    say: (status, body, headers = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      next = { status, headers, body: Buffer.from(text) };
    },
  };
}

const doubt = { kind: 'unknown', cause: 'bad-answer' };

describe('HttpAgency', () => {
  it('takes faults on the way for unknown, on every call', async () => {
    const { agency, pull } = await open();
    const calls = {
      lookup: () => agency.lookup({ by: 'card', cardNumber: 'X' }),
      bills: () => agency.bills('P0001'),
      quote: () => agency.quote({ payerId: 'P0001', lines: [] }),
      book: () => agency.book(JSON.stringify(aBooking())),
      'query-booking': () => agency.queryBooking('K0001261124A0001'),
    };
    const kinds = { drop: 'network', truncate: 'network', '500': 'server-error', html: 'bad-answer' };
    for (const [op, call] of Object.entries(calls)) {
      for (const [kind, cause] of Object.entries(kinds)) {
        await pull('agency-fault', { op, kind });
        expect(await call(), `${op} ${kind}`).toEqual({ kind: 'unknown', cause });
      }
    }
    await pull('agency-network', { state: 'down' });
    expect(await calls.bills()).toEqual({ kind: 'unknown', cause: 'network' });
    await pull('agency-network', { state: 'up' });
    expect((await calls.bills()).kind).toBe('ok');
  });

  it('gives up on a late answer, although the agency has booked', async () => {
    const { agency, clock, pull, server, people } = await open();
    const payerId = `${people[0]?.insuredId}`;
    const quote = await agency.quote({
      payerId,
      lines: [{ insuredId: payerId, billId: `${payerId}-MED-2026` }],
    });
    const quoteId = quote.kind === 'ok' ? quote.value.quoteId : '';
    await pull('agency-fault', { op: 'book', phase: 'after-commit', kind: 'delay', seconds: 60 });
    const pending = agency.book(JSON.stringify(aBooking({ quoteId })));
    while (server.inspect().bookings.length === 0) await new Promise<void>((next) => setImmediate(next));
    await clock.advance(8000);
    expect(await pending).toEqual({ kind: 'unknown', cause: 'timeout' });
    expect(server.inspect()).toMatchObject({ bookedFen: 38_000, bookings: [{ status: 'booked' }] });
  });

  it('sends people in bodies only, and bookings byte for byte', async () => {
    const { agency, seen, say } = await scripted();
    await agency.lookup({ by: 'card', name: '张三', idNumber: '440404190001010016', region: '440404' });
    const text = `{"bookingKey" : "K1"}`;
    await agency.book(text);
    await agency.bills('a/b?c');
    await agency.queryBooking('K 1');
    say(404, { code: 'NOT_FOUND' });
    expect(seen.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'POST /adapter/v1/insured/lookup',
      'POST /adapter/v1/bookings',
      'GET /adapter/v1/insured/a%2Fb%3Fc/bills',
      'GET /adapter/v1/bookings/K%201',
    ]);
    expect(JSON.parse(`${seen[0]?.body}`)).toEqual({
      by: 'card',
      name: '张三',
      idNumber: '440404190001010016',
      region: '440404',
    });
    expect(`${seen[1]?.body}`).toBe(text);
    expect(seen[1]?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
    });
    expect(seen[2]?.headers).not.toHaveProperty('content-type');
  });

  it('reads an insured person strictly where it matters and tolerantly elsewhere', async () => {
    const { agency, say } = await scripted();
    const person = {
      insuredId: 'P1',
      name: '张三',
      idNumber: '440404190001010016',
      categories: ['resident'],
      region: '440404',
      verification: ['none'],
    };
    const look = () => agency.lookup({ by: 'ecode', token: 'T' });
    say(200, { ...person, phoneMasked: null, futureKey: { a: 1 } });
    expect(await look()).toEqual({ kind: 'ok', value: person });
    say(200, { ...person, locked: { until: '2026-11-25T09:00:00+08:00' }, verifyAll: true });
    expect(await look()).toMatchObject({ value: { locked: { until: '2026-11-25T09:00:00+08:00' } } });
    for (const wrong of [
      { insuredId: '' },
      { name: null },
      { region: 'Zhuhai' },
      { verification: [] },
      { categories: ['other'] },
      { locked: { until: 'tomorrow' } },
    ]) {
      say(200, { ...person, ...wrong });
      expect(await look(), JSON.stringify(wrong)).toEqual(doubt);
    }
    say(201, person);
    expect(await look()).toEqual(doubt);
    say(302, person);
    expect(await look()).toEqual(doubt);
  });

  it('knows which refusals of a lookup it understands', async () => {
    const { agency, say } = await scripted();
    const look = () => agency.lookup({ by: 'ecode', token: 'T' });
    const cases: readonly [number, string, string][] = [
      [404, 'NOT_INSURED', 'NOT_INSURED'],
      [410, 'TOKEN_EXPIRED', 'TOKEN_EXPIRED'],
      [404, 'TOKEN_EXPIRED', 'UNEXPECTED'],
      [410, 'NOT_INSURED', 'UNEXPECTED'],
      [404, 'NOT_FOUND', 'UNEXPECTED'],
      [403, 'FORBIDDEN', 'UNEXPECTED'],
    ];
    for (const [status, code, expected] of cases) {
      say(status, { code, message: '张三没有参保' });
      expect(await look(), `${status} ${code}`).toEqual({ kind: 'refused', code: expected });
    }
    say(404, '<html>not here</html>');
    expect(await look()).toEqual(doubt);
    say(404, { code: 'with blanks and 张三' });
    expect(await look()).toEqual(doubt);
  });

  it('takes no list of bills in which a due one has no amount', async () => {
    const { agency, say } = await scripted();
    const bill = { billId: 'B1', insurance: 'medical', item: '医保', period: '2026', status: 'due' };
    say(200, {
      bills: [
        { ...bill, amountFen: 1, dueDate: '2026-12-31' },
        { ...bill, status: 'paid' },
        { ...bill, status: 'deferred' },
      ],
    });
    expect(await agency.bills('P1')).toMatchObject({
      kind: 'ok',
      value: [{ amountFen: 1 }, { status: 'paid' }, { status: 'other' }],
    });
    say(200, { bills: [{ ...bill, tiers: [{ tierId: 'T', label: '一档', amountFen: 100 }] }] });
    expect((await agency.bills('P1')).kind).toBe('ok');
    for (const wrong of [{}, { amountFen: 0 }, { amountFen: 1.5 }, { amountFen: '1' }, { tiers: [] }]) {
      say(200, { bills: [{ ...bill, ...wrong }] });
      expect(await agency.bills('P1'), JSON.stringify(wrong)).toEqual(doubt);
    }
    say(403, { code: 'FORBIDDEN' });
    expect(await agency.bills('P1')).toEqual({ kind: 'refused', code: 'UNEXPECTED' });
    say(404, { code: 'NOT_FOUND' });
    expect(await agency.bills('P1')).toEqual({ kind: 'refused', code: 'NOT_FOUND' });
  });

  it('takes no price for something else than it asked for', async () => {
    const { agency, say } = await scripted();
    const lines = [
      { insuredId: 'P1', billId: 'B1', tierId: 'T' },
      { insuredId: 'P2', billId: 'B2' },
    ];
    const quote = { quoteId: 'Q1', amountFen: 1, validUntil: '2026-11-24T09:30:00+08:00' };
    const ask = () => agency.quote({ payerId: 'P1', lines });
    say(200, { ...quote, lines: [...lines].reverse() });
    expect((await ask()).kind).toBe('ok');
    for (const other of [
      [],
      lines.slice(1),
      [...lines, ...lines],
      [{ ...lines[0], tierId: 'U' }, lines[1]],
    ]) {
      say(200, { ...quote, lines: other });
      expect(await ask()).toEqual(doubt);
    }
    say(200, { ...quote, amountFen: 0, lines });
    expect(await ask()).toEqual(doubt);
    say(409, { code: 'ALREADY_PAID' });
    expect(await ask()).toEqual({ kind: 'refused', code: 'ALREADY_PAID' });
  });

  it('classifies the answers to a booking', async () => {
    const { agency, say } = await scripted();
    const booked = { status: 'booked', voucherNo: 'V1', bookedAt: '2026-11-24T09:01:02+08:00' };
    const rejected = (code: string) => ({ kind: 'ok', value: { status: 'rejected', code } });
    const ourFault = { kind: 'refused', code: 'OUR_FAULT' };
    const cases: readonly [number, unknown, unknown][] = [
      [200, { ...booked, extra: 1 }, { kind: 'ok', value: booked }],
      [202, { status: 'pending' }, { kind: 'ok', value: { status: 'pending' } }],
      [409, { status: 'rejected', code: 'ALREADY_PAID' }, rejected('ALREADY_PAID')],
      [409, { code: 'PERIOD_CLOSED', message: 'x' }, rejected('PERIOD_CLOSED')],
      [409, { status: 'rejected', code: 'brand.new-code' }, rejected('brand.new-code')],
      [409, { status: 'booked', code: 'X' }, doubt],
      [409, { status: 'rejected' }, doubt],
      [409, '<html>', doubt],
      [400, { code: 'BAD_REQUEST' }, ourFault],
      [401, { code: 'NO_CERT' }, ourFault],
      [404, { code: 'NOT_FOUND' }, ourFault],
      [422, { code: 'KEY_REUSED' }, ourFault],
      [413, '<html>', doubt],
      [200, { status: 'booked', voucherNo: 'V1' }, doubt],
      [200, { status: 'done' }, doubt],
      [200, '', doubt],
      [503, { code: 'ALREADY_PAID' }, { kind: 'unknown', cause: 'server-error' }],
      [429, '', { kind: 'retry', afterMs: 1000 }],
    ];
    for (const [status, body, expected] of cases) {
      say(status, body);
      expect(await agency.book('{}'), `${status} ${JSON.stringify(body)}`).toEqual(expected);
    }
    const own = { ...booked, bookingKey: 'K1' };
    say(200, own);
    expect(await agency.book('{"bookingKey":"K1"}')).toEqual({ kind: 'ok', value: booked });
    expect(await agency.book('{"bookingKey":"K2"}')).toEqual(doubt);
    say(409, { code: 'PERIOD_CLOSED', bookingKey: 'K1' });
    expect(await agency.book('{"bookingKey":"K2"}')).toEqual(doubt);
    say(429, '', { 'Retry-After': '7' });
    expect(await agency.book('{}')).toEqual({ kind: 'retry', afterMs: 7000 });
  });

  it('classifies the answers to the question after a booking', async () => {
    const { agency, say } = await scripted();
    const cases: readonly [number, unknown, unknown][] = [
      [
        200,
        { status: 'rejected', code: 'INSURED_STATE' },
        { kind: 'ok', value: { status: 'rejected', code: 'INSURED_STATE' } },
      ],
      [200, { status: 'pending' }, { kind: 'ok', value: { status: 'pending' } }],
      [200, { status: 'pending', bookingKey: 'K1' }, { kind: 'ok', value: { status: 'pending' } }],
      [200, { status: 'pending', bookingKey: 'K2' }, doubt],
      [404, { code: 'NOT_FOUND' }, { kind: 'ok', value: null }],
      [404, { code: 'NO_SUCH_CALL' }, { kind: 'refused', code: 'OUR_FAULT' }],
      [404, '<html>', doubt],
      [403, { code: 'FORBIDDEN' }, { kind: 'refused', code: 'OUR_FAULT' }],
      [502, '', { kind: 'unknown', cause: 'server-error' }],
    ];
    for (const [status, body, expected] of cases) {
      say(status, body);
      expect(await agency.queryBooking('K1'), `${status} ${JSON.stringify(body)}`).toEqual(expected);
    }
  });

  it('logs how each call ended, and nobody in it', async () => {
    const { agency, logged, people, pull } = await open();
    const { name = '', idNumber = '' } = people[0] ?? {};
    await agency.lookup({ by: 'card', name, idNumber });
    await agency.lookup({ by: 'ecode', token: 'SECRET-TOKEN' });
    await pull('agency-fault', { op: 'bills' });
    await agency.bills('P0001');
    expect(logged).toEqual([
      { server: 'agency', op: 'lookup', outcome: 'ok', ms: 0 },
      { server: 'agency', op: 'lookup', outcome: 'refused', code: 'TOKEN_EXPIRED', ms: 0 },
      { server: 'agency', op: 'bills', outcome: 'unknown', code: 'network', ms: 0 },
    ]);
  });

  it('does not start with a base address that cannot work', () => {
    const clock = new VirtualClock();
    const parts = { http: new HttpClient({ clock }), clock, log: silentLog };
    expect(() => new HttpAgency({ baseUrl: 'http://agency.example.com' }, parts)).toThrow('PLAIN_HTTP');
  });
});
