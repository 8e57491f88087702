import { createPrivateKey, createSecretKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { err, ok, type Result } from '../../../drivers/base/result.ts';
import { loadPrivateKey, loadPublicKey } from '../../../drivers/payment/keys.ts';

/** What a file that the configuration names is there for, and how it is read. */
export type Role =
  | 'rsa-private'
  | 'rsa-public'
  | 'tls-private'
  | 'token'
  | 'hmac-key'
  | 'pin'
  | 'module'
  | 'certificates';

export const ACCEPTED: Readonly<Record<Role, string>> = {
  'rsa-private': 'PEM file, PKCS#8 private key, RSA of 2048 bits or more, no pass phrase',
  'rsa-public': 'PEM file, SPKI or PKCS#1 public key, RSA of 2048 bits or more',
  'tls-private': 'PEM file, private key, no pass phrase',
  token: 'text file with one token of letters and digits',
  'hmac-key': 'text file with one key of 16–64 letters and digits',
  pin: 'text file with one PIN of 4–64 printable characters',
  module: 'file of a PKCS#11 library',
  certificates: 'PEM file with one or more certificates',
};

/** A key, or the text of certificates, or the path of the file itself; else what is wrong with it. */
type Reader = (file: string) => Promise<Result<KeyObject | string, string>>;

export const READERS: Readonly<Record<Role, Reader>> = {
  'rsa-private': async (file) => words(await loadPrivateKey(file)),
  'rsa-public': async (file) => words(await loadPublicKey(file)),
  'tls-private': (file) =>
    readText(file, 'is not a private key without a pass phrase', (pem) => createPrivateKey(pem)),
  token: (file) => readText(file, 'is not a token', wholeToken),
  'hmac-key': (file) => readText(file, 'is not a key', wholeToken),
  pin: (file) => readText(file, 'is not a PIN', wholePin),
  module: readModule,
  certificates: (file) => readText(file, 'is not a certificate', wholeCertificates),
};

function words(result: Result<KeyObject, { readonly message: string }>): Result<KeyObject, string> {
  return result.ok ? result : err(result.error.message);
}

async function readText<T extends KeyObject | string>(
  file: string,
  refusal: string,
  parse: (pem: string) => T,
): Promise<Result<T, string>> {
  let pem: string;
  try {
    pem = await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return err(code === 'ENOENT' ? 'no such file' : `the file cannot be read (${code})`);
  }
  try {
    return ok(parse(pem));
  } catch {
    return err(refusal);
  }
}

/** Every block is looked at: a chain with one broken certificate fails here and not in the first handshake. */
function wholeCertificates(pem: string): string {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [''];
  for (const block of blocks) new X509Certificate(block);
  return blocks.join('\n');
}

/** A KeyObject like every other secret: printing or serialising it shows nothing. */
function wholeToken(text: string): KeyObject {
  const [token] = /^[0-9A-Za-z]{16,64}$/.exec(text.trim()) ?? [];
  if (token === undefined) throw new Error('not a token');
  return createSecretKey(Buffer.from(token));
}

function wholePin(text: string): KeyObject {
  const [pin] = /^[\x21-\x7e]{4,64}$/.exec(text.trim()) ?? [];
  if (pin === undefined) throw new Error('not a PIN');
  return createSecretKey(Buffer.from(pin));
}

/** Only looked at: loading it would run its code before anything else is known to be right. */
async function readModule(file: string): Promise<Result<string, string>> {
  try {
    return (await stat(file)).isFile() ? ok(file) : err('is not a file');
  } catch {
    return err('no such file');
  }
}
