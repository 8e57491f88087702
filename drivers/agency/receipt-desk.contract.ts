import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HandedReceipt, ReceiptDesk } from './receipt-desk.ts';

/** An agency that takes receipts, and a phone in front of it. */
export interface ReceiptDeskWorld {
  readonly desk: ReceiptDesk & { close(): Promise<void> };
  /** What a phone gets at the claim's address; null = nothing lies there. */
  fetch(claim: string): Promise<Uint8Array | null>;
  /** The answer to the next receipt is lost after the agency has taken it. */
  loseAnswer(): Promise<void>;
  /** From now on receipts are refused one by one, or not taken at all. */
  refuse(what: 'this' | 'all'): Promise<void>;
  close(): Promise<void>;
}

/** What the terminal relies on when it tells somebody to scan. */
export function receiptDeskContract(name: string, open: () => Promise<ReceiptDeskWorld>): void {
  describe(`ReceiptDesk: ${name}`, () => {
    const CLAIM = '7K3M9QWXA2B3C4D5';
    let world: ReceiptDeskWorld;
    let desk: ReceiptDeskWorld['desk'];

    beforeEach(async () => {
      world = await open();
      desk = world.desk;
    });

    afterEach(() => world.close());

    function receipt(pdf: string, changes: Partial<HandedReceipt> = {}): HandedReceipt {
      return {
        bookingKey: 'K0001261124C0001',
        kind: 'booked',
        voucherNo: '4404002611240817',
        pdfBase64: Buffer.from(`%PDF-1.7 ${pdf}`).toString('base64'),
        madeAt: '2026-11-24T09:01:20+08:00',
        ...changes,
      };
    }

    async function fetched(claim = CLAIM): Promise<string | null> {
      const pdf = await world.fetch(claim);
      return pdf === null ? null : Buffer.from(pdf).toString().slice('%PDF-1.7 '.length);
    }

    it('gives a phone exactly what was handed over, and nothing under another claim', async () => {
      expect(await fetched()).toBeNull();
      expect(await desk.putReceipt(CLAIM, receipt('first'))).toEqual({ kind: 'ok', value: undefined });
      expect(await fetched()).toBe('first');
      expect(await fetched('7K3M9QWXA2B3C4D6')).toBeNull();
    });

    it('takes the same again, and the newer in place of the older', async () => {
      const pending = receipt('pending', { kind: 'pending' });
      for (const each of [pending, pending, receipt('booked')]) {
        expect(await desk.putReceipt(CLAIM, each)).toMatchObject({ kind: 'ok' });
      }
      expect(await fetched()).toBe('booked');
      expect(await desk.putReceipt(CLAIM, receipt('refunded', { kind: 'refunding' }))).toMatchObject({
        kind: 'ok',
      });
      expect(await fetched()).toBe('refunded');
    });

    it('never lets a message that was long on its way take a proven payment back', async () => {
      await desk.putReceipt(CLAIM, receipt('booked'));
      expect(await desk.putReceipt(CLAIM, receipt('pending', { kind: 'pending' }))).toMatchObject({
        kind: 'ok',
      });
      expect(await fetched()).toBe('booked');
    });

    it('may have taken what it did not answer for', async () => {
      await world.loseAnswer();
      expect(await desk.putReceipt(CLAIM, receipt('first'))).toMatchObject({ kind: 'unknown' });
      expect(await fetched()).toBe('first');
      expect(await desk.putReceipt(CLAIM, receipt('first'))).toMatchObject({ kind: 'ok' });
    });

    it('says that it does not take this one, or none at all', async () => {
      await world.refuse('this');
      expect(await desk.putReceipt(CLAIM, receipt('first'))).toEqual({ kind: 'refused', code: 'UNEXPECTED' });
      await world.refuse('all');
      expect(await desk.putReceipt(CLAIM, receipt('first'))).toEqual({ kind: 'refused', code: 'NO_DESK' });
      expect(await fetched()).toBeNull();
    });

    it('answers unknown once it is closed', async () => {
      await desk.close();
      expect(await desk.putReceipt(CLAIM, receipt('first'))).toEqual({ kind: 'unknown', cause: 'network' });
    });
  });
}
