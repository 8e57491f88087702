import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from '../base/result.ts';
import type { TlsMaterial } from '../transport/http.ts';

/** Paths of PEM files; all optional, certificate and key only together. */
export interface TlsFiles {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

export interface TlsFileError {
  /** Which setting is wrong. */
  readonly file: keyof TlsFiles;
  readonly code:
    | 'NOT_FOUND'
    | 'UNREADABLE'
    /** Not a PEM certificate, or not a PEM private key without a pass phrase. */
    | 'NOT_PEM'
    /** The key does not belong to the certificate. */
    | 'KEY_MISMATCH'
    /** A certificate without a key, or a key without a certificate. */
    | 'INCOMPLETE';
}

/** Reads and checks the files for mutual TLS, so that a bad one is told by its name at start and not by a failed call. */
export async function loadTlsFiles(files: TlsFiles): Promise<Result<TlsMaterial, TlsFileError>> {
  if (files.certFile !== undefined && files.keyFile === undefined) return incomplete('keyFile');
  if (files.keyFile !== undefined && files.certFile === undefined) return incomplete('certFile');
  const ca = await read(files, 'caFile', isCertificate);
  const cert = await read(files, 'certFile', isCertificate);
  const key = await read(files, 'keyFile', isPrivateKey);
  if (!ca.ok) return ca;
  if (!cert.ok) return cert;
  if (!key.ok) return key;
  if (cert.value !== undefined && key.value !== undefined) {
    const belongs = new X509Certificate(cert.value).checkPrivateKey(createPrivateKey(key.value));
    if (!belongs) return err({ file: 'keyFile', code: 'KEY_MISMATCH' });
  }
  return ok({
    ...(ca.value === undefined ? {} : { ca: ca.value }),
    ...(cert.value === undefined ? {} : { cert: cert.value }),
    ...(key.value === undefined ? {} : { key: key.value }),
  });
}

async function read(
  files: TlsFiles,
  file: keyof TlsFiles,
  isUsable: (pem: string) => boolean,
): Promise<Result<string | undefined, TlsFileError>> {
  const path = files[file];
  if (path === undefined) return ok(undefined);
  let pem: string;
  try {
    pem = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return err({ file, code: missing ? 'NOT_FOUND' : 'UNREADABLE' });
  }
  return isUsable(pem) ? ok(pem) : err({ file, code: 'NOT_PEM' });
}

function isCertificate(pem: string): boolean {
  return parses(() => new X509Certificate(pem));
}

function isPrivateKey(pem: string): boolean {
  return parses(() => createPrivateKey(pem));
}

function parses(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

function incomplete(file: keyof TlsFiles): Result<never, TlsFileError> {
  return err({ file, code: 'INCOMPLETE' });
}
