import { constants, type KeyObject, verify } from 'node:crypto';

/** RSASSA-PKCS1-v1_5 with SHA-256: what both WeChat Pay (…-SHA256-RSA2048) and Alipay (RSA2) sign with. */
export function verifyRsaSha256(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', message, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
}

/** null = absent, empty or not Base64. Strict, because the runtime's own decoder skips over whatever it does not know. */
export function decodeBase64(text: string | null): Uint8Array | null {
  if (text === null || text === '' || text.length % 4 !== 0) return null;
  return /^[0-9A-Za-z+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
}
