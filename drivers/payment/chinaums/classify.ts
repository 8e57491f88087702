import { type Outcome, refused, retryAfter, unknown } from '../../base/outcome.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { HttpAnswer } from '../../transport/http.ts';
import { byStatus, patience } from '../patience.ts';
import { envelopeShape } from './shapes.ts';

/** What an answer without success says. `code` is ChinaUMS's. */
export type Refusal = Exclude<Outcome<never>, { readonly kind: 'ok' }>;

/** No bill of this number and day. */
export const NO_ORDER = 'NO_ORDER';
/** A bill, or a refund, of this number exists already. */
export const DUP_ORDER = 'DUP_ORDER';

/**
 * Refused before anything was done. Every other code is *unknown*, the gateway's numeric ones included: INTERNAL_ERROR, TIMEOUT,
 * NET_ERROR, INVALID_RESPONSE and TARGET_FAIL say that something went wrong on the way to the wallet or behind it, and
 * ORDER_PROCESSING that somebody is at work on the order at this moment.
 * `INVLID_MERCHANT_CONFIG` is spelt like that. Source (M): the platform's table of error codes, as quoted by three clients.
 */
const REFUSALS: ReadonlySet<string> = new Set([
  'BAD_REQUEST',
  'NO_SERVICE',
  NO_ORDER,
  'OPERATION_NOT_ALLOWED',
  DUP_ORDER,
  'NO_MERCHANT',
  'INACTIVE_MERCHANT',
  'BAD_SIGN',
  'INVALID_MSGSRC',
  'INVALID_ORDER',
  'NO_CROSS_DAY_TRADING',
  'DENIED_IP',
  'INVLID_MERCHANT_CONFIG',
]);

/** Overloaded: the request was thrown away before its turn. */
const DISCARDED = 'TXN_DISCARDED';
/** Our clock, or the acquirer's, is off. */
const WRONG_TIME = 'ABNORMAL_REQUEST_TIME';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The content of a success, or what the answer is instead: told by the code in the body, which also comes with 4xx. */
export function classify(answer: HttpAnswer): Result<unknown, Refusal> {
  const overruled = byStatus(answer);
  if (overruled !== null) return err(overruled);
  const json = parseJson(answer.body);
  const envelope = envelopeShape.safeParse(json);
  if (!envelope.success) return err(unknown('bad-answer'));
  const { errCode, errMsg, errInfo } = envelope.data;
  if (errCode === 'SUCCESS') return answer.status === 200 ? ok(json) : err(unknown('bad-answer'));
  if (errCode === DISCARDED) return err(retryAfter(patience(answer)));
  if (errCode === WRONG_TIME) return err(unknown('clock-skew'));
  if (!REFUSALS.has(errCode)) return err(unknown('server-error'));
  // Prose for the technician; cut, because it comes from outside.
  return err(refused(errCode, (errMsg ?? errInfo)?.slice(0, 120)));
}

/** undefined when the bytes are not JSON in UTF-8: no shape accepts that. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    return undefined;
  }
}
