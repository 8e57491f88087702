import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from './load.ts';
import type { ConfigProblem } from './problem.ts';
import { type Bench, openBench, PEM } from './testing/bench.ts';
import { KEYS, merge, minimal, type Tree } from './testing/minimal.ts';

let bench: Bench = { folder: '', write: () => {}, config: () => '', remove: () => {} };
beforeEach(() => {
  bench = openBench(KEYS);
});
afterEach(() => bench.remove());

async function bad(changes: Tree): Promise<readonly ConfigProblem[]> {
  const result = await loadConfig(bench.config(stringify(merge(minimal(), changes))));
  return result.ok ? [] : result.error;
}

async function paths(changes: Tree): Promise<readonly string[]> {
  return (await bad(changes)).map(({ path }) => path);
}

describe('key files', () => {
  it.each([
    ['merchantKeyFile', PEM.rsaPublic, 'a private key belongs here, this is a public key'],
    ['merchantKeyFile', 'hello', 'not a PEM key file'],
    ['verifyKeys', PEM.rsaPrivate, 'a public key belongs here, this is a private key'],
  ])('%s: the wrong kind', async (key, text, message) => {
    bench.write('keys/wrong.pem', text);
    const wrong = key === 'verifyKeys' ? { PUB_KEY_ID_2: 'keys/wrong.pem' } : 'keys/wrong.pem';
    expect(await bad({ payment: { wechat: { [key]: wrong } } })).toMatchObject([{ message }]);
  });

  it('finds a folder in the place of a file, and a missing one', async () => {
    const agency = { caFile: 'keys', certFile: 'keys/nowhere.pem', keyFile: 'keys/client-key.pem' };
    expect(await bad({ agency })).toMatchObject([
      { path: 'agency.caFile', message: 'the file cannot be read (EISDIR)' },
      { path: 'agency.certFile', message: 'no such file' },
    ]);
  });

  it('looks at every certificate of a chain, and into the key', async () => {
    bench.write('keys/broken.pem', `${PEM.ca}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`);
    const agency = { caFile: 'keys/broken.pem', certFile: 'keys/client-key.pem', keyFile: 'keys/ca.pem' };
    expect(await bad({ agency })).toMatchObject([
      { path: 'agency.caFile', message: 'is not a certificate' },
      { path: 'agency.certFile', message: 'is not a certificate' },
      { path: 'agency.keyFile', message: 'is not a private key without a pass phrase' },
    ]);
  });

  it('opens every file of a list', async () => {
    const alipayKeyFile = ['keys/alipay.pem', 'keys/nowhere.pem'];
    const alipay = { appId: '2021000000000000', appKeyFile: 'keys/alipay-app.pem', alipayKeyFile };
    expect(await bad({ payment: { alipay } })).toMatchObject([
      { path: 'payment.alipay.alipayKeyFile[1]', message: 'no such file' },
    ]);
  });

  it('tells the application’s own public key where Alipay’s belongs', async () => {
    const own = { appId: '2021000000000000', appKeyFile: 'keys/alipay-app.pem' };
    for (const [alipayKeyFile, at] of [
      ['keys/wechat.pem', ''],
      [['keys/alipay.pem', 'keys/wechat-old.pem'], '[1]'],
    ]) {
      expect(await bad({ payment: { alipay: { ...own, alipayKeyFile } } })).toMatchObject([
        {
          path: `payment.alipay.alipayKeyFile${at}`,
          message: 'is the application’s own public key (应用公钥)',
        },
      ]);
    }
  });

  it('reads a partner’s token, which has one form and one reader', async () => {
    const alipay = {
      appId: '2021000000000000',
      appKeyFile: 'keys/alipay-app.pem',
      alipayKeyFile: 'keys/alipay.pem',
      appAuthTokenFile: 'keys/token',
    };
    const path = 'payment.alipay.appAuthTokenFile';
    expect(await bad({ payment: { alipay } })).toMatchObject([{ path, message: 'no such file' }]);
    bench.write('keys/token', 'not a token');
    expect(await bad({ payment: { alipay } })).toMatchObject([{ path, message: 'is not a token' }]);
    bench.write('keys/token', '202611BB0000000000000000000000A01\n', 0o644);
    expect(await bad({ payment: { alipay } })).toMatchObject([
      { path, message: 'a token that every user of this machine can read' },
    ]);
    bench.write('keys/token', '202611BB0000000000000000000000A01\n');
    expect(await bad({ payment: { alipay } })).toEqual([]);
  });

  it('tells a key that does not belong to its certificate', async () => {
    const agency = { certFile: 'keys/client.pem', keyFile: 'keys/other-key.pem' };
    expect(await bad({ agency })).toMatchObject([
      { path: 'agency.keyFile', message: 'does not belong to the certificate in certFile' },
    ]);
  });

  it.skipIf(process.platform === 'win32')('keeps private keys private, except on a test bench', async () => {
    bench.write('keys/merchant.pem', PEM.rsaPrivate, 0o644);
    bench.write('keys/wechat.pem', PEM.rsaPublic, 0o644);
    expect(await bad({})).toEqual([
      {
        path: 'payment.wechat.merchantKeyFile',
        message: 'a private key that every user of this machine can read',
        accepted: 'chmod 600',
      },
    ]);
    expect(await bad({ payment: { wechat: { baseUrl: 'http://127.0.0.1:8080' } } })).toEqual([]);
    expect(await paths({ payment: { wechat: { baseUrl: 'nonsense' } } })).toEqual([
      'payment.wechat.baseUrl',
      'payment.wechat.merchantKeyFile',
    ]);
  });
});
