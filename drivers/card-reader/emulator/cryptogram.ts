import { createCipheriv } from 'node:crypto';

/**
 * How the emulated cards and the emulated security module agree on a key and on a proof. Real ones use SM4 (or DES) with
 * keys that never leave them; how exactly is not published. This stands in for it with the same lengths and the same
 * dependence on every input, so that a wrong key, factor or challenge really fails. The driver knows nothing of it.
 *
 *   region key = AES-128(issuer key, region factor ‖ its complement)
 *   card key   = AES-128(region key, card factor ‖ its complement)
 *   proof      = first 8 bytes of AES-128(card key, challenge ‖ 00×8)
 *
 * Factors and challenge are 8 bytes, keys 16.
 */
export function deriveCardKey(issuerKey: Buffer, regionFactor: Buffer, cardFactor: Buffer): Buffer {
  return aes(aes(issuerKey, doubled(regionFactor)), doubled(cardFactor));
}

export function prove(cardKey: Buffer, challenge: Buffer): Buffer {
  return aes(cardKey, Buffer.concat([challenge, Buffer.alloc(8)])).subarray(0, 8);
}

function doubled(factor: Buffer): Buffer {
  return Buffer.concat([factor, Buffer.from(factor.map((byte) => byte ^ 0xff))]);
}

function aes(key: Buffer, block: Buffer): Buffer {
  return createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(block);
}
