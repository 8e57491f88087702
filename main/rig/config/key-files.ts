import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type KeyObject,
  X509Certificate,
} from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { err, ok, type Result } from '../../../drivers/base/result.ts';
import { loadPrivateKey, loadPublicKey } from '../../../drivers/payment/keys.ts';
import { type ConfigProblem, type KeyPath, pathText, problem } from './problem.ts';
import { valueAt } from './schema-tree.ts';

/** What the key files hold. Private keys are KeyObjects: printing, cloning or serialising them shows nothing. */
export interface KeyMaterial {
  /** By key path as in `pathText`. */
  readonly keys: ReadonlyMap<string, KeyObject>;
  /** PEM text of certificates, likewise. */
  readonly certificates: ReadonlyMap<string, string>;
}

type Role = 'rsa-private' | 'rsa-public' | 'tls-private' | 'token' | 'certificates';

interface KeyFile {
  readonly path: KeyPath;
  readonly role: Role;
  readonly file: string;
  /** Where the server stands that the key is for. */
  readonly server: KeyPath;
}

const ACCEPTED: Readonly<Record<Role, string>> = {
  'rsa-private': 'PEM file, PKCS#8 private key, RSA of 2048 bits or more, no pass phrase',
  'rsa-public': 'PEM file, SPKI or PKCS#1 public key, RSA of 2048 bits or more',
  'tls-private': 'PEM file, private key, no pass phrase',
  token: 'text file with one token of letters and digits',
  certificates: 'PEM file with one or more certificates',
};

/** For the owner's eyes only. */
const SECRET: readonly Role[] = ['rsa-private', 'tls-private', 'token'];

/**
 * Opens every file that the configuration names, wherever the rest of it is wrong.
 *
 * @param raw what was read from the file
 * @param folder the configuration's own: relative paths start there
 */
export async function readKeyFiles(
  raw: unknown,
  folder: string,
): Promise<{ readonly material: KeyMaterial; readonly problems: readonly ConfigProblem[] }> {
  const keys = new Map<string, KeyObject>();
  const certificates = new Map<string, string>();
  const problems: ConfigProblem[] = [];
  for (const { path, role, file, server } of namedFiles(raw)) {
    const absolute = resolve(folder, file);
    const read = await READERS[role](absolute);
    if (!read.ok) {
      problems.push(problem(path, read.error, ACCEPTED[role]));
      continue;
    }
    if (typeof read.value === 'string') certificates.set(pathText(path), read.value);
    else keys.set(pathText(path), read.value);
    if (SECRET.includes(role) && (await isOpenToAll(absolute)) && !isLocal(valueAt(raw, server))) {
      problems.push(
        problem(
          path,
          `a ${role === 'token' ? 'token' : 'private key'} that every user of this machine can read`,
          'chmod 600',
        ),
      );
    }
  }
  return { material: { keys, certificates }, problems: [...problems, ...mismatch({ keys, certificates })] };
}

function namedFiles(raw: unknown): readonly KeyFile[] {
  const wechat = ['payment', 'wechat', 'baseUrl'];
  const alipay = ['payment', 'alipay', 'baseUrl'];
  const agency = ['agency', 'baseUrl'];
  const candidates: readonly (readonly [KeyPath, Role, KeyPath])[] = [
    [['payment', 'wechat', 'merchantKeyFile'], 'rsa-private', wechat],
    ...below(raw, ['payment', 'wechat', 'verifyKeys']).map((path) => [path, 'rsa-public', wechat] as const),
    [['payment', 'alipay', 'appKeyFile'], 'rsa-private', alipay],
    [['payment', 'alipay', 'alipayKeyFile'], 'rsa-public', alipay],
    ...below(raw, ['payment', 'alipay', 'alipayKeyFile']).map(
      (path) => [path, 'rsa-public', alipay] as const,
    ),
    [['payment', 'alipay', 'appAuthTokenFile'], 'token', alipay],
    [['agency', 'caFile'], 'certificates', agency],
    [['agency', 'certFile'], 'certificates', agency],
    [['agency', 'keyFile'], 'tls-private', agency],
  ];
  return candidates.flatMap(([path, role, server]) => {
    const file = valueAt(raw, path);
    return typeof file === 'string' && file !== '' ? [{ path, role, file, server }] : [];
  });
}

/** The paths of the entries of a map or list; none where there is neither. */
function below(raw: unknown, path: KeyPath): readonly KeyPath[] {
  const section = valueAt(raw, path);
  if (typeof section !== 'object' || section === null) return [];
  const isList = Array.isArray(section);
  return Object.keys(section).map((key) => [...path, isList ? Number(key) : key]);
}

type Reader = (file: string) => Promise<Result<KeyObject | string, string>>;

const READERS: Readonly<Record<Role, Reader>> = {
  'rsa-private': async (file) => words(await loadPrivateKey(file)),
  'rsa-public': async (file) => words(await loadPublicKey(file)),
  'tls-private': (file) =>
    readPem(file, 'is not a private key without a pass phrase', (pem) => createPrivateKey(pem)),
  token: (file) => readPem(file, 'is not a token', wholeToken),
  certificates: (file) => readPem(file, 'is not a certificate', wholeCertificates),
};

function words(result: Result<KeyObject, { readonly message: string }>): Result<KeyObject, string> {
  return result.ok ? result : err(result.error.message);
}

async function readPem<T extends KeyObject | string>(
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

function mismatch(material: KeyMaterial): readonly ConfigProblem[] {
  return [...tlsMismatch(material), ...ownKeyAsAlipays(material)];
}

/** The commonest mistake with Alipay: its console shows both public keys, and only one of them verifies answers. */
function ownKeyAsAlipays({ keys }: KeyMaterial): readonly ConfigProblem[] {
  const own = keys.get('payment.alipay.appKeyFile');
  if (own === undefined) return [];
  const ownPublic = createPublicKey(own);
  return [...keys]
    .filter(([path, key]) => path.startsWith('payment.alipay.alipayKeyFile') && key.equals(ownPublic))
    .map(([path]) => ({
      path,
      message: 'is the application’s own public key (应用公钥)',
      accepted: 'Alipay’s public key (支付宝公钥) from the same page of its console',
    }));
}

function tlsMismatch({ keys, certificates }: KeyMaterial): readonly ConfigProblem[] {
  const key = keys.get('agency.keyFile');
  const certificate = certificates.get('agency.certFile');
  if (key === undefined || certificate === undefined) return [];
  if (new X509Certificate(certificate).checkPrivateKey(key)) return [];
  return [problem(['agency', 'keyFile'], 'does not belong to the certificate in certFile')];
}

/** POSIX only: Windows says nothing about it in the mode. */
async function isOpenToAll(file: string): Promise<boolean> {
  /* v8 ignore next -- Windows */
  if (process.platform === 'win32') return false;
  return ((await stat(file)).mode & 0o004) !== 0;
}

/** A key for a server on this very machine is a test bench's: there is nobody to keep it from. */
function isLocal(baseUrl: unknown): boolean {
  return typeof baseUrl === 'string' && URL.canParse(baseUrl) && new URL(baseUrl).hostname === '127.0.0.1';
}
