import { createSecretKey } from 'node:crypto';
import { ChinaUmsChannel, type ChinaUmsConfig } from '../chinaums/channel.ts';
import { AggregateEmulator, type AggregateEmulatorOptions } from '../emulator/aggregate-server.ts';
import { type WalletWorld, walletWorld } from './wallet-world.ts';

/** Its wallet is the acquirer. */
export type ChinaUmsWorld = WalletWorld<AggregateEmulator, ChinaUmsChannel, ChinaUmsConfig>;

export function chinaUmsWorld(
  overrides: Partial<ChinaUmsConfig> = {},
  emulator: Partial<AggregateEmulatorOptions> = {},
): Promise<ChinaUmsWorld> {
  return walletWorld({
    start: (clock) => AggregateEmulator.start({ clock, ...emulator }),
    configOf: (acquirer): ChinaUmsConfig => ({
      baseUrl: acquirer.baseUrl,
      app: { appId: acquirer.appId, key: createSecretKey(acquirer.appKey, 'utf8') },
      mid: acquirer.mid,
      tid: acquirer.tid,
      sourceNo: acquirer.sourceNo,
      answersSigned: true,
      scannedWith: ['unionpay', 'wechat', 'alipay', 'ecny'],
      ...overrides,
    }),
    connect: (config, parts) => new ChinaUmsChannel(config, parts),
  });
}
