import { createDecipheriv, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import vectors from '../fixtures/wechat-vectors.json' with { type: 'json' };
import { verifyRsaSha256 } from '../signature.ts';
import { type RequestParts, requestMessage } from './canonical.ts';

const key = createPublicKey(vectors.key.publicKeyPem);
const encoder = new TextEncoder();

function official(id: string): { message: string; signature: Uint8Array } {
  const vector = vectors.official.find((each) => each.id === id);
  if (vector === undefined) throw new Error(`no vector ${id}`);
  return { message: vector.message, signature: Buffer.from(vector.signatureB64, 'base64') };
}

/** The parts of an official message, taken from its own lines. */
function partsOf(message: string): RequestParts {
  const [method = '', target = '', timestamp = '', nonce = '', body = ''] = message.split('\n');
  return {
    method: method as RequestParts['method'],
    target,
    timestamp: Number(timestamp),
    nonce,
    body: encoder.encode(body),
  };
}

describe('official vectors of WeChat Pay', () => {
  for (const id of ['wx-get-refund', 'wx-post-jsapi']) {
    it(`${id}: our canonical string is what WeChat signed`, () => {
      const { message, signature } = official(id);
      const ours = requestMessage(partsOf(message));
      expect(Buffer.from(ours).toString('utf8')).toBe(message);
      expect(verifyRsaSha256(key, ours, signature)).toBe(true);
    });

    it(`${id}: one other byte is another message`, () => {
      const { message, signature } = official(id);
      const parts = partsOf(message);
      expect(verifyRsaSha256(key, requestMessage({ ...parts, timestamp: 1554208461 }), signature)).toBe(
        false,
      );
      expect(verifyRsaSha256(key, requestMessage({ ...parts, nonce: 'x' }), signature)).toBe(false);
      expect(verifyRsaSha256(key, requestMessage({ ...parts, body: encoder.encode('{}') }), signature)).toBe(
        false,
      );
    });
  }

  // A terminal opens no JSAPI payment: the vector pins the verification with a message of another form.
  it('wx-jsapi-paysign: verifies', () => {
    const { message, signature } = official('wx-jsapi-paysign');
    expect(verifyRsaSha256(key, encoder.encode(message), signature)).toBe(true);
  });

  /*
   * AES-256-GCM protects notifications and downloaded platform certificates. The terminal receives neither and holds no
   * APIv3 key (that belongs to a back office), so no production code opens such a resource. The vector proves that the
   * runtime's primitive reads WeChat's form (tag = last 16 bytes) and refuses a changed one, for the day it is needed.
   */
  it('aesGcm: the runtime opens it and notices tampering', () => {
    const { key: secret, nonce, aad, plaintext, ciphertextB64 } = vectors.aesGcm;
    const sealed = Buffer.from(ciphertextB64, 'base64');
    const open = (bytes: Buffer): string => {
      const decipher = createDecipheriv('aes-256-gcm', secret, nonce);
      decipher.setAAD(Buffer.from(aad));
      decipher.setAuthTag(bytes.subarray(-16));
      return decipher.update(bytes.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8');
    };
    expect(open(sealed)).toBe(plaintext);
    const changed = Buffer.from(sealed);
    changed[0] = (changed[0] ?? 0) ^ 1;
    expect(() => open(changed)).toThrow();
  });
});
