import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ServerRequest } from '../../transport/emulator/http-server.ts';
import vectors from '../fixtures/alipay-vectors.json' with { type: 'json' };
import { verifyRsaSha256 } from '../signature.ts';
import { authorization, authString, type RequestParts, requestMessage } from './canonical.ts';
import { checkAnswer } from './verify.ts';

const appKey = createPublicKey(vectors.appPublicKeyPem);
const alipayKey = createPublicKey(vectors.alipayPublicKeyPem);

type Recorded = (typeof vectors.requests)[number];

/** What the official SDK has signed, taken from its own header. */
function parts({ method, target, body, authorization: header, appAuthToken }: Recorded) {
  const [, auth = '', nonce = '', timestamp = '', signature = ''] =
    /^ALIPAY-SHA256withRSA (app_id=\d+,nonce=([^,]+),timestamp=(\d+)),sign=(.+)$/.exec(header) ?? [];
  const request: RequestParts = {
    auth,
    method: method as ServerRequest['method'] & RequestParts['method'],
    target,
    body: Buffer.from(body),
    appAuthToken,
  };
  return { request, nonce, timestamp: Number(timestamp), signature: Buffer.from(signature, 'base64') };
}

describe('requests of the official SDK', () => {
  for (const recorded of vectors.requests) {
    const { request, nonce, timestamp, signature } = parts(recorded);

    it(`${recorded.id}: our canonical string is what was signed, our header what was sent`, () => {
      expect(authString(vectors.appId, { timestamp, nonce })).toBe(request.auth);
      expect(verifyRsaSha256(appKey, requestMessage(request), signature)).toBe(true);
      expect(authorization(request.auth, signature)).toBe(recorded.authorization);
    });

    it(`${recorded.id}: one other byte is another message`, () => {
      const changes: readonly Partial<RequestParts>[] = [
        { auth: authString(vectors.appId, { timestamp: timestamp + 1, nonce }) },
        { method: request.method === 'GET' ? 'POST' : 'GET' },
        { target: `${request.target}x` },
        { body: Buffer.from('{}') },
        { appAuthToken: 'another' },
      ];
      for (const change of changes) {
        const message = requestMessage({ ...request, ...change });
        expect(verifyRsaSha256(appKey, message, signature), Object.keys(change)[0]).toBe(false);
      }
    });
  }
});

describe('answers that the official SDK has accepted', () => {
  for (const { id, timestamp, nonce, body, signature } of vectors.answers) {
    it(`${id}: we accept it too, and only as it was`, () => {
      const answer = (text: string) => ({
        status: 200,
        body: Buffer.from(text),
        headers: new Map<string, readonly string[]>([
          ['alipay-timestamp', [timestamp]],
          ['alipay-nonce', [nonce]],
          ['alipay-signature', [signature]],
        ]),
      });
      expect(checkAnswer(answer(body), [alipayKey], Number(timestamp))).toBeNull();
      expect(checkAnswer(answer(`${body} `), [alipayKey], Number(timestamp))).toBe('bad-signature');
    });
  }
});
