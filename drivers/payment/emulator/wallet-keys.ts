import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

/** A fresh RSA key, PEM (PKCS#8): made at run time and worth nothing elsewhere. */
export async function makePrivatePem(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function publicPem(privatePem: string): string {
  return createPublicKey(createPrivateKey(privatePem)).export({ type: 'spki', format: 'pem' }).toString();
}

/** A second use of a nonce means that somebody below the client sent a request twice: that must not pass unseen. */
export class NonceMemory {
  readonly #keepMs: number;
  readonly #seen = new Map<string, number>();

  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  isReplay(nonce: string, nowMs: number): boolean {
    for (const [old, at] of this.#seen) if (nowMs - at > this.#keepMs) this.#seen.delete(old);
    const replay = this.#seen.has(nonce);
    this.#seen.set(nonce, nowMs);
    return replay;
  }
}
