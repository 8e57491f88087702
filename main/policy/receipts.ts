import { RECEIPT_DAYS } from './service.ts';

const DAY_MS = 86_400_000;

/** The last instant at which a receipt made at `madeAt` may be had; both are epoch milliseconds. */
export function receiptKeptUntil(madeAt: number): number {
  return madeAt + RECEIPT_DAYS * DAY_MS;
}

/** True while a receipt made at `madeAt` may still be had again; both are epoch milliseconds, the last instant counts. */
export function isReceiptKept(madeAt: number, now: number): boolean {
  return now <= receiptKeptUntil(madeAt);
}
