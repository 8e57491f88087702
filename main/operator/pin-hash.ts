import { scryptSync, timingSafeEqual } from 'node:crypto';

/**
 * A technician's number as it lies in `operator.pinFile`: one line `scrypt$N$r$p$salt$hash`, salt and hash in base64.
 * Made by scripts/operator-pin.mjs. The number itself is nowhere.
 */
export interface PinHash {
  readonly cost: { readonly N: number; readonly r: number; readonly p: number };
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** Costs that neither make guessing cheap nor stop the terminal: 2^12 to 2^17 times 8 blocks. */
const LINE =
  /^scrypt\$(4096|8192|16384|32768|65536|131072)\$8\$1\$([A-Za-z0-9+/=]{16,88})\$([A-Za-z0-9+/=]{40,88})$/;

/** @returns null when the line is not of this form */
export function parsePinHash(text: string): PinHash | null {
  const [, cost, salt, hash] = LINE.exec(text.trim()) ?? [];
  if (cost === undefined || salt === undefined || hash === undefined) return null;
  return {
    cost: { N: Number(cost), r: 8, p: 1 },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

/** Takes some fifty milliseconds of the caller's thread: that is its purpose. */
export function isRightPin({ cost, salt, hash }: PinHash, pin: string): boolean {
  // 128 · N · r bytes are needed; Node's own limit is meant for smaller N.
  const found = scryptSync(pin, salt, hash.length, { ...cost, maxmem: 256 * cost.N * cost.r });
  return timingSafeEqual(found, hash);
}
