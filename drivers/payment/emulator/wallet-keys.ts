import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** A fresh RSA key, PEM (PKCS#8): made at run time and worth nothing elsewhere. */
export async function makePrivatePem(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function publicPem(privatePem: string): string {
  return keysOf(privatePem).publicPem;
}

/** What answers are signed with. */
export function privateKeyOf(privatePem: string): KeyObject {
  return keysOf(privatePem).privateKey;
}

/** What the signatures of its owner are checked with. */
export function publicKeyOf(privatePem: string): KeyObject {
  return keysOf(privatePem).publicKey;
}

interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicPem: string;
}

/** Reading a key takes longer than using it, and there are only a few in a process. */
const read = new Map<string, Keys>();

function keysOf(privatePem: string): Keys {
  const known = read.get(privatePem);
  if (known !== undefined) return known;
  const privateKey = createPrivateKey(privatePem);
  const publicKey = createPublicKey(privateKey);
  const keys = {
    privateKey,
    publicKey,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
  read.set(privatePem, keys);
  return keys;
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
