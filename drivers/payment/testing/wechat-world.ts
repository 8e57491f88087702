import { VirtualClock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { LogEvents } from '../../base/log-events.ts';
import type { Result } from '../../base/result.ts';
import { MemoryStore } from '../../transport/emulator/file-store.ts';
import { HttpClient } from '../../transport/http.ts';
import { makeKeys } from '../emulator/wechat-codec.ts';
import { WeChatEmulator } from '../emulator/wechat-server.ts';
import { parsePrivateKey, parsePublicKey } from '../keys.ts';
import type { PrepayOrder, RefundOrder } from '../port.ts';
import { LocalKeySigner } from '../signer.ts';
import { type WeChatConfig, WeChatNative } from '../wechat/native.ts';

/** The value of a Result that a test takes for granted. */
export function expectOk<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`expected ok, got ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Making RSA keys is the slow part, so all tests of a file share one set. */
export const walletKeys = makeKeys();

export async function seededStore(): Promise<MemoryStore> {
  const store = new MemoryStore();
  const books = { seq: 0, trades: [], refunds: [] };
  await store.save(JSON.stringify({ version: 1, keys: await walletKeys, books }));
  return store;
}

export interface WeChatWorld {
  readonly clock: VirtualClock;
  readonly wallet: WeChatEmulator;
  readonly channel: WeChatNative;
  readonly config: WeChatConfig;
  readonly logged: LogEvents['call-ended'][];
  pull(lever: string, args?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

/** The production client over real HTTP against the emulator, on a clock that stands still. */
export async function wechatWorld(overrides: Partial<WeChatConfig> = {}): Promise<WeChatWorld> {
  const clock = new VirtualClock();
  const wallet = await WeChatEmulator.start({ clock, store: await seededStore() });
  const logged: LogEvents['call-ended'][] = [];
  const log: Log = {
    event: (id, fields) => {
      if (id === 'call-ended') logged.push(fields as LogEvents['call-ended']);
    },
  };
  const config: WeChatConfig = {
    baseUrl: wallet.baseUrl,
    appId: wallet.appId,
    mchId: wallet.mchId,
    merchantSerial: wallet.merchantSerial,
    signer: new LocalKeySigner(expectOk(parsePrivateKey(wallet.merchantKeyPem))),
    verifyKeys: Object.fromEntries(
      Object.entries(wallet.verifyKeys).map(([id, pem]) => [id, expectOk(parsePublicKey(pem))]),
    ),
    notifyUrl: 'https://pay.example.com/notify',
    ...overrides,
  };
  const channel = new WeChatNative(config, { http: new HttpClient({ clock }), clock, log });
  return {
    clock,
    wallet,
    channel,
    config,
    logged,
    pull: async (id, args = {}) => {
      const lever = wallet.levers.find((each) => each.id === id);
      if (lever === undefined) throw new Error(`no lever ${id}`);
      expectOk(await lever.apply(args));
    },
    close: async () => {
      await channel.shutdown();
      await wallet.close();
    },
  };
}

export function anOrder(clock: { now(): number }, overrides: Partial<PrepayOrder> = {}): PrepayOrder {
  return {
    outTradeNo: 'K0001261124A0001',
    description: '城乡居民基本医疗保险费 2026年度',
    amountFen: 38_000,
    expiresAt: clock.now() + 300_000,
    terminalId: 'K0001',
    ...overrides,
  };
}

export function aRefund(overrides: Partial<RefundOrder> = {}): RefundOrder {
  return {
    outTradeNo: 'K0001261124A0001',
    outRefundNo: 'RK0001261124A0001x1',
    amountFen: 38_000,
    totalFen: 38_000,
    reason: '社保未入账,原路退回',
    ...overrides,
  };
}
