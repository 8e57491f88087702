import { concat } from '../../base/bytes.ts';

/**
 * The strings that WeChat Pay APIv3 signs. Everything is bytes: the body is never parsed and written again between
 * signing and sending, which is the commonest way to break a signature.
 * Source: WeChat Pay merchant documents 4012365334, 4012365336 (request) and 4013053249 (answer).
 */
export interface RequestParts {
  readonly method: 'GET' | 'POST';
  /** Path and query, percent-encoded exactly as sent. */
  readonly target: string;
  /** Unix seconds. */
  readonly timestamp: number;
  /** At most 32 of [0-9A-Za-z]; a fresh one for every attempt. */
  readonly nonce: string;
  /** Empty for GET. */
  readonly body: Uint8Array;
}

const encoder = new TextEncoder();
const LINE_END = encoder.encode('\n');

export function requestMessage({ method, target, timestamp, nonce, body }: RequestParts): Uint8Array {
  return concat(encoder.encode(`${method}\n${target}\n${timestamp}\n${nonce}\n`), body, LINE_END);
}

/** `timestamp` and `nonce` as they stand in the answer's headers. */
export function answerMessage(timestamp: string, nonce: string, body: Uint8Array): Uint8Array {
  return concat(encoder.encode(`${timestamp}\n${nonce}\n`), body, LINE_END);
}

/** The Authorization header. `serial` = serial number of the merchant's certificate, upper-case hex. */
export function authorization(
  parts: Pick<RequestParts, 'timestamp' | 'nonce'>,
  merchant: { readonly mchId: string; readonly serial: string },
  signature: Uint8Array,
): string {
  const fields = [
    `mchid="${merchant.mchId}"`,
    `nonce_str="${parts.nonce}"`,
    `signature="${Buffer.from(signature).toString('base64')}"`,
    `timestamp="${parts.timestamp}"`,
    `serial_no="${merchant.serial}"`,
  ];
  return `WECHATPAY2-SHA256-RSA2048 ${fields.join(',')}`;
}
