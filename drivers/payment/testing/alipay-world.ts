import { VirtualClock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { LogEvents } from '../../base/log-events.ts';
import { MemoryStore } from '../../transport/emulator/file-store.ts';
import { HttpClient } from '../../transport/http.ts';
import { type AlipayConfig, AlipayPrecreate } from '../alipay/precreate.ts';
import { makeAlipayKeys } from '../emulator/alipay-codec.ts';
import { AlipayEmulator, type AlipayEmulatorOptions } from '../emulator/alipay-server.ts';
import { parsePrivateKey, parsePublicKey } from '../keys.ts';
import { LocalKeySigner } from '../signer.ts';
import { expectOk } from './wechat-world.ts';

/** Making RSA keys is the slow part, so all tests of a file share one set. */
export const alipayKeys = makeAlipayKeys();

export async function seededAlipayStore(): Promise<MemoryStore> {
  const store = new MemoryStore();
  const books = { seq: 0, codes: [], trades: [], refunds: [] };
  await store.save(JSON.stringify({ version: 1, keys: await alipayKeys, rotated: false, books }));
  return store;
}

export interface AlipayWorld {
  readonly clock: VirtualClock;
  /** The terminal's own; the same as the wallet's until it is moved. */
  readonly skew: { ms: number };
  readonly wallet: AlipayEmulator;
  readonly channel: AlipayPrecreate;
  readonly config: AlipayConfig;
  readonly logged: LogEvents['call-ended'][];
  /** Seconds of every `clock-off`. */
  readonly clockOff: number[];
  pull(lever: string, args?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

/** The production client over real HTTP against the emulator, on a clock that stands still. */
export async function alipayWorld(
  overrides: Partial<AlipayConfig> = {},
  emulator: Partial<AlipayEmulatorOptions> = {},
): Promise<AlipayWorld> {
  const clock = new VirtualClock();
  const wallet = await AlipayEmulator.start({ clock, store: await seededAlipayStore(), ...emulator });
  const logged: LogEvents['call-ended'][] = [];
  const clockOff: number[] = [];
  const log: Log = {
    event: (id, fields) => {
      if (id === 'call-ended') logged.push(fields as LogEvents['call-ended']);
      if (id === 'clock-off') clockOff.push((fields as LogEvents['clock-off']).seconds);
    },
  };
  const skew = { ms: 0 };
  const terminalClock = {
    now: () => clock.now() + skew.ms,
    monotonic: () => clock.monotonic(),
    after: (ms: number, action: () => void) => clock.after(ms, action),
  };
  const config: AlipayConfig = {
    baseUrl: wallet.baseUrl,
    appId: wallet.appId,
    signer: new LocalKeySigner(expectOk(parsePrivateKey(wallet.appKeyPem))),
    verifyKeys: wallet.verifyKeys.map((pem) => expectOk(parsePublicKey(pem))),
    appAuthToken: null,
    productCode: 'FACE_TO_FACE_PAYMENT',
    ...overrides,
  };
  const channel = new AlipayPrecreate(config, { http: new HttpClient({ clock }), clock: terminalClock, log });
  return {
    clock,
    skew,
    wallet,
    channel,
    config,
    logged,
    clockOff,
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
