import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPrivateKey, loadPublicKey, parsePrivateKey, parsePublicKey } from './keys.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function pem(key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'spki'): string {
  return key.export({ type: type as 'pkcs1', format: 'pem' }).toString();
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('key files', () => {
  it('are read in the forms that wallets hand out, byte order mark and line ends included', async () => {
    const privatePem = `\uFEFF${pem(rsa.privateKey, 'pkcs8').replaceAll('\n', '\r\n')}`;
    expect(await loadPrivateKey(await file('a.pem', privatePem))).toMatchObject({ ok: true });
    expect(await loadPrivateKey(await file('b.pem', pem(rsa.privateKey, 'pkcs1')))).toMatchObject({
      ok: true,
    });
    expect(await loadPublicKey(await file('c.pem', pem(rsa.publicKey, 'spki')))).toMatchObject({ ok: true });
    const loaded = await loadPublicKey(await file('d.pem', pem(rsa.publicKey, 'pkcs1')));
    expect(loaded.ok && loaded.value.equals(rsa.publicKey)).toBe(true);
  });

  it('that are not there or cannot be read are told apart', async () => {
    expect(await loadPrivateKey(join(folder, 'none.pem'))).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(await loadPublicKey(join(folder, 'none.pem'))).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(await loadPublicKey(folder)).toEqual({
      ok: false,
      error: { code: 'UNREADABLE', message: 'the file cannot be read (EISDIR)' },
    });
  });
});

describe('parsePrivateKey', () => {
  it('names what is wrong', () => {
    const locked = rsa.privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString();
    const lockedOld = rsa.privateKey
      .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString();
    const cases: readonly [string, string][] = [
      ['', 'NOT_PEM'],
      ['MIIEvQIBADANBgkqhkiG', 'NOT_PEM'],
      ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', 'NOT_PEM'],
      [locked, 'ENCRYPTED'],
      [lockedOld, 'ENCRYPTED'],
      [pem(rsa.publicKey, 'spki'), 'WRONG_TYPE'],
      [pem(curve.privateKey, 'pkcs8'), 'WRONG_TYPE'],
      [pem(small.privateKey, 'pkcs8'), 'TOO_SHORT'],
    ];
    for (const [text, code] of cases) expect(parsePrivateKey(text), code).toMatchObject({ error: { code } });
  });
});

describe('parsePublicKey', () => {
  it('names what is wrong', () => {
    const cases: readonly [string, string][] = [
      ['no key', 'NOT_PEM'],
      ['-----BEGIN PUBLIC KEY-----\n????\n-----END PUBLIC KEY-----\n', 'NOT_PEM'],
      [pem(rsa.privateKey, 'pkcs8'), 'WRONG_TYPE'],
      ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'WRONG_TYPE'],
      [pem(curve.publicKey, 'spki'), 'WRONG_TYPE'],
      [pem(small.publicKey, 'spki'), 'TOO_SHORT'],
    ];
    for (const [text, code] of cases) expect(parsePublicKey(text), code).toMatchObject({ error: { code } });
  });

  it('never says what was in the file', () => {
    const complaint = parsePublicKey(pem(rsa.privateKey, 'pkcs8'));
    expect(JSON.stringify(complaint)).not.toContain(pem(rsa.privateKey, 'pkcs8').slice(30, 60));
  });
});
