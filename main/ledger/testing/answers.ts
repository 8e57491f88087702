import { done, unknown } from '../../../drivers/base/outcome.ts';

/** Answers that scripts keep giving. */

export const PAID = done({
  state: 'PAID',
  transactionId: '42000',
  amountFen: 38_000,
  paidAt: '2026-11-24T09:00:01+08:00',
} as const);
export const UNPAID = done({ state: 'UNPAID' } as const);
export const CLOSED = done({ state: 'CLOSED' } as const);
export const LOST = unknown('timeout');
export const REJECTED = done({ status: 'rejected', code: 'ALREADY_PAID' } as const);

export const DAY = 24 * 3_600_000;
