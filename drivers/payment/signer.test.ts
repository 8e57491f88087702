import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LocalKeySigner } from './signer.ts';

const MESSAGE = Buffer.from('GET\n/v3\n1\nA\n\n');

describe('LocalKeySigner', () => {
  it('signs with RSA PKCS#1 v1.5 over SHA-256', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signature = await new LocalKeySigner(privateKey).sign(MESSAGE);
    expect(signature.ok && verify('sha256', MESSAGE, publicKey, signature.value)).toBe(true);
  });

  it('says when the key cannot do that', async () => {
    const { privateKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    const signature = await new LocalKeySigner(privateKey).sign(MESSAGE);
    expect(signature).toMatchObject({ ok: false, error: { code: 'SIGNER_FAILED' } });
    expect(signature.ok || signature.error.detail).toMatch(/padding/);
  });
});
