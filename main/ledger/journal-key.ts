import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import { CROCKFORD } from './crockford.ts';
import type { JournalError } from './journal-error.ts';
import { createPrivateFile, OWNER_ONLY } from './private-file.ts';

const KEY_BYTES = 32;
/** Of five bits each. */
const CLAIM_CHARS = 16;

/**
 * The key under which insured ids stand in the journal: HMAC-SHA256, so that a stolen journal names nobody and two
 * journals cannot be joined. It lives beside the journal (`<journal>.key`, 32 random bytes, mode 0600); without it an
 * open order could no longer be told from a stranger's, so a journal whose key is gone is an error, never a new key.
 */
export class JournalKey {
  readonly #secret: Uint8Array;

  private constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /**
   * `fingerprint` = what the journal says about its key, or null for a journal that has none yet: only then a missing
   * key is created.
   */
  static load(file: string, fingerprint: string | null): Result<JournalKey, JournalError> {
    const secret = read(file);
    if (secret === null) {
      if (fingerprint !== null) return err(keyError(file, 'is missing'));
      const created = new JournalKey(randomBytes(KEY_BYTES));
      createPrivateFile(file, created.#secret);
      return ok(created);
    }
    if (secret.length !== KEY_BYTES) return err(keyError(file, `has ${secret.length} bytes instead of 32`));
    const key = new JournalKey(secret);
    if (fingerprint !== null && key.fingerprint() !== fingerprint) {
      return err(keyError(file, 'belongs to another journal'));
    }
    chmodSync(file, OWNER_ONLY);
    return ok(key);
  }

  /** 64 lower-case hex digits; the same person always the same in this journal. */
  identity(insuredId: string): string {
    return createHmac('sha256', this.#secret).update(`insured:${insuredId}`).digest('hex');
  }

  /**
   * Under which a phone fetches the receipt of an order: 16 characters of Crockford's base 32, 80 bits, that nobody can guess
   * and that stay the same however often the terminal is started.
   */
  receiptClaim(orderId: string): string {
    const bits = createHmac('sha256', this.#secret).update(`receipt:${orderId}`).digest();
    return Array.from(bits.subarray(0, CLAIM_CHARS), (byte) => CROCKFORD.charAt(byte & 31)).join('');
  }

  /** Tells keys apart without giving them away. */
  fingerprint(): string {
    return createHmac('sha256', this.#secret).update('fingerprint').digest('hex').slice(0, 16);
  }
}

function read(file: string): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (Object(error).code === 'ENOENT') return null;
    throw error;
  }
}

function keyError(file: string, what: string): JournalError {
  return { code: 'KEY', file, message: `The key ${file} of the journal ${what}.` };
}
