import { createHash } from 'node:crypto';
import { concat } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Signer, SignerError } from '../signer.ts';
import {
  type Answer,
  CKM_RSA_PKCS,
  CKM_SHA256_RSA_PKCS,
  type Cryptoki,
  loadCryptoki,
  rvText,
} from './cryptoki.ts';

export interface TokenOptions {
  /** The maker's PKCS#11 library, e.g. `/usr/lib/softhsm/libsofthsm2.so`. */
  readonly module: string;
  /** Label of the token; exactly one must bear it. */
  readonly token: string;
  /** Label of the private key on it; likewise. */
  readonly key: string;
  readonly pin: string;
  /** To be shared by all signers on one module. Default: of its own. */
  readonly turns?: Turns;
  /** Default: the real one. */
  readonly load?: (module: string) => Cryptoki;
}

/** pkcs11t.h: what the module answers. */
const CKR_OK = 0x00;
const CKR_MECHANISM_INVALID = 0x70;
const CKR_USER_ALREADY_LOGGED_IN = 0x100;
const CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191;

/** The PIN was not believed: every further try brings the token nearer to locking itself. */
const PIN_REFUSALS = new Set([
  0xa0 /* INCORRECT */, 0xa1 /* INVALID */, 0xa3 /* EXPIRED */, 0xa4 /* LOCKED */,
]);

/** DER of DigestInfo for SHA-256 up to the digest (RFC 8017, 9.2 note 1). */
const SHA256_DIGEST_INFO = Uint8Array.of(
  ...[0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01],
  ...[0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20],
);

/** One after the other: a PKCS#11 module takes one call at a time. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(job: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(job);
    // A job that throws must not hold up the next.
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

interface Ready {
  readonly cryptoki: Cryptoki;
  readonly session: number;
  readonly key: number;
}

/**
 * Signs with a private key that never leaves its token (HSM, TPM, USB key) over PKCS#11. Opens a session at the first
 * signature and keeps it; a token that was pulled out and put back is found again. One wrong PIN is the last one: no
 * further login until the terminal is started anew.
 */
export class TokenSigner implements Signer {
  readonly #options: TokenOptions;
  readonly #turns: Turns;
  #cryptoki: Cryptoki | null = null;
  #ready: Ready | null = null;
  #refusedPin: SignerError | null = null;
  #mechanism = CKM_SHA256_RSA_PKCS;

  constructor(options: TokenOptions) {
    this.#options = options;
    this.#turns = options.turns ?? new Turns();
  }

  sign(message: Uint8Array): Promise<Result<Uint8Array, SignerError>> {
    return this.#turns.take(() => this.#sign(message));
  }

  async #sign(message: Uint8Array): Promise<Result<Uint8Array, SignerError>> {
    const kept = this.#ready;
    if (kept !== null) {
      const signed = await this.#signWith(kept, message);
      if (signed.rv === CKR_OK) return ok(signed.value);
      await this.#letGo(kept);
    }
    const ready = await this.#connect();
    if (!ready.ok) return ready;
    const signed = await this.#signWith(ready.value, message);
    if (signed.rv === CKR_OK) return ok(signed.value);
    await this.#letGo(ready.value);
    return failed('C_Sign', signed.rv);
  }

  /** Tokens that do not hash take the digest in its wrapping instead. */
  async #signWith({ cryptoki, session, key }: Ready, message: Uint8Array): Promise<Answer<Uint8Array>> {
    const sign = () =>
      cryptoki.sign(
        session,
        key,
        this.#mechanism,
        this.#mechanism === CKM_RSA_PKCS ? digestInfo(message) : message,
      );
    const signed = await sign();
    if (signed.rv !== CKR_MECHANISM_INVALID || this.#mechanism === CKM_RSA_PKCS) return signed;
    this.#mechanism = CKM_RSA_PKCS;
    return sign();
  }

  async #letGo(ready: Ready): Promise<void> {
    this.#ready = null;
    // Of a token that is gone this fails, and nothing is lost by it.
    await ready.cryptoki.closeSession(ready.session);
  }

  async #connect(): Promise<Result<Ready, SignerError>> {
    if (this.#refusedPin !== null) return err(this.#refusedPin);
    const cryptoki = await this.#load();
    if (!cryptoki.ok) return cryptoki;
    const slot = await this.#findToken(cryptoki.value);
    if (!slot.ok) return slot;
    const session = await cryptoki.value.openSession(slot.value);
    if (session.rv !== CKR_OK) return failed('C_OpenSession', session.rv);
    const key = await this.#unlock(cryptoki.value, session.value);
    if (!key.ok) {
      await cryptoki.value.closeSession(session.value);
      return key;
    }
    this.#ready = { cryptoki: cryptoki.value, session: session.value, key: key.value };
    return ok(this.#ready);
  }

  async #load(): Promise<Result<Cryptoki, SignerError>> {
    if (this.#cryptoki !== null) return ok(this.#cryptoki);
    const { module, load = loadCryptoki } = this.#options;
    let cryptoki: Cryptoki;
    try {
      cryptoki = load(module);
    } catch (error) {
      return err({
        code: 'SIGNER_FAILED',
        detail: `${module}: ${error instanceof Error ? error.message : error}`,
      });
    }
    const rv = await cryptoki.initialize();
    if (rv !== CKR_OK && rv !== CKR_CRYPTOKI_ALREADY_INITIALIZED) return failed('C_Initialize', rv);
    this.#cryptoki = cryptoki;
    return ok(cryptoki);
  }

  async #findToken(cryptoki: Cryptoki): Promise<Result<number, SignerError>> {
    const slots = await cryptoki.slots();
    if (slots.rv !== CKR_OK) return failed('C_GetSlotList', slots.rv);
    const found: number[] = [];
    for (const slot of slots.value) {
      const label = await cryptoki.tokenLabel(slot);
      if (label.rv === CKR_OK && label.value === this.#options.token) found.push(slot);
    }
    return only(found, `token ${this.#options.token}`);
  }

  async #unlock(cryptoki: Cryptoki, session: number): Promise<Result<number, SignerError>> {
    const { pin, key } = this.#options;
    const rv = await cryptoki.login(session, pin);
    if (rv !== CKR_OK && rv !== CKR_USER_ALREADY_LOGGED_IN) {
      const refused = failed('C_Login', rv);
      if (PIN_REFUSALS.has(rv)) this.#refusedPin = refused.error;
      return refused;
    }
    const keys = await cryptoki.findPrivateKeys(session, key);
    if (keys.rv !== CKR_OK) return failed('C_FindObjects', keys.rv);
    return only(keys.value, `private key ${key}`);
  }
}

function only(found: readonly number[], what: string): Result<number, SignerError> {
  const [one, ...others] = found;
  if (one !== undefined && others.length === 0) return ok(one);
  const detail = one === undefined ? `there is no ${what}` : `there is more than one ${what}`;
  return err({ code: 'SIGNER_FAILED', detail });
}

function failed(call: string, rv: number): { readonly ok: false; readonly error: SignerError } {
  return { ok: false, error: { code: 'SIGNER_FAILED', detail: `${call} ${rvText(rv)}` } };
}

function digestInfo(message: Uint8Array): Uint8Array {
  return concat(SHA256_DIGEST_INFO, createHash('sha256').update(message).digest());
}
