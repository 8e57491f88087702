import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { ACCEPTED, READERS, type Role } from './key-roles.ts';
import { safetyProblems } from './key-safety.ts';
import { type ConfigProblem, type KeyPath, pathText, problem } from './problem.ts';
import { valueAt } from './schema-tree.ts';

/** What the key files hold. Private keys are KeyObjects: printing, cloning or serialising them shows nothing. */
export interface KeyMaterial {
  /** By key path as in `pathText`. */
  readonly keys: ReadonlyMap<string, KeyObject>;
  /** PEM text of certificates and absolute paths of PKCS#11 modules, likewise. */
  readonly texts: ReadonlyMap<string, string>;
}

interface KeyFile {
  readonly path: KeyPath;
  readonly role: Role;
  readonly file: string;
  /** Where the server stands that the key is for. */
  readonly server: KeyPath;
}

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
  const texts = new Map<string, string>();
  const problems: ConfigProblem[] = [];
  const isRiskAccepted = valueAt(raw, ['payment', 'acceptKeyFiles']) === true;
  for (const { path, role, file, server } of namedFiles(raw)) {
    const absolute = resolve(folder, file);
    const read = await READERS[role](absolute);
    if (!read.ok) {
      problems.push(problem(path, read.error, ACCEPTED[role]));
      continue;
    }
    if (typeof read.value === 'string') texts.set(pathText(path), read.value);
    else keys.set(pathText(path), read.value);
    const use = { path, role, file: absolute, server: valueAt(raw, server), isRiskAccepted };
    problems.push(...(await safetyProblems(use)));
  }
  return { material: { keys, texts }, problems: [...problems, ...mismatch({ keys, texts })] };
}

function namedFiles(raw: unknown): readonly KeyFile[] {
  const wechat = ['payment', 'wechat', 'baseUrl'];
  const alipay = ['payment', 'alipay', 'baseUrl'];
  const aggregate = ['payment', 'aggregate', 'baseUrl'];
  const agency = ['agency', 'baseUrl'];
  const candidates: readonly (readonly [KeyPath, Role, KeyPath])[] = [
    [['payment', 'wechat', 'merchantKeyFile'], 'rsa-private', wechat],
    [['payment', 'wechat', 'merchantKey', 'module'], 'module', wechat],
    [['payment', 'wechat', 'merchantKey', 'pinFile'], 'pin', wechat],
    ...below(raw, ['payment', 'wechat', 'verifyKeys']).map((path) => [path, 'rsa-public', wechat] as const),
    [['payment', 'alipay', 'appKeyFile'], 'rsa-private', alipay],
    [['payment', 'alipay', 'appKey', 'module'], 'module', alipay],
    [['payment', 'alipay', 'appKey', 'pinFile'], 'pin', alipay],
    [['payment', 'alipay', 'alipayKeyFile'], 'rsa-public', alipay],
    ...below(raw, ['payment', 'alipay', 'alipayKeyFile']).map(
      (path) => [path, 'rsa-public', alipay] as const,
    ),
    [['payment', 'alipay', 'appAuthTokenFile'], 'token', alipay],
    [['payment', 'aggregate', 'appKeyFile'], 'hmac-key', aggregate],
    [['payment', 'aggregate', 'caFile'], 'certificates', aggregate],
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

function tlsMismatch({ keys, texts }: KeyMaterial): readonly ConfigProblem[] {
  const key = keys.get('agency.keyFile');
  const certificate = texts.get('agency.certFile');
  if (key === undefined || certificate === undefined) return [];
  if (new X509Certificate(certificate).checkPrivateKey(key)) return [];
  return [problem(['agency', 'keyFile'], 'does not belong to the certificate in certFile')];
}
