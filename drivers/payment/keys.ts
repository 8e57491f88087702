import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from '../base/result.ts';

/** Why a key file cannot be used. Says nothing about its content. */
export interface KeyError {
  readonly code:
    | 'NOT_FOUND'
    /** No permission, a directory, an input error. */
    | 'UNREADABLE'
    /** No `-----BEGIN …-----` block, or one that does not decode. */
    | 'NOT_PEM'
    /** Protected by a pass phrase: the terminal has nobody who could type it. */
    | 'ENCRYPTED'
    /** A public key where a private one belongs, the other way round, a certificate, or not RSA. */
    | 'WRONG_TYPE'
    /** RSA with fewer than 2048 bits. */
    | 'TOO_SHORT';
  /** In plain words, for the configuration report. */
  readonly message: string;
}

const MIN_BITS = 2048;

/** The merchant's private key: PEM, PKCS#8 (PKCS#1 accepted), RSA, not encrypted. */
export async function loadPrivateKey(path: string): Promise<Result<KeyObject, KeyError>> {
  const text = await readText(path);
  return text.ok ? parsePrivateKey(text.value) : text;
}

/** A wallet's public key: PEM, SPKI (PKCS#1 accepted), RSA. */
export async function loadPublicKey(path: string): Promise<Result<KeyObject, KeyError>> {
  const text = await readText(path);
  return text.ok ? parsePublicKey(text.value) : text;
}

export function parsePrivateKey(pem: string): Result<KeyObject, KeyError> {
  const label = pemLabel(pem);
  if (label === null) return notPem();
  if (label === 'ENCRYPTED PRIVATE KEY' || pem.includes('Proc-Type: 4,ENCRYPTED')) {
    return err({ code: 'ENCRYPTED', message: 'the private key is protected by a pass phrase' });
  }
  if (!label.endsWith('PRIVATE KEY')) {
    return err({
      code: 'WRONG_TYPE',
      message: `a private key belongs here, this is a ${label.toLowerCase()}`,
    });
  }
  return checked(() => createPrivateKey(pem));
}

export function parsePublicKey(pem: string): Result<KeyObject, KeyError> {
  const label = pemLabel(pem);
  if (label === null) return notPem();
  // The runtime would quietly derive the public half from a private key: the file is in the wrong place then.
  if (!label.endsWith('PUBLIC KEY')) {
    return err({
      code: 'WRONG_TYPE',
      message: `a public key belongs here, this is a ${label.toLowerCase()}`,
    });
  }
  return checked(() => createPublicKey(pem));
}

function checked(create: () => KeyObject): Result<KeyObject, KeyError> {
  let key: KeyObject;
  try {
    key = create();
  } catch {
    return notPem();
  }
  if (key.asymmetricKeyType !== 'rsa') {
    return err({ code: 'WRONG_TYPE', message: `an RSA key belongs here, this is ${key.asymmetricKeyType}` });
  }
  const bits = Number(key.asymmetricKeyDetails?.modulusLength);
  return bits >= MIN_BITS
    ? ok(key)
    : err({ code: 'TOO_SHORT', message: `RSA with ${bits} bits; at least ${MIN_BITS} are needed` });
}

function pemLabel(text: string): string | null {
  return /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1] ?? null;
}

function notPem(): Result<never, KeyError> {
  return err({ code: 'NOT_PEM', message: 'not a PEM key file' });
}

async function readText(path: string): Promise<Result<string, KeyError>> {
  try {
    // Some editors put a byte order mark in front, which the decoder would take for part of the first line.
    return ok((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'ENOENT'
      ? err({ code: 'NOT_FOUND', message: 'no such file' })
      : err({ code: 'UNREADABLE', message: `the file cannot be read (${code})` });
  }
}
