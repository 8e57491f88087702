import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../../drivers/base/clock.ts';
import type { Log } from '../../../drivers/base/log.ts';
import { AlipayEmulator } from '../../../drivers/payment/emulator/alipay-server.ts';
import { WeChatEmulator } from '../../../drivers/payment/emulator/wechat-server.ts';
import type {
  AggregateConfig,
  AlipayConfig,
  PaymentConfig,
  SigningKey,
  WeChatConfig,
} from '../config/payment-config.ts';
import { openRealRig } from '../real.ts';

const PIN = '907316';
const clock = new SystemClock();
const logged: string[] = [];
const log: Log = { event: (id, fields) => logged.push(JSON.stringify({ id, ...fields })) };
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  logged.length = 0;
});

function onToken(module: string, key: string): SigningKey {
  return { kind: 'token', module, token: 'kiosk', key, pin: createSecretKey(PIN, 'utf8') };
}

function wechatWith(merchantKey: SigningKey, wallet: WeChatEmulator): WeChatConfig {
  const { baseUrl, appId, mchId, merchantSerial, partner } = wallet;
  const verifyKeys = Object.fromEntries(
    Object.entries(wallet.verifyKeys).map(([id, pem]): [string, KeyObject] => [id, createPublicKey(pem)]),
  );
  const notifyUrl = 'https://pay.example.org/notify';
  const account = { baseUrl, appId, mchId, merchantSerial, merchantKey, verifyKeys, notifyUrl };
  return partner === undefined ? account : { ...account, partner };
}

function alipayWith(appKey: SigningKey, { baseUrl, appId, verifyKeys }: AlipayEmulator): AlipayConfig {
  return {
    baseUrl,
    appId,
    appKey,
    verifyKeys: verifyKeys.map((pem) => createPublicKey(pem)),
    productCode: 'FACE_TO_FACE_PAYMENT',
    appAuthToken: null,
  };
}

const aggregate: AggregateConfig = {
  baseUrl: 'https://api-mop.chinaums.com',
  ca: null,
  appId: '10037e6f6a4e6da4016a6284b4de000b',
  appKey: createSecretKey('00112233445566778899aabbccddeeff', 'utf8'),
  mid: '898440400000001',
  tid: '00000001',
  sourceNo: '9Z01',
  answersSigned: false,
  scannedWith: ['unionpay', 'ecny'],
};

/** As the composition root has them, with nothing else fitted. */
function channelsOf(payment: Partial<PaymentConfig>) {
  const rig = openRealRig(
    {
      terminal: { id: 'K0001', name: '一号机', region: '440404', mmPerPx: 0.25, orientation: 'portrait' },
      cardReader: null,
      codeScanner: null,
      printer: null,
      payment: { wechat: null, alipay: null, aggregate: null, ...payment },
      agency: { baseUrl: 'http://127.0.0.1:9', ca: null, client: null, receiptUrl: null },
      journal: { file: 'journal.sqlite' },
      timeouts: { qrSeconds: 300 },
      operator: { pin: null },
    },
    log,
  );
  cleanUp.push(() => rig.close());
  return rig.channels;
}

async function wallets(): Promise<{ wechat: WeChatEmulator; alipay: AlipayEmulator }> {
  const [wechat, alipay] = await Promise.all([
    WeChatEmulator.start({ clock }),
    AlipayEmulator.start({ clock }),
  ]);
  cleanUp.push(
    () => wechat.close(),
    () => alipay.close(),
  );
  return { wechat, alipay };
}

describe('the wallets of a real terminal', () => {
  it('are those that are configured, in the order in which they are offered', async () => {
    expect(channelsOf({})).toEqual({});
    const { wechat, alipay } = await wallets();
    const key = onToken('/nowhere.so', 'mch');
    const all = channelsOf({
      aggregate,
      alipay: alipayWith(key, alipay),
      wechat: wechatWith(key, wechat),
    });
    expect(Object.keys(all)).toEqual(['wechat', 'alipay', 'aggregate']);
    expect(all.aggregate?.scannedWith).toEqual(['unionpay', 'ecny']);
  });

  it('speak for a sub merchant where one is configured', async () => {
    const wallet = await WeChatEmulator.start({ clock, partner: { subMchId: '1900000109' } });
    cleanUp.push(() => wallet.close());
    const key = { kind: 'file', key: createPrivateKey(wallet.merchantKeyPem) } as const;
    const provider = channelsOf({ wechat: wechatWith(key, wallet) }).wechat;
    const { partner: _, ...direct } = wechatWith(key, wallet);
    const merchant = channelsOf({ wechat: direct }).wechat;
    const number = 'K0001261124000QQ7XK2M';
    expect(await provider?.query(number)).toEqual({ kind: 'ok', value: { state: 'NOT_CREATED' } });
    expect(await merchant?.query(number)).toMatchObject({ kind: 'refused', code: 'PARAM_ERROR' });
  });

  it('say nothing of a token’s PIN, wherever one looks, also when it fails', async () => {
    const { wechat } = await wallets();
    const config = wechatWith(onToken('/nowhere/libtoken.so', 'mch'), wechat);
    const channel = channelsOf({ wechat: config }).wechat;
    expect(await channel?.query('K0001261124000QQ7XK2M')).toEqual({ kind: 'refused', code: 'SIGNER_FAILED' });
    expect(logged).toHaveLength(1);
    const shown = [...logged, inspect(channel, { depth: 9, showHidden: true }), JSON.stringify(channel)];
    for (const text of shown) {
      expect(text).not.toContain(PIN);
      expect(text).not.toContain('libtoken');
    }
  });
});

const MODULE = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/libsofthsm2.so'].find((file) =>
  existsSync(file),
);

describe.runIf(MODULE !== undefined)('with both keys on one token (SoftHSM)', () => {
  it('both wallets take what it signs, also at the same time', async () => {
    const emulators = await wallets();
    const folder = mkdtempSync(join(tmpdir(), 'wallets-'));
    cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, 'tokens'));
    process.env.SOFTHSM2_CONF = join(folder, 'softhsm2.conf');
    cleanUp.push(() => {
      delete process.env.SOFTHSM2_CONF;
    });
    const store = `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`;
    writeFileSync(process.env.SOFTHSM2_CONF, store);
    const tool = (...args: string[]) => execFileSync('softhsm2-util', args, { stdio: 'pipe' });
    tool('--init-token', '--free', '--label', 'kiosk', '--pin', PIN, '--so-pin', '5678');
    for (const [id, label, pem] of [
      ['01', 'mch', emulators.wechat.merchantKeyPem],
      ['02', 'app', emulators.alipay.appKeyPem],
    ] as const) {
      const file = join(folder, `${label}.pem`);
      writeFileSync(file, pem);
      tool('--import', file, '--token', 'kiosk', '--label', label, '--id', id, '--pin', PIN);
    }
    const { wechat, alipay } = channelsOf({
      wechat: wechatWith(onToken(MODULE ?? '', 'mch'), emulators.wechat),
      alipay: alipayWith(onToken(MODULE ?? '', 'app'), emulators.alipay),
    });
    const number = 'K0001261124000QQ7XK2M';
    const asked = await Promise.all([1, 2, 3].flatMap(() => [wechat?.query(number), alipay?.query(number)]));
    expect(asked.map((answer) => answer?.kind === 'ok' && answer.value.state)).toEqual(
      [1, 2, 3].flatMap(() => ['NOT_CREATED', 'NOT_SCANNED']),
    );
  });
});

describe('the pages', () => {
  const ROOT = resolve(import.meta.dirname, '../../..');
  const REACHABLE = /^(?:renderer|main\/contract|assets)\//;

  it('import nothing through which a signer, a key or a PIN could be had', async () => {
    const files = (
      await Promise.all(['renderer', 'main/shell/preload', 'main/contract'].map(sources))
    ).flat();
    expect(files.length).toBeGreaterThan(50);
    const strangers = await Promise.all(
      files.map(async (file) =>
        [...(await readFile(file, 'utf8')).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)]
          .map(([, to = '']) => relative(ROOT, resolve(dirname(file), to)))
          .filter((to) => !REACHABLE.test(to)),
      ),
    );
    expect(strangers.flat()).toEqual([]);
  });

  async function sources(folder: string): Promise<readonly string[]> {
    const names = await readdir(join(ROOT, folder), { recursive: true });
    return names
      .filter(
        (name) => /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name) && !name.startsWith('testing'),
      )
      .map((name) => join(ROOT, folder, name));
  }
});
