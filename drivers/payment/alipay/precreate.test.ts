import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { err } from '../../base/result.ts';
import { LoopbackHttpServer, type ServerRequest } from '../../transport/emulator/http-server.ts';
import { AlipaySeal } from '../emulator/alipay-codec.ts';
import { parsePublicKey } from '../keys.ts';
import { LocalKeySigner } from '../signer.ts';
import { type AlipayWorld, alipayKeys, alipayWorld } from '../testing/alipay-world.ts';
import { anOrder, aRefund, expectOk } from '../testing/wallet-world.ts';

const NUMBER = 'K0001261124A0001';
const REFUND = 'RK0001261124A0001x1';
let world: AlipayWorld | null = null;

async function open(...args: Parameters<typeof alipayWorld>): Promise<AlipayWorld> {
  await world?.close();
  world = await alipayWorld(...args);
  return world;
}

async function prepared(...args: Parameters<typeof alipayWorld>): Promise<AlipayWorld> {
  const opened = await open(...args);
  const { channel, clock } = opened;
  expect((await channel.prepay(channel.prepayBody(anOrder(clock)))).kind).toBe('ok');
  return opened;
}

afterEach(async () => {
  await world?.close();
  world = null;
});

describe('AlipayPrecreate believes', () => {
  it('no answer whose signature, key or time is not right', async () => {
    const { channel, pull } = await prepared();
    await pull('alipay-scan-pay');
    const cases = [
      ['bad-signature', 'bad-signature'],
      ['unknown-key', 'unknown-key'],
      ['skew', 'clock-skew'],
      ['html', 'bad-signature'],
      ['truncate', 'network'],
      ['drop', 'network'],
      ['500', 'server-error'],
    ] as const;
    for (const [kind, cause] of cases) {
      await pull('alipay-fault', { op: 'query', phase: 'after-commit', kind });
      expect(await channel.query(NUMBER), kind).toEqual({ kind: 'unknown', cause });
    }
    expect(await channel.query(NUMBER)).toMatchObject({ kind: 'ok', value: { state: 'PAID' } });
  });

  it('no close that is not proven', async () => {
    const { channel, pull } = await prepared();
    await pull('alipay-scan');
    for (const kind of ['bad-signature', 'unknown-key', 'skew', 'html', 'wrong-merchant'] as const) {
      await pull('alipay-fault', { op: 'close', phase: 'before', kind });
      expect((await channel.close(NUMBER)).kind, kind).toBe('unknown');
    }
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'UNPAID' } });
    await pull('alipay-fault', { op: 'close', phase: 'after-commit', kind: 'wrong-merchant' });
    expect(await channel.close(NUMBER)).toMatchObject({ kind: 'unknown', cause: 'bad-answer' });
  });

  it('no refusal that is wrongly signed, but an unsigned one', async () => {
    const { channel, pull } = await prepared();
    await pull('alipay-fault', { op: 'query', phase: 'after-commit', kind: 'bad-signature' });
    expect(await channel.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'bad-signature' });
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { channel: forger } = await open({ signer: new LocalKeySigner(stranger.privateKey) });
    expect(await forger.query(NUMBER)).toMatchObject({ kind: 'refused', code: 'invalid-signature' });
  });

  it('no signed answer that says nothing, something new, or leads elsewhere', async () => {
    const seal = new AlipaySeal(await alipayKeys, { appId: '1', appAuthToken: null }, false);
    let answer: { status: number; body: Record<string, unknown> } = { status: 200, body: {} };
    const server = await LoopbackHttpServer.start(async () =>
      seal.seal(answer, world?.clock.now() ?? 0, 'ID1'),
    );
    const { channel, clock } = await open({ baseUrl: server.baseUrl });
    const doubt = { kind: 'unknown', cause: 'bad-answer' };
    const body = channel.prepayBody(anOrder(clock));
    for (const code of [
      {},
      { out_trade_no: NUMBER, qr_code: 'https://qr.example.com/bax01' },
      { out_trade_no: 'K0001261124A0002', qr_code: 'https://qr.alipay.com/bax01' },
    ]) {
      answer = { status: 200, body: code };
      expect(await channel.prepay(body), JSON.stringify(code)).toEqual(doubt);
    }
    const paid = { out_trade_no: NUMBER, trade_status: 'TRADE_SUCCESS', total_amount: '1.00' };
    for (const said of [
      {},
      { ...paid, trade_status: 'TRADE_PENDING' },
      paid,
      { ...paid, total_amount: '1.001' },
    ]) {
      answer = { status: 200, body: said };
      expect(await channel.query(NUMBER), JSON.stringify(said)).toEqual(doubt);
    }
    answer = { status: 200, body: { out_trade_no: NUMBER, out_request_no: 'R2', refund_amount: '1.00' } };
    expect(await channel.queryRefund(REFUND, NUMBER)).toEqual(doubt);
    answer = { status: 201, body: {} };
    expect(await channel.close(NUMBER)).toEqual(doubt);
    await server.close();
  });

  it('that a signed answer about another order is a reason to stop', async () => {
    const { channel, pull } = await prepared();
    await pull('alipay-scan-pay');
    await pull('alipay-fault', { op: 'query', phase: 'after-commit', kind: 'wrong-merchant' });
    expect(await channel.query(NUMBER)).toEqual({
      kind: 'ok',
      value: { state: 'MISMATCH', field: 'out_trade_no' },
    });
    await pull('alipay-fault', { op: 'query', phase: 'after-commit', kind: 'wrong-amount' });
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'PAID', amountFen: 38_001 } });
  });

  it('the old key and the new one while they rotate', async () => {
    const { channel, pull, wallet } = await prepared();
    await pull('alipay-rotate-key');
    expect(await channel.query(NUMBER)).toMatchObject({ kind: 'ok' });
    await pull('alipay-rotate-key', { clear: true });
    expect(await channel.query(NUMBER)).toMatchObject({ kind: 'ok' });
    const { channel: behind, pull: pullThere } = await prepared({
      verifyKeys: [expectOk(parsePublicKey(wallet.verifyKeys[0]))],
    });
    await pullThere('alipay-rotate-key');
    expect(await behind.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'bad-signature' });
  });
});

describe('AlipayPrecreate and the trade that begins with a scan', () => {
  it('takes "no such trade" for nothing but an unscanned code, also when it is closed', async () => {
    const { channel, pull } = await prepared();
    expect(await channel.query(NUMBER)).toEqual({ kind: 'ok', value: { state: 'NOT_SCANNED' } });
    expect(await channel.close(NUMBER)).toMatchObject({ kind: 'refused', code: 'ACQ.TRADE_NOT_EXIST' });
    await pull('alipay-scan-pay');
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'PAID', funding: 'balance' } });
  });

  it('finds a scanned trade dead after its end, and no code alive', async () => {
    const { channel, clock, wallet, pull } = await prepared();
    await pull('alipay-scan');
    await clock.advance(300_001);
    expect(await channel.query(NUMBER)).toEqual({ kind: 'ok', value: { state: 'CLOSED' } });
    await expect(pull('alipay-scan-pay')).rejects.toThrow('NOT_NOW');
    expect(wallet.inspect().keptFen).toBe(0);
  });

  it('is refused the close when the payer was faster', async () => {
    const { channel, pull } = await prepared();
    await pull('alipay-scan');
    await pull('alipay-pay-late');
    expect(await channel.close(NUMBER)).toMatchObject({ kind: 'refused', code: 'ACQ.TRADE_STATUS_ERROR' });
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'PAID' } });
  });

  it('does not take a refused late repeat for proof that the first try failed', async () => {
    const { channel, clock } = await open();
    const body = channel.prepayBody(anOrder(clock));
    await clock.advance(241_000);
    expect(await channel.prepay(body)).toEqual({ kind: 'unknown', cause: 'bad-answer' });
  });

  it('passes a refusal on while there is time', async () => {
    const { channel, clock, pull } = await prepared();
    await pull('alipay-scan-pay');
    const body = channel.prepayBody(anOrder(clock));
    expect(await channel.prepay(body)).toMatchObject({ kind: 'refused', code: 'ACQ.TRADE_HAS_SUCCESS' });
  });

  it('gives up on an answer that comes too late, although the wallet has done its work', async () => {
    const { channel, clock, pull, wallet } = await open();
    await pull('alipay-fault', { op: 'prepay', phase: 'after-commit', kind: 'delay', seconds: 10 });
    const body = channel.prepayBody(anOrder(clock));
    const pending = channel.prepay(body);
    await until(() => wallet.inspect().trades.length === 1);
    await clock.advance(8000);
    expect(await pending).toEqual({ kind: 'unknown', cause: 'timeout' });
    expect((await channel.prepay(body)).kind).toBe('ok');
    expect(wallet.inspect().trades).toHaveLength(1);
  });
});

describe('AlipayPrecreate gives money back', () => {
  it('at once, or when a query says so', async () => {
    const { channel, clock, pull } = await prepared();
    await pull('alipay-scan-pay');
    await pull('alipay-refund-result', { result: 'SLOW' });
    const body = channel.refundBody(aRefund());
    expect(await channel.refund(body)).toMatchObject({ value: { state: 'PROCESSING', amountFen: 38_000 } });
    expect(await channel.queryRefund(REFUND, NUMBER)).toEqual({ kind: 'ok', value: null });
    expect(await channel.refund(body)).toMatchObject({ value: { state: 'PROCESSING' } });
    await clock.advance(5000);
    expect(await channel.queryRefund(REFUND, NUMBER)).toMatchObject({ value: { state: 'SUCCESS' } });
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'REFUNDED' } });
  });

  it('not when the wallet will not, and says why', async () => {
    for (const [result, code] of [
      ['NOT_ENOUGH', 'ACQ.SELLER_BALANCE_NOT_ENOUGH'],
      ['FINISHED', 'ACQ.TRADE_HAS_FINISHED'],
    ]) {
      const { channel, pull } = await prepared();
      await pull('alipay-scan-pay');
      await pull('alipay-refund-result', { result });
      expect(await channel.refund(channel.refundBody(aRefund()))).toMatchObject({ kind: 'refused', code });
    }
  });

  it('never for what was never traded', async () => {
    const { channel, pull } = await open();
    expect(await channel.queryRefund(REFUND, NUMBER)).toEqual({ kind: 'ok', value: null });
    await pull('alipay-fault', { op: 'queryRefund', kind: '500' });
    expect(await channel.queryRefund(REFUND, NUMBER)).toEqual({ kind: 'unknown', cause: 'server-error' });
  });

  it('once, when a request is delivered twice or an old answer comes back', async () => {
    const { channel, pull, wallet } = await prepared();
    await pull('alipay-scan');
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'UNPAID' } });
    await pull('alipay-scan-pay');
    await pull('alipay-fault', { op: 'query', kind: 'reordered' });
    expect(await channel.query(NUMBER)).toMatchObject({ value: { state: 'UNPAID' } });
    await pull('alipay-fault', { op: 'refund', kind: 'duplicate' });
    expect((await channel.refund(channel.refundBody(aRefund()))).kind).toBe('refused');
    expect(await channel.queryRefund(REFUND, NUMBER)).toMatchObject({ value: { state: 'SUCCESS' } });
    expect(wallet.inspect().keptFen).toBe(0);
  });
});

describe('AlipayPrecreate on a terminal whose clock is off', () => {
  it('learns the wallet’s time from its answers and goes on asking', async () => {
    const { channel, skew, clockOff, pull } = await prepared();
    await pull('alipay-scan-pay');
    skew.ms = 20 * 60_000;
    expect(await channel.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'clock-skew' });
    expect(await channel.query(NUMBER)).toMatchObject({ kind: 'ok', value: { state: 'PAID' } });
    expect(clockOff).toEqual([-1200]);
    skew.ms = 0;
    expect(await channel.query(NUMBER)).toMatchObject({ kind: 'ok', value: { state: 'PAID' } });
    expect(clockOff).toEqual([-1200, 0]);
  });

  it('gives out no code whose end it could not tell, and reports no absence', async () => {
    const { channel, skew, clock } = await open();
    skew.ms = -90_000;
    const body = channel.prepayBody(anOrder(clock));
    expect(await channel.prepay(body)).toEqual({ kind: 'unknown', cause: 'clock-skew' });
    expect(await channel.query(NUMBER)).toEqual({ kind: 'unknown', cause: 'clock-skew' });
    skew.ms = 0;
    expect(await channel.prepay(body)).toMatchObject({ kind: 'ok' });
    expect(await channel.query(NUMBER)).toEqual({ kind: 'ok', value: { state: 'NOT_SCANNED' } });
  });
});

describe('AlipayPrecreate on the wire', () => {
  it('waits when it is asked to', async () => {
    const { channel, pull } = await prepared();
    await pull('alipay-fault', { op: 'query', kind: '429' });
    expect(await channel.query(NUMBER)).toEqual({ kind: 'retry', afterMs: 1000 });
  });

  it('does not send what it cannot sign', async () => {
    const signer = { sign: async () => err({ code: 'SIGNER_FAILED', detail: 'ERR_X' } as const) };
    const { channel, wallet, clock } = await open({ signer });
    const outcome = await channel.prepay(channel.prepayBody(anOrder(clock)));
    expect(outcome).toEqual({ kind: 'refused', code: 'SIGNER_FAILED' });
    expect(wallet.inspect().trades).toEqual([]);
  });

  it('brings the merchant’s authorisation along, signed, when it works for one', async () => {
    const appAuthToken = '202611BB0000000000000000000000A01';
    const { channel } = await prepared({ appAuthToken }, { appAuthToken });
    expect(await channel.query(NUMBER)).toMatchObject({ kind: 'ok' });
    const { channel: without } = await open({}, { appAuthToken });
    expect(await without.query(NUMBER)).toMatchObject({ kind: 'refused', code: 'invalid-app-auth-token' });
  });

  it('signs every attempt afresh over the same bytes, and says for whom is paid nowhere', async () => {
    const seen: ServerRequest[] = [];
    const server = await LoopbackHttpServer.start(async (request) => {
      seen.push(request);
      return 'drop';
    });
    const { channel, clock } = await open({ baseUrl: `${server.baseUrl}/relay/` });
    const body = channel.prepayBody(anOrder(clock));
    await channel.prepay(body);
    await channel.prepay(body);
    await server.close();
    expect(seen.map((request) => request.body.toString())).toEqual([body, body]);
    expect(new Set(seen.map((request) => request.headers.authorization)).size).toBe(2);
    expect(seen[0]?.target).toBe('/relay/v3/alipay/trade/precreate');
    expect(seen[0]?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'shebao-kiosk',
    });
    expect(seen[0]?.headers['alipay-request-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(seen[0]?.headers['alipay-app-auth-token']).toBeUndefined();
    expect(seen[0]?.headers.authorization).toMatch(
      /^ALIPAY-SHA256withRSA app_id=\d+,nonce=[0-9a-f-]{36},timestamp=\d{13},sign=[A-Za-z0-9+/]+=*$/,
    );
  });

  it('logs how each call ended, and nothing of the order', async () => {
    const { channel, pull, logged } = await prepared();
    await channel.query(NUMBER);
    await channel.queryRefund(REFUND, NUMBER);
    await channel.refund(channel.refundBody(aRefund()));
    await pull('alipay-fault', { op: 'close', kind: '500' });
    await channel.close(NUMBER);
    await pull('alipay-network', { state: 'down' });
    await channel.close(NUMBER);
    expect(logged.map(({ op, outcome, code }) => [op, outcome, code])).toEqual([
      ['prepay', 'ok', undefined],
      ['query', 'ok', undefined],
      ['query-refund', 'ok', undefined],
      ['refund', 'refused', 'ACQ.TRADE_NOT_EXIST'],
      ['close', 'unknown', 'server-error'],
      ['close', 'unknown', 'network'],
    ]);
    expect(logged.every(({ server }) => server === 'alipay')).toBe(true);
    expect(logged.slice(0, 5).every(({ requestId }) => /^[0-9a-f]{32}$/.test(requestId ?? ''))).toBe(true);
    expect(JSON.stringify(logged)).not.toContain(NUMBER);
  });

  it('does not start with a base address or key ring that cannot work', async () => {
    await expect(alipayWorld({ baseUrl: 'http://api.example.com' })).rejects.toThrow('PLAIN_HTTP');
    await expect(alipayWorld({ verifyKeys: [] })).rejects.toThrow('at least one key');
  });
});

/** Turns of the event loop until something has happened on the other side of the wire. */
async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise<void>((resolve) => setImmediate(resolve));
}
