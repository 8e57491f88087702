import { createSecretKey } from 'node:crypto';
import { VirtualClock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { LogEvents } from '../../base/log-events.ts';
import { HttpClient } from '../../transport/http.ts';
import { ChinaUmsChannel, type ChinaUmsConfig } from '../chinaums/channel.ts';
import { AggregateEmulator, type AggregateEmulatorOptions } from '../emulator/aggregate-server.ts';
import { expectOk } from './wechat-world.ts';

export interface ChinaUmsWorld {
  readonly clock: VirtualClock;
  /** The terminal's own; the same as the acquirer's until it is moved. */
  readonly skew: { ms: number };
  readonly acquirer: AggregateEmulator;
  readonly channel: ChinaUmsChannel;
  readonly config: ChinaUmsConfig;
  readonly logged: LogEvents['call-ended'][];
  /** Seconds of every `clock-off`. */
  readonly clockOff: number[];
  pull(lever: string, args?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

/** The production client over real HTTP against the emulator, on a clock that stands still. */
export async function chinaUmsWorld(
  overrides: Partial<ChinaUmsConfig> = {},
  emulator: Partial<AggregateEmulatorOptions> = {},
): Promise<ChinaUmsWorld> {
  const clock = new VirtualClock();
  const acquirer = await AggregateEmulator.start({ clock, ...emulator });
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
  const config: ChinaUmsConfig = {
    baseUrl: acquirer.baseUrl,
    app: { appId: acquirer.appId, key: createSecretKey(acquirer.appKey, 'utf8') },
    mid: acquirer.mid,
    tid: acquirer.tid,
    sourceNo: acquirer.sourceNo,
    answersSigned: true,
    scannedWith: ['unionpay', 'wechat', 'alipay', 'ecny'],
    ...overrides,
  };
  const channel = new ChinaUmsChannel(config, { http: new HttpClient({ clock }), clock: terminalClock, log });
  return {
    clock,
    skew,
    acquirer,
    channel,
    config,
    logged,
    clockOff,
    pull: async (id, args = {}) => {
      const lever = acquirer.levers.find((each) => each.id === id);
      if (lever === undefined) throw new Error(`no lever ${id}`);
      expectOk(await lever.apply(args));
    },
    close: async () => {
      await channel.shutdown();
      await acquirer.close();
    },
  };
}
