import { shanghaiDay } from './workdays.ts';

/** An order that went wrong is taken up here for this long after it was opened. Source: the field's rule of 48 hours. */
export const FAULT_WINDOW_MS = 48 * 3_600_000;

/** The last instant counts. Both are epoch milliseconds. */
export function isFaultWindowOpen(openedAt: number, now: number): boolean {
  return now - openedAt <= FAULT_WINDOW_MS;
}

/** Requests to give back a *booked* premium are of this month up to and including this day, in Shanghai. */
export const LAST_REFUND_DAY = 20;

/** `next-year`: handed in too late for this month, such a request goes into the next year's pool (次年统筹). */
export function refundRequestAt(now: number): 'this-month' | 'next-year' {
  return Number(shanghaiDay(now).slice(8)) <= LAST_REFUND_DAY ? 'this-month' : 'next-year';
}
