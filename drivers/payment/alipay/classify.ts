import { type Outcome, refused, retryAfter, unknown } from '../../base/outcome.ts';
import type { HttpAnswer } from '../../transport/http.ts';
import { byStatus, patience } from '../patience.ts';
import { parseExactJson } from './json.ts';
import { errorShape } from './shapes.ts';

/** What an answer without success says. `code` is Alipay's. */
export type Refusal = Exclude<Outcome<never>, { readonly kind: 'ok' }>;

/**
 * It may have worked, although Alipay answers these with 400 like any business refusal. The second spelling is theirs.
 * `aop.` and `isp.` are the gateway's and the provider's own troubles, whatever comes after the dot.
 */
const UNKNOWN_CODE = /^(?:A[CQ][CQ]\.SYSTEM_ERROR|SYSTEM_ERROR|aop\..*|isp\..*)$/i;
/** Too many calls: of this application, or of the interface. */
const THROTTLE_CODE = /(?:call|rate|request|frequency)[-_]?limit/i;

/** There is no bill of that day. Begins like the provider's troubles and is an answer. */
export const BILL_NOT_EXIST = 'isp.bill_not_exist';

/** No trade of this number: nobody has scanned the code yet, or there never was one. */
export const TRADE_NOT_EXIST = 'ACQ.TRADE_NOT_EXIST';

/**
 * Classifies by the code in the body; the HTTP status decides only where there is none to trust: see `byStatus`. A refusal without a readable code (a proxy's own page, for instance)
 * comes from nobody knows whom and proves nothing.
 * Source: Alipay v3 public error codes, and those of precreate, query, close, refund and refund query.
 */
export function classifyError(answer: HttpAnswer): Refusal {
  const overruled = byStatus(answer);
  if (overruled !== null) return overruled;
  const error = errorShape.safeParse(parseExactJson(answer.body));
  if (answer.status < 400 || !error.success) return unknown('bad-answer');
  const { code, message } = error.data;
  if (UNKNOWN_CODE.test(code) && code !== BILL_NOT_EXIST) return unknown('server-error');
  if (THROTTLE_CODE.test(code)) return retryAfter(patience(answer));
  return refused(code, message);
}
