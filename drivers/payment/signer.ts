import { constants, type KeyObject, sign } from 'node:crypto';
import { err, ok, type Result } from '../base/result.ts';

/**
 * Makes signatures with a key that the caller never sees: a file on the demo rig and small sites, a token or a signing
 * relay later. Asynchronous and fallible, because a token can be pulled out.
 */
export interface Signer {
  /** RSASSA-PKCS1-v1_5 over SHA-256 of `message`. */
  sign(message: Uint8Array): Promise<Result<Uint8Array, SignerError>>;
}

export interface SignerError {
  readonly code: 'SIGNER_FAILED';
  /** The runtime's or the token's words, for the technician. Never key material. */
  readonly detail: string;
}

/** Signs with an RSA private key held in memory. */
export class LocalKeySigner implements Signer {
  readonly #key: KeyObject;

  constructor(key: KeyObject) {
    this.#key = key;
  }

  sign(message: Uint8Array): Promise<Result<Uint8Array, SignerError>> {
    return new Promise((resolve) => {
      // The callback form: the signature is computed off the main thread, which also paints the pay screen.
      sign('sha256', message, { key: this.#key, padding: constants.RSA_PKCS1_PADDING }, (error, signature) =>
        resolve(error === null ? ok(signature) : err({ code: 'SIGNER_FAILED', detail: error.message })),
      );
    });
  }
}
