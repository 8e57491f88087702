import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { FileStore } from '../transport/emulator/file-store.ts';
import { LoopbackHttpServer } from '../transport/emulator/http-server.ts';
import { HttpClient } from '../transport/http.ts';
import { HttpAgency } from './http-agency.ts';
import { receiptDeskContract } from './receipt-desk.contract.ts';
import type { HandedReceipt } from './receipt-desk.ts';
import { type AgencyWorld, agencyWorld } from './testing/agency-world.ts';

const CLAIM = '7K3M9QWXA2B3C4D5';
const RECEIPT: HandedReceipt = {
  bookingKey: 'K0001261124A0001',
  kind: 'pending',
  pdfBase64: Buffer.from('%PDF-1.7').toString('base64'),
  madeAt: '2026-11-24T09:01:20+08:00',
};

/** As a phone's browser asks. */
async function visit({ server }: AgencyWorld, claim: string) {
  const answer = await fetch(server.receiptUrl.replace('{claim}', claim));
  const body = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body };
}

receiptDeskContract('HTTP against the emulator', async () => {
  const world = await agencyWorld();
  return {
    desk: world.agency,
    fetch: async (claim) => {
      const { status, body } = await visit(world, claim);
      return status === 200 ? body : null;
    },
    loseAnswer: () => world.pull('agency-fault', { op: 'put-receipt', phase: 'after-commit', kind: 'drop' }),
    refuse: (what) => world.pull('agency-receipts', { mood: what === 'this' ? 'refuses' : 'no-desk' }),
    close: world.close,
  };
});

const closing: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each.close();
});

async function open(options: Parameters<typeof agencyWorld>[0] = {}): Promise<AgencyWorld> {
  const world = await agencyWorld(options);
  closing.push(world);
  return world;
}

/** What a server that says this is taken for. */
async function taken(status: number, body: string) {
  const server = await LoopbackHttpServer.start(async () => ({
    status,
    headers: {},
    body: Buffer.from(body),
  }));
  const clock = new VirtualClock();
  const agency = new HttpAgency(
    { baseUrl: server.baseUrl },
    { http: new HttpClient({ clock }), clock, log: silentLog },
  );
  closing.push(server, agency);
  return await agency.putReceipt(CLAIM, RECEIPT);
}

describe('handing a receipt over', () => {
  it.each([200, 201])('has succeeded when a %i names the claim', async (status) => {
    expect(await taken(status, `{"claim":"${CLAIM}"}`)).toEqual({ kind: 'ok', value: undefined });
  });

  it.each([
    ['a page that says 200', 200, '<h1>Welcome</h1>', 'bad-answer'],
    ['an empty 201', 201, '', 'bad-answer'],
    ['another receipt', 200, '{"claim":"7K3M9QWXA2B3C4D6"}', 'bad-answer'],
    ['a 403 without a code', 403, 'no', 'bad-answer'],
    ['a 500', 500, '{}', 'server-error'],
  ])('is unknown after %s', async (_what, status, body, cause) => {
    expect(await taken(status, body)).toEqual({ kind: 'unknown', cause });
  });

  it.each([
    [404, '<h1>Not Found</h1>', 'NO_DESK'],
    [404, '{"code":"NO_SUCH_CALL"}', 'NO_DESK'],
    [501, '', 'NO_DESK'],
    [413, '{"code":"TOO_LARGE"}', 'UNEXPECTED'],
  ])('is refused by a %i that says %j', async (status, body, code) => {
    expect(await taken(status, body)).toEqual({ kind: 'refused', code });
  });

  it('is logged without the claim', async () => {
    const { agency, logged } = await open();
    await agency.putReceipt(CLAIM, RECEIPT);
    expect(logged).toMatchObject([{ server: 'agency', op: 'put-receipt', outcome: 'ok' }]);
    expect(JSON.stringify(logged)).not.toContain(CLAIM);
  });
});

describe('the emulated agency', () => {
  it('gives a phone a PDF that is kept nowhere, also when the claim was typed off the glass', async () => {
    const world = await open();
    await world.agency.putReceipt('10AB9QWXA2B3C4D5', RECEIPT);
    for (const typed of ['10AB9QWXA2B3C4D5', 'ioab-9qwx-a2b3-c4d5', 'LOAB 9QWX A2B3 C4D5']) {
      expect(await visit(world, encodeURIComponent(typed))).toMatchObject({
        status: 200,
        type: 'application/pdf',
        body: Buffer.from('%PDF-1.7'),
      });
    }
    const early = await visit(world, CLAIM);
    expect(early).toMatchObject({ status: 404, type: 'text/html; charset=utf-8' });
    expect(early.body.toString()).toContain('凭证还没有送到');
  });

  it.each([
    ['a claim that can be guessed', 'ABC', RECEIPT],
    ['a claim with letters that look like figures', 'OOOOOOOOOOOOOOOO', RECEIPT],
    ['what is no PDF', CLAIM, { ...RECEIPT, pdfBase64: Buffer.from('<html>').toString('base64') }],
    ['a kind of its own', CLAIM, { ...RECEIPT, kind: 'paid' } as unknown as HandedReceipt],
  ])('refuses %s', async (_what, claim, receipt) => {
    const world = await open();
    expect(await world.agency.putReceipt(claim, receipt)).toEqual({ kind: 'refused', code: 'UNEXPECTED' });
    expect(await world.server.receipt(claim)).toBeNull();
  });

  it('finds a receipt again after it was killed, where it has a shelf', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'receipt-shelf-'));
    closing.push({ close: () => rm(folder, { recursive: true }) });
    const receiptShelf = (claim: string) => new FileStore(join(folder, `${claim}.json`));
    const first = await open({ receiptShelf });
    await first.agency.putReceipt(CLAIM, RECEIPT);
    expect(await readdir(folder)).toEqual([`${CLAIM}.json`]);
    const second = await open({ receiptShelf });
    expect(await second.server.receipt(CLAIM)).toEqual(RECEIPT);
  });

  it('takes receipts again when it is told to', async () => {
    const world = await open();
    await world.pull('agency-receipts', { mood: 'no-desk' });
    await world.pull('agency-receipts', { mood: 'takes' });
    expect(await world.agency.putReceipt(CLAIM, RECEIPT)).toMatchObject({ kind: 'ok' });
  });
});
