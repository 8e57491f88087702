import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from './load.ts';
import { type Bench, openBench, PEM } from './testing/bench.ts';
import { KEYS, merge, minimal, type Tree } from './testing/minimal.ts';

let bench: Bench = { folder: '', write: () => {}, config: () => '', remove: () => {} };
beforeEach(() => {
  bench = openBench(KEYS);
});
afterEach(() => bench.remove());

const load = (changes: Tree) => loadConfig(bench.config(stringify(merge(minimal(), changes))));

async function bad(changes: Tree): Promise<readonly (readonly [string, string])[]> {
  const result = await load(changes);
  return result.ok ? [] : result.error.map(({ path, message }) => [path, message] as const);
}

const BENCH = 'http://127.0.0.1:8080';
const STEALABLE = 'a file that a production server’s key could be stolen with';
const onToken = { module: 'keys/module.so', token: 'kiosk', key: 'mch', pinFile: 'keys/token.pin' };
const acquirer = {
  appId: '10037e6f6a4e6da4016a6284b4de000b',
  appKeyFile: 'keys/acquirer.key',
  mid: '898440400000001',
  tid: '00000001',
  sourceNo: '9Z01',
};

describe('a signing key in a file', () => {
  it('beside a production server is the operator’s decision, and both ways out are named', async () => {
    const result = await load({ payment: { acceptKeyFiles: undefined } });
    expect(result).toEqual({
      ok: false,
      error: [
        {
          path: 'payment.wechat.merchantKeyFile',
          message: STEALABLE,
          accepted:
            'a key on a token, payment.wechat.merchantKey; or payment.acceptKeyFiles: true, if the operator accepts the risk',
        },
      ],
    });
    const both = {
      acceptKeyFiles: false,
      alipay: { appId: '2021000000000000', appKeyFile: 'keys/alipay-app.pem' },
    };
    expect(
      await bad({ payment: { ...both, alipay: { ...both.alipay, alipayKeyFile: 'keys/alipay.pem' } } }),
    ).toEqual([
      ['payment.wechat.merchantKeyFile', STEALABLE],
      ['payment.alipay.appKeyFile', STEALABLE],
    ]);
  });

  it('of the acquirer has one way out, because no token holds it', async () => {
    const result = await load({ payment: { acceptKeyFiles: false, aggregate: acquirer, wechat: undefined } });
    expect(result).toMatchObject({
      error: [
        {
          path: 'payment.aggregate.appKeyFile',
          message: STEALABLE,
          accepted: 'payment.acceptKeyFiles: true, if the operator accepts the risk',
        },
      ],
    });
  });

  it('is nobody’s business on a test bench', async () => {
    const aggregate = { ...acquirer, baseUrl: BENCH };
    expect(await bad({ payment: { acceptKeyFiles: false, aggregate, wechat: { baseUrl: BENCH } } })).toEqual(
      [],
    );
  });

  it.skipIf(process.platform === 'win32')(
    'is for its owner alone, the accepted risk notwithstanding',
    async () => {
      bench.write('keys/merchant.pem', PEM.rsaPrivate, 0o640);
      bench.write('keys/acquirer.key', 'aabbccddeeff00112233445566778899', 0o604);
      expect(await bad({ payment: { aggregate: acquirer } })).toEqual([
        ['payment.wechat.merchantKeyFile', 'a private key that others than its owner can read'],
        ['payment.aggregate.appKeyFile', 'a key that every user of this machine can read'],
      ]);
    },
  );
});

describe('a signing key on a token', () => {
  beforeEach(() => bench.write('keys/module.so', 'ELF'));
  const wechat = { merchantKeyFile: undefined, merchantKey: onToken };

  it('needs nobody’s consent', async () => {
    const result = await load({ payment: { acceptKeyFiles: undefined, wechat } });
    if (!result.ok)
      throw new Error(result.error.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    const key = result.value.payment.wechat?.merchantKey;
    expect(key).toMatchObject({
      kind: 'token',
      token: 'kiosk',
      key: 'mch',
      module: `${bench.folder}/keys/module.so`,
    });
    if (key?.kind !== 'token') return;
    expect(key.pin.export().toString()).toBe('907316');
  });

  it('does not show its PIN, however the configuration is printed', async () => {
    const result = await load({ payment: { wechat } });
    for (const shown of [JSON.stringify(result), inspect(result, { depth: 9, showHidden: true })]) {
      expect(shown).not.toContain('907316');
    }
  });

  it('has a module that is there, and a PIN that is one', async () => {
    const section = 'payment.wechat.merchantKey';
    const key = (changes: Tree) => ({
      payment: { wechat: { ...wechat, merchantKey: { ...onToken, ...changes } } },
    });
    expect(await bad(key({ module: 'keys/nowhere.so' }))).toEqual([[`${section}.module`, 'no such file']]);
    expect(await bad(key({ module: 'keys' }))).toEqual([[`${section}.module`, 'is not a file']]);
    expect(await bad(key({ pinFile: 'keys/nowhere' }))).toEqual([[`${section}.pinFile`, 'no such file']]);
    bench.write('keys/token.pin', 'two words');
    expect(await bad(key({}))).toEqual([[`${section}.pinFile`, 'is not a PIN']]);
    expect(await bad(key({ token: '', key: 'x'.repeat(33), slot: 1 }))).toMatchObject([
      [`${section}.token`, 'does not have the accepted form'],
      [`${section}.key`, 'does not have the accepted form'],
      [`${section}.slot`, 'unknown key'],
      [`${section}.pinFile`, 'is not a PIN'],
    ]);
  });

  it.skipIf(process.platform === 'win32')(
    'keeps its PIN from everybody else, on a bench as well',
    async () => {
      bench.write('keys/token.pin', '907316', 0o640);
      expect(await bad({ payment: { wechat: { ...wechat, baseUrl: BENCH } } })).toEqual([
        ['payment.wechat.merchantKey.pinFile', 'a PIN that others than its owner can read'],
      ]);
    },
  );
});

describe('the acquirer', () => {
  it('is read with what is usual filled in', async () => {
    const result = await load({ payment: { aggregate: { ...acquirer, caFile: 'keys/ca.pem' } } });
    expect(result).toMatchObject({
      ok: true,
      value: {
        payment: {
          aggregate: {
            baseUrl: 'https://api-mop.chinaums.com',
            ca: PEM.ca.trim(),
            mid: '898440400000001',
            answersSigned: false,
            scannedWith: ['unionpay', 'wechat', 'alipay'],
          },
        },
      },
    });
    expect(JSON.stringify(result)).not.toContain('00112233');
    const more = { ...acquirer, wallets: ['ecny', 'wechat'], notifyUrl: 'https://pay.example.org/ums' };
    expect(await load({ payment: { aggregate: more } })).toMatchObject({
      value: {
        payment: { aggregate: { scannedWith: ['ecny', 'wechat'], ca: null, notifyUrl: more.notifyUrl } },
      },
    });
  });

  it('may not name a wallet twice, nor one that nobody knows', async () => {
    for (const wallets of [[], ['wechat', 'wechat'], ['paypal']]) {
      const [[path] = []] = await bad({ payment: { aggregate: { ...acquirer, wallets } } });
      expect(path).toMatch(/^payment\.aggregate\.wallets/);
    }
  });

  it('has a key that is one', async () => {
    bench.write('keys/acquirer.key', 'not a key');
    expect(await bad({ payment: { aggregate: acquirer } })).toEqual([
      ['payment.aggregate.appKeyFile', 'is not a key'],
    ]);
  });
});
