import { createSecretKey } from 'node:crypto';
import { expect, it } from 'vitest';
import vectors from '../fixtures/chinaums-vectors.json' with { type: 'json' };
import { authorization, epochOf, parseAuthorization, sign } from './signature.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

it.each(vectors.vectors)('signs as another runtime does: $timestamp', (vector) => {
  const { appId, appKey, at, timestamp, nonce, body, signature } = vector;
  const app = { appId, key: createSecretKey(appKey, 'utf8') };
  expect(sign(app, timestamp, nonce, bytes(body)).toString('base64')).toBe(signature);
  const header = authorization(app, { at, nonce }, bytes(body));
  expect(header).toBe(
    `OPEN-BODY-SIG AppId="${appId}", Timestamp="${timestamp}", Nonce="${nonce}", Signature="${signature}"`,
  );
  expect(parseAuthorization(header)).toEqual({ appId, timestamp, nonce, signature });
  expect(parseAuthorization(header.replaceAll(', ', ','))).toEqual({ appId, timestamp, nonce, signature });
  expect(epochOf(timestamp)).toBe(at);
});

it.each([
  '',
  'Basic dXNlcg==',
  'OPEN-BODY-SIG AppId="a", Timestamp="2026", Nonce="n", Signature="s"',
  'OPEN-BODY-SIG AppId="a", Nonce="n", Timestamp="20261124090000", Signature="s"',
])('reads no other header: %j', (header) => {
  expect(parseAuthorization(header)).toBeNull();
});

it.each(['20261324090000', 'nonsense', '2026112409000'])('knows no such time: %s', (timestamp) => {
  expect(epochOf(timestamp)).toBeNaN();
});
