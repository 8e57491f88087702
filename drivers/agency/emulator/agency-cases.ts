import { z } from 'zod';
import { apiError, type Plain, rfc3339 } from './messages.ts';

const text = z.string().min(1).max(256);

export const caseRequest = z.strictObject({
  kind: z.enum(['duplicate', 'refund', 'objection']),
  insuredId: text,
  voucherNo: text.optional(),
  field: text.optional(),
  note: text.optional(),
});

export interface ModelCase {
  readonly request: z.infer<typeof caseRequest>;
  readonly caseNo: string;
  /** YYYY-MM-DD. */
  readonly dueDate: string;
}

const DAY_MS = 86_400_000;
/** The agency's own promise for every kind, in weekdays. */
const WEEKDAYS = 5;

interface Desk {
  readonly cases: ModelCase[];
  readonly now: number;
  knows(insuredId: string): boolean;
  hasVoucher(voucherNo: string): boolean;
  number(): string;
}

/** The same request again is the same case: a clerk who is handed a form twice keeps one. */
export function openCase(request: z.infer<typeof caseRequest>, desk: Desk): Plain {
  if (!desk.knows(request.insuredId)) return apiError(404, 'NOT_FOUND', '没有该参保人');
  if (request.voucherNo !== undefined && !desk.hasVoucher(request.voucherNo)) {
    return apiError(404, 'NOT_FOUND', '没有该凭证');
  }
  const same = desk.cases.find((each) => JSON.stringify(each.request) === JSON.stringify(request));
  const opened = same ?? { request, caseNo: desk.number(), dueDate: due(desk.now) };
  if (same === undefined) desk.cases.push(opened);
  const { caseNo, dueDate } = opened;
  return { status: 200, body: { caseNo, dueDate } };
}

function due(now: number): string {
  let at = now;
  for (let left = WEEKDAYS; left > 0; ) {
    at += DAY_MS;
    const weekday = new Date(`${rfc3339(at).slice(0, 10)}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return rfc3339(at).slice(0, 10);
}
