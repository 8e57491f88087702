import { type Clock, VirtualClock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { LogEvents } from '../../base/log-events.ts';
import type { Result } from '../../base/result.ts';
import { MemoryStore } from '../../transport/emulator/file-store.ts';
import { HttpClient } from '../../transport/http.ts';
import type { WalletEmulator } from '../emulator/wallet-emulator.ts';
import type { PaymentChannel, PrepayOrder, RefundOrder } from '../port.ts';

/** The production client of a wallet over real HTTP against its emulator, on a clock that stands still. */
export interface WalletWorld<Wallet, Channel, Config> {
  /** The wallet's. */
  readonly clock: VirtualClock;
  /** How far the terminal's clock is ahead of it; 0 until a test moves it. */
  readonly skew: { ms: number };
  readonly wallet: Wallet;
  readonly channel: Channel;
  readonly config: Config;
  /** What the client was made of. */
  readonly parts: ClientParts;
  readonly logged: LogEvents['call-ended'][];
  /** Seconds of every `clock-off`. */
  readonly clockOff: number[];
  pull(lever: string, args?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

interface ClientParts {
  readonly http: HttpClient;
  /** The terminal's. */
  readonly clock: Clock;
  readonly log: Log;
}

/** One wallet's own ways: how its server starts, what its client has to be told, and the client. */
export interface WalletSetup<Wallet, Channel, Config> {
  readonly start: (clock: Clock) => Promise<Wallet>;
  readonly configOf: (wallet: Wallet) => Config;
  readonly connect: (config: Config, parts: ClientParts) => Channel;
}

export async function walletWorld<Wallet extends WalletEmulator, Channel extends PaymentChannel, Config>({
  start,
  configOf,
  connect,
}: WalletSetup<Wallet, Channel, Config>): Promise<WalletWorld<Wallet, Channel, Config>> {
  const clock = new VirtualClock();
  const wallet = await start(clock);
  const skew = { ms: 0 };
  const logged: LogEvents['call-ended'][] = [];
  const clockOff: number[] = [];
  const log: Log = {
    event: (id, fields) => {
      if (id === 'call-ended') logged.push(fields as LogEvents['call-ended']);
      if (id === 'clock-off') clockOff.push((fields as LogEvents['clock-off']).seconds);
    },
  };
  const config = configOf(wallet);
  const parts = { http: new HttpClient({ clock }), clock: skewed(clock, skew), log };
  const channel = connect(config, parts);
  return {
    clock,
    skew,
    wallet,
    channel,
    config,
    parts,
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

function skewed(clock: Clock, skew: { readonly ms: number }): Clock {
  return {
    now: () => clock.now() + skew.ms,
    monotonic: () => clock.monotonic(),
    after: (ms, action) => clock.after(ms, action),
  };
}

/** The value of a Result that a test takes for granted. */
export function expectOk<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`expected ok, got ${JSON.stringify(result.error)}`);
  return result.value;
}

/** A store that looks as if a process before this one had saved `state`. */
export async function storeWith(state: unknown): Promise<MemoryStore> {
  const store = new MemoryStore();
  await store.save(JSON.stringify(state));
  return store;
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
