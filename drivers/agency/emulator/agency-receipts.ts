import { z } from 'zod';
import { MemoryStore, type TextStore } from '../../transport/emulator/file-store.ts';
import type { ServerAnswer } from '../../transport/emulator/http-server.ts';
import { apiError, type Plain } from './messages.ts';

const CLAIM = /^[0-9A-HJKMNP-TV-Z]{16,32}$/;
const PDF = Buffer.from('%PDF-').toString('base64').slice(0, 6);

export const receiptRequest = z.strictObject({
  bookingKey: z.string().regex(/^[0-9A-Za-z]{6,32}$/),
  voucherNo: z.string().min(1).max(128).optional(),
  kind: z.enum(['booked', 'pending', 'refunding']),
  pdfBase64: z.base64().startsWith(PDF).max(1_000_000),
  madeAt: z.iso.datetime({ offset: true }),
});

export type ModelReceipt = z.infer<typeof receiptRequest>;

/** What the next receipts are told: kept, not this one, or that nobody here takes receipts. */
export type ReceiptMood = 'takes' | 'refuses' | 'no-desk';

/** The agency's shelf of receipts, and the page on which a phone fetches them. */
export class AgencyReceipts {
  readonly #shelf: (claim: string) => TextStore;
  /** One after the other: of two for the same claim the one that comes last is the one that stays. */
  #turn: Promise<unknown> = Promise.resolve();
  mood: ReceiptMood = 'takes';

  /** @param shelf a place for each claim; by default they die with the process */
  constructor(shelf: (claim: string) => TextStore = memoryShelf()) {
    this.#shelf = shelf;
  }

  put(claim: string, receipt: ModelReceipt): Promise<Plain> {
    const answer = this.#turn.then(() => this.#put(claim, receipt));
    this.#turn = answer;
    return answer;
  }

  /** As it was handed over last; null = nothing lies there. */
  async find(claim: string): Promise<ModelReceipt | null> {
    const text = CLAIM.test(claim) ? await this.#shelf(claim).load() : null;
    return text === null ? null : JSON.parse(text);
  }

  /** What the phone gets. `typed` may have been read off the glass: small letters, hyphens, O for 0. */
  async page(typed: string): Promise<ServerAnswer> {
    const claim = typed.toUpperCase().replaceAll(/[- ]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
    const found = await this.find(claim);
    if (found === null) return NOTHING_HERE;
    return {
      status: 200,
      headers: {
        'Content-Type': 'application/pdf',
        'Content-Disposition': 'inline; filename="receipt.pdf"',
        'Cache-Control': 'no-store',
      },
      body: Buffer.from(found.pdfBase64, 'base64'),
    };
  }

  async #put(claim: string, receipt: ModelReceipt): Promise<Plain> {
    if (this.mood === 'no-desk') return apiError(404, 'NO_SUCH_CALL', '没有该接口');
    if (this.mood === 'refuses') return apiError(422, 'RECEIPT_REFUSED', '凭证不予接收');
    if (!CLAIM.test(claim)) return apiError(400, 'BAD_REQUEST', '请求不正确');
    const before = await this.find(claim);
    // A message that has been on its way for long must not take a proven payment back.
    const outdated = before !== null && before.kind !== 'pending' && receipt.kind === 'pending';
    if (!outdated) await this.#shelf(claim).save(JSON.stringify(receipt));
    return { status: before === null ? 201 : 200, body: { claim } };
  }
}

const NOTHING_HERE: ServerAnswer = {
  status: 404,
  headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
  body: Buffer.from(
    '<!doctype html><html lang="zh-CN"><meta name="viewport" content="width=device-width"><title>电子凭证</title><h1>凭证还没有送到</h1><p>请过几分钟再打开。凭证保存 180 天。</p></html>',
  ),
};

function memoryShelf(): (claim: string) => TextStore {
  const stores = new Map<string, TextStore>();
  return (claim) => {
    const store = stores.get(claim) ?? new MemoryStore();
    stores.set(claim, store);
    return store;
  };
}
