import { createHash, createHmac, type KeyObject } from 'node:crypto';
import { beijingTime } from '../beijing-time.ts';

/**
 * OPEN-BODY-SIG of ChinaUMS's open platform: HMAC-SHA256 under the application's key over application, time, nonce and the
 * SHA-256 of the body, joined without anything in between. Source (M): the platform's published samples, found alike in nine
 * independent clients; vectors recomputed with another runtime (fixtures/chinaums-vectors.json).
 */
export interface Stamp {
  /** Epoch milliseconds. */
  readonly at: number;
  /** At most 128 characters; a fresh one for every attempt. */
  readonly nonce: string;
}

export interface AppKey {
  readonly appId: string;
  readonly key: KeyObject;
}

const SCHEME = 'OPEN-BODY-SIG';

/** The value of the Authorization header. */
export function authorization(app: AppKey, { at, nonce }: Stamp, body: Uint8Array): string {
  const timestamp = compactTime(at);
  const signature = sign(app, timestamp, nonce, body).toString('base64');
  return `${SCHEME} AppId="${app.appId}", Timestamp="${timestamp}", Nonce="${nonce}", Signature="${signature}"`;
}

/** What an answer's own header says; null when it is not of this scheme. Blanks behind the commas come and go. */
export interface AnswerStamp {
  readonly appId: string;
  /** `yyyyMMddHHmmss`, Beijing. */
  readonly timestamp: string;
  readonly nonce: string;
  /** Base64. */
  readonly signature: string;
}

const HEADER =
  /^OPEN-BODY-SIG AppId="([0-9A-Za-z_-]{1,64})", ?Timestamp="(\d{14})", ?Nonce="([^"]{1,128})", ?Signature="([^"]{1,128})"$/;

export function parseAuthorization(header: string): AnswerStamp | null {
  const [, appId, timestamp, nonce, signature] = HEADER.exec(header) ?? [];
  if (appId === undefined || timestamp === undefined || nonce === undefined || signature === undefined) {
    return null;
  }
  return { appId, timestamp, nonce, signature };
}

export function sign({ appId, key }: AppKey, timestamp: string, nonce: string, body: Uint8Array): Buffer {
  const digest = createHash('sha256').update(body).digest('hex');
  return createHmac('sha256', key).update(`${appId}${timestamp}${nonce}${digest}`).digest();
}

/** `yyyyMMddHHmmss` in Beijing. The body's times have hyphens: the platform takes neither form for the other. */
function compactTime(epochMs: number): string {
  return beijingTime(epochMs).replaceAll(/\D/g, '');
}

/** NaN where there is no such time. */
export function epochOf(compact: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(compact) ?? [];
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
}
