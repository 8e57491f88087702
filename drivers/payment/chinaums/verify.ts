import { timingSafeEqual } from 'node:crypto';
import type { UnknownCause } from '../../base/outcome.ts';
import { type HttpAnswer, onlyHeader } from '../../transport/http.ts';
import { decodeBase64 } from '../signature.ts';
import { type AppKey, epochOf, parseAuthorization, sign } from './signature.ts';

/** As for requests. */
const MAX_SKEW_MS = 300_000;

/**
 * Why a signed answer is not to be believed; null = believe it. Only where answer signatures were agreed upon with the
 * acquirer: see `ChinaUmsConfig.answersSigned`.
 *
 * @param now epoch milliseconds at the acquirer
 */
export function checkAnswer(answer: HttpAnswer, app: AppKey, now: number): UnknownCause | null {
  const stamp = parseAuthorization(onlyHeader(answer, 'Authorization') ?? '');
  const signature = decodeBase64(stamp?.signature ?? null);
  if (stamp === null || signature === null) return 'bad-signature';
  if (stamp.appId !== app.appId) return 'unknown-key';
  const expected = sign(app, stamp.timestamp, stamp.nonce, answer.body);
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return 'bad-signature';
  // Not a number, and then not within bounds either, where there is no such time.
  return Math.abs(now - epochOf(stamp.timestamp)) <= MAX_SKEW_MS ? null : 'clock-skew';
}
