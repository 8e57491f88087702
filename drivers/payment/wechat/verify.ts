import type { KeyObject } from 'node:crypto';
import type { UnknownCause } from '../../base/outcome.ts';
import { type HttpAnswer, onlyHeader } from '../../transport/http.ts';
import { decodeBase64, verifyRsaSha256 } from '../signature.ts';
import { answerMessage } from './canonical.ts';

/** Answers whose stamp is this far from our clock are not believed (WeChat Pay: five minutes). */
const MAX_SKEW_MS = 300_000;

/** Public keys by id: `PUB_KEY_ID_…`, or the serial of a platform certificate. Several while keys rotate. */
export type KeyRing = Readonly<Record<string, KeyObject>>;

/**
 * null = the answer is WeChat's own and fresh. Anything else makes the outcome of the call unknown.
 *
 * The signature is judged before the stamp, so that `clock-skew` is said only of genuine answers: then it is our clock
 * that needs the technician. Probes with a signature of `WECHATPAY/SIGNTEST/…` fail here like any other forgery.
 */
export function checkAnswer(answer: HttpAnswer, keys: KeyRing, nowMs: number): UnknownCause | null {
  const timestamp = onlyHeader(answer, 'Wechatpay-Timestamp');
  const nonce = onlyHeader(answer, 'Wechatpay-Nonce');
  const serial = onlyHeader(answer, 'Wechatpay-Serial');
  const signature = decodeBase64(onlyHeader(answer, 'Wechatpay-Signature'));
  if (timestamp === null || nonce === null || serial === null || signature === null) return 'bad-signature';
  if (!/^\d{1,12}$/.test(timestamp)) return 'bad-signature';
  const key = Object.hasOwn(keys, serial) ? keys[serial] : undefined;
  if (key === undefined) return 'unknown-key';
  const message = answerMessage(timestamp, nonce, answer.body);
  if (!verifyRsaSha256(key, message, signature)) return 'bad-signature';
  return Math.abs(nowMs - Number(timestamp) * 1000) >= MAX_SKEW_MS ? 'clock-skew' : null;
}

/** Whether the server tried to sign at all: refusals may come unsigned, but a wrong signature is never ignored. */
export function isSigned(answer: HttpAnswer): boolean {
  return answer.headers.has('wechatpay-signature');
}
