import { type Outcome, refused, retryAfter, unknown } from '../../base/outcome.ts';
import type { HttpAnswer } from '../../transport/http.ts';
import { byStatus, patience } from '../patience.ts';
import { errorShape, parseJson } from './shapes.ts';

/** What an answer without success says. `code` is the server's, in the spelling of the present documents. */
export type Refusal = Exclude<Outcome<never>, { readonly kind: 'ok' }>;

/** Older documents, and the servers that still follow them, write these without the underscore. */
const SPELLINGS: Readonly<Record<string, string>> = {
  ORDERPAID: 'ORDER_PAID',
  ORDERCLOSED: 'ORDER_CLOSED',
  ORDERNOTEXIST: 'ORDER_NOT_EXIST',
  RESOURCE_NOT_EXIST: 'RESOURCE_NOT_EXISTS',
  NOTENOUGH: 'NOT_ENOUGH',
  NOAUTH: 'NO_AUTH',
  RULELIMIT: 'RULE_LIMIT',
  SYSTEMERROR: 'SYSTEM_ERROR',
  BANKERROR: 'BANK_ERROR',
  USERPAYING: 'USER_PAYING',
};

/** It may have worked, whatever the HTTP status says. */
const UNKNOWN_CODES: readonly string[] = ['SYSTEM_ERROR', 'BANK_ERROR', 'USER_PAYING'];
const THROTTLE_CODES: readonly string[] = [
  'FREQUENCY_LIMITED',
  'FREQUENCY_LIMIT_EXCEED',
  'RATELIMIT_EXCEED',
  'RATELIMIT_EXCEEDED',
];
/** The order or refund number has never been seen. */
export const NOT_THERE_CODES: readonly string[] = ['ORDER_NOT_EXIST', 'RESOURCE_NOT_EXISTS'];

/**
 * Classifies by the code in the body; the HTTP status decides only where there is none to trust: see `byStatus`. A refusal without a readable code (a proxy's own page,
 * for instance) comes from nobody knows whom and proves nothing.
 * Source: WeChat Pay APIv3 error codes of native prepay, query, close and refund.
 */
export function classifyError(answer: HttpAnswer): Refusal {
  const overruled = byStatus(answer);
  if (overruled !== null) return overruled;
  const error = errorShape.safeParse(parseJson(answer.body));
  if (answer.status < 400 || !error.success) return unknown('bad-answer');
  const code = SPELLINGS[error.data.code] ?? error.data.code;
  if (UNKNOWN_CODES.includes(code)) return unknown('server-error');
  if (THROTTLE_CODES.includes(code)) return retryAfter(patience(answer));
  return refused(code, error.data.message);
}
