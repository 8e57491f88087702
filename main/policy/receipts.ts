import { RECEIPT_DAYS } from './service.ts';

const DAY_MS = 86_400_000;

/** True while a receipt made at `madeAt` may still be had again; both are epoch milliseconds, the last instant counts. */
export function isReceiptKept(madeAt: number, now: number): boolean {
  return now - madeAt <= RECEIPT_DAYS * DAY_MS;
}
