import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../base/clock.ts';
import { FileStore } from '../../transport/emulator/file-store.ts';
import { HttpClient, joinUrl, onlyHeader } from '../../transport/http.ts';
import { expectOk } from '../testing/wallet-world.ts';
import { AggregateEmulator } from './aggregate-server.ts';

const OUT_TRADE_NO = 'K0001261124000QQ7XK2M';
const BILL = `9Z01${OUT_TRADE_NO}`;
const REFUND = `9Z01R${OUT_TRADE_NO}x1`;

let clock: VirtualClock;
let acquirer: AggregateEmulator;
let http: HttpClient;
let nonce = 0;

beforeEach(async () => {
  clock = new VirtualClock();
  acquirer = await AggregateEmulator.start({ clock });
  http = new HttpClient({ clock });
});

afterEach(async () => {
  await http.close();
  await acquirer.close();
});

interface Changes {
  readonly stamp?: string;
  readonly nonce?: string;
  readonly appId?: string;
  readonly key?: string;
  readonly type?: string;
  readonly scheme?: string;
}

/** A hand-made client, so that what the emulator refuses can be sent at all. */
async function ask(call: string, body: object | string, changes: Changes = {}) {
  const common = {
    requestTimestamp: '2026-11-24 09:00:00',
    mid: acquirer.mid,
    tid: acquirer.tid,
    instMid: 'QRPAYDEFAULT',
  };
  const text = typeof body === 'string' ? body : JSON.stringify({ ...common, ...body });
  const { stamp = '20261124090000', appId = acquirer.appId, key = acquirer.appKey } = changes;
  const once = changes.nonce ?? `N${++nonce}`;
  const digest = createHash('sha256').update(text).digest('hex');
  const signature = createHmac('sha256', key).update(`${appId}${stamp}${once}${digest}`).digest('base64');
  const header = `AppId="${appId}", Timestamp="${stamp}", Nonce="${once}", Signature="${signature}"`;
  const answer = expectOk(
    await http.send({
      method: 'POST',
      url: joinUrl(new URL(acquirer.baseUrl), `/v1/netpay/bills/${call}`),
      headers: {
        Authorization: `${changes.scheme ?? 'OPEN-BODY-SIG'} ${header}`,
        'Content-Type': changes.type ?? 'application/json',
      },
      body: Buffer.from(text),
    }),
  );
  const json = JSON.parse(Buffer.from(answer.body).toString()) as Record<string, unknown>;
  return { status: answer.status, json, signed: onlyHeader(answer, 'Authorization') !== null };
}

const bill = { billNo: BILL, billDate: '2026-11-24' };
const order = {
  ...bill,
  billDesc: '保费',
  totalAmount: 100,
  expireTime: '2026-11-24 09:05:00',
  qrCodeId: BILL,
};
const refund = { ...bill, refundOrderId: REFUND, refundAmount: 100 };

async function pull(id: string, args: Record<string, unknown> = {}) {
  return acquirer.levers.find((lever) => lever.id === id)?.apply(args);
}

describe('the gateway', () => {
  it.each<[string, Changes, string]>([
    ['another application', { appId: 'somebody' }, '1002'],
    ['another scheme', { scheme: 'OPEN-ACCESS-TOKEN' }, '1002'],
    ['another key', { key: '0' }, 'BAD_SIGN'],
    ['a time with hyphens', { stamp: '2026-11-24 09:00:00' }, '1000'],
    ['another kind of content', { type: 'text/plain' }, '1001'],
    ['no nonce', { nonce: '' }, '1003'],
  ])('refuses %s, unsigned', async (_, changes, errCode) => {
    expect(await ask('query', bill, changes)).toMatchObject({
      status: 412,
      json: { errCode },
      signed: false,
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ['no kind of content', {}, '1001'],
    ['no signature', { 'Content-Type': 'application/json' }, '1002'],
    [
      'half a signature',
      {
        'Content-Type': 'application/json',
        Authorization: 'OPEN-BODY-SIG AppId="10037e6f6a4e6da4016a6284b4de000b"',
      },
      '1000',
    ],
    [
      'a signature without a nonce',
      {
        'Content-Type': 'application/json',
        Authorization:
          'OPEN-BODY-SIG AppId="10037e6f6a4e6da4016a6284b4de000b", Timestamp="20261124090000", Signature="x"',
      },
      'BAD_SIGN',
    ],
  ])('refuses %s', async (_, headers, errCode) => {
    const url = joinUrl(new URL(acquirer.baseUrl), '/v1/netpay/bills/query');
    const { body } = expectOk(await http.send({ method: 'POST', url, headers, body: Buffer.from('{}') }));
    expect(JSON.parse(Buffer.from(body).toString())).toMatchObject({ errCode });
  });

  it('sees a request that somebody has sent twice', async () => {
    expect(await ask('query', bill, { nonce: 'once' })).toMatchObject({ json: { errCode: 'NO_ORDER' } });
    expect(await ask('query', bill, { nonce: 'once' })).toMatchObject({ json: { errCode: '1003' } });
  });

  it('knows no other call', async () => {
    expect(await ask('update-qrcode', bill)).toMatchObject({ status: 404 });
  });
});

describe('the bills', () => {
  it.each<[string, object | string, string]>([
    ['no JSON', 'hello', 'BAD_REQUEST'],
    ['another product', { ...bill, instMid: 'H5DEFAULT' }, 'BAD_REQUEST'],
    ['a wrong time', { ...bill, requestTimestamp: '2026-11-24 08:00:00' }, 'ABNORMAL_REQUEST_TIME'],
    ['another merchant', { ...bill, mid: '898440400000002' }, 'NO_MERCHANT'],
    ['another terminal', { ...bill, tid: '00000002' }, 'NO_MERCHANT'],
    ['no day', { billNo: BILL }, 'BAD_REQUEST'],
    ['another day', { billNo: BILL, billDate: '2026-11-25' }, 'NO_ORDER'],
  ])('refuse a query with %s, signed', async (_, body, errCode) => {
    await ask('get-qrcode', order);
    expect(await ask('query', body)).toMatchObject({ status: 200, json: { errCode }, signed: true });
  });

  it.each<[string, object, string]>([
    ['a number without the four characters', { billNo: OUT_TRADE_NO }, 'INVALID_MSGSRC'],
    ['a code without them', { qrCodeId: OUT_TRADE_NO }, 'INVALID_MSGSRC'],
    ['a number that is too long', { billNo: `${BILL}00000000` }, 'BAD_REQUEST'],
    ['an end that is over', { expireTime: '2026-11-24 08:59:59' }, 'BAD_REQUEST'],
    ['an amount in yuan', { totalAmount: 1.5 }, 'BAD_REQUEST'],
  ])('refuse an order with %s', async (_, changes, errCode) => {
    expect(await ask('get-qrcode', { ...order, ...changes })).toMatchObject({ json: { errCode } });
    expect(acquirer.inspect().trades).toEqual([]);
  });

  it('are closed by their code, and never with a refund attached', async () => {
    expect(await ask('close-qrcode', { qrCodeId: BILL })).toMatchObject({ json: { errCode: 'NO_ORDER' } });
    await ask('get-qrcode', order);
    const attached = await ask('close-qrcode', { qrCodeId: BILL, attachRefund: true });
    expect(attached).toMatchObject({ json: { errCode: 'BAD_REQUEST' } });
    expect(await ask('close-qrcode', { qrCodeId: BILL })).toMatchObject({ json: { errCode: 'SUCCESS' } });
    expect(await pull('aggregate-scan-pay')).toMatchObject({ ok: false, error: { code: 'NOT_NOW' } });
  });

  it('stay unpaid when nobody has paid in time, and take no money any more', async () => {
    await ask('get-qrcode', order);
    await clock.advance(301_000);
    expect(await pull('aggregate-scan-pay', { outTradeNo: OUT_TRADE_NO })).toMatchObject({ ok: false });
    const late = { requestTimestamp: '2026-11-24 09:05:01' };
    expect(await ask('query', { ...bill, ...late }, { stamp: '20261124090501' })).toMatchObject({
      json: { billStatus: 'UNPAID' },
    });
  });

  it('give back what was paid, and no more', async () => {
    expect(await ask('refund', refund)).toMatchObject({ json: { errCode: 'NO_ORDER' } });
    await ask('get-qrcode', order);
    expect(await ask('refund', refund)).toMatchObject({ json: { errCode: 'OPERATION_NOT_ALLOWED' } });
    await pull('aggregate-scan-pay');
    const foreign = { ...refund, refundOrderId: `R${OUT_TRADE_NO}x1` };
    expect(await ask('refund', foreign)).toMatchObject({ json: { errCode: 'INVALID_MSGSRC' } });
    expect(await ask('refund', { ...refund, refundAmount: 101 })).toMatchObject({
      json: { errCode: 'INVALID_ORDER' },
    });
    await pull('aggregate-refund-result', { result: 'FAIL' });
    const failed = { ...refund, refundOrderId: `${REFUND.slice(0, -1)}2` };
    expect(await ask('refund', failed)).toMatchObject({ json: { refundStatus: 'FAIL' } });
    await pull('aggregate-refund-result', { result: 'SLOW' });
    expect(await ask('refund', refund)).toMatchObject({ json: { refundStatus: 'PROCESSING' } });
    expect(acquirer.inspect().refunds.map(({ state }) => state)).toEqual(['FAIL', 'PROCESSING']);
    expect(acquirer.inspect().keptFen).toBe(100);
    await clock.advance(5_000);
    expect(acquirer.inspect()).toMatchObject({ keptFen: 0, trades: [{ state: 'REFUND', refundedFen: 100 }] });
    const stamp = { requestTimestamp: '2026-11-24 09:00:05' };
    const more = { ...refund, ...stamp, refundOrderId: `${REFUND.slice(0, -1)}3`, refundAmount: 1 };
    expect(await ask('refund', more, { stamp: '20261124090005' })).toMatchObject({
      json: { errCode: 'INVALID_ORDER' },
    });
  });

  it('hold nothing of what nobody has paid', async () => {
    await ask('get-qrcode', order);
    expect(acquirer.inspect()).toMatchObject({ keptFen: 0, trades: [{ state: 'UNPAID', paidFen: 0 }] });
  });

  it.each([
    ['wrong-merchant', '898440400000002'],
    ['wrong-amount', '898440400000001'],
  ])('can be made to lie (%s), where they say anything', async (kind, mid) => {
    await pull('aggregate-fault', { kind, phase: 'before' });
    expect((await ask('query', bill)).json).toEqual({});
    await ask('get-qrcode', order);
    await pull('aggregate-fault', { kind, phase: 'after-commit' });
    expect((await ask('query', bill)).json).toMatchObject({ mid });
  });
});

it('remembers its books and its key over a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aggregate-'));
  const store = new FileStore(join(folder, 'aggregate.json'));
  await acquirer.close();
  acquirer = await AggregateEmulator.start({ clock, store });
  await ask('get-qrcode', order);
  await pull('aggregate-scan-pay');
  const { appKey } = acquirer;
  const books = acquirer.inspect();
  await acquirer.close();
  acquirer = await AggregateEmulator.start({ clock, store });
  expect(acquirer.appKey).toBe(appKey);
  expect(acquirer.inspect()).toEqual(books);
  await rm(folder, { recursive: true });
});
