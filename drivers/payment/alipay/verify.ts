import type { KeyObject } from 'node:crypto';
import type { UnknownCause } from '../../base/outcome.ts';
import { type HttpAnswer, onlyHeader } from '../../transport/http.ts';
import { decodeBase64, verifyRsaSha256 } from '../signature.ts';
import { answerMessage } from './canonical.ts';

/** Alipay names no age at which an answer is stale; five minutes, as with the other wallet. */
const MAX_SKEW_MS = 300_000;

/**
 * null = the answer is Alipay's own and fresh. Anything else makes the outcome of the call unknown.
 *
 * With plain public keys, Alipay does not say which of them it used, so every key of the ring is tried: they are all
 * ours, made for this one application. `alipay-sn` names a key only where the merchant has certificates; when it is there
 * and nothing fits, it is our ring that is out of date rather than somebody's forgery, and the technician hears that.
 * The signature is judged before the stamp, so that `clock-skew` is said only of genuine answers.
 */
export function checkAnswer(
  answer: HttpAnswer,
  keys: readonly KeyObject[],
  nowMs: number,
): UnknownCause | null {
  const timestamp = onlyHeader(answer, 'alipay-timestamp');
  const nonce = onlyHeader(answer, 'alipay-nonce');
  const signature = decodeBase64(onlyHeader(answer, 'alipay-signature'));
  if (timestamp === null || nonce === null || signature === null) return 'bad-signature';
  if (!/^\d{1,15}$/.test(timestamp)) return 'bad-signature';
  const message = answerMessage(timestamp, nonce, answer.body);
  if (!keys.some((key) => verifyRsaSha256(key, message, signature))) {
    return answer.headers.has('alipay-sn') ? 'unknown-key' : 'bad-signature';
  }
  return Math.abs(nowMs - Number(timestamp)) >= MAX_SKEW_MS ? 'clock-skew' : null;
}

/** Whether the server tried to sign at all: refusals may come unsigned, but a wrong signature is never ignored. */
export function isSigned(answer: HttpAnswer): boolean {
  return answer.headers.has('alipay-signature');
}
