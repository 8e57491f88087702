import type { MemoryStore } from '../../transport/emulator/file-store.ts';
import { makeKeys } from '../emulator/wechat-codec.ts';
import { WeChatEmulator, type WeChatEmulatorOptions } from '../emulator/wechat-server.ts';
import { parsePrivateKey, parsePublicKey } from '../keys.ts';
import { LocalKeySigner } from '../signer.ts';
import { type WeChatConfig, WeChatNative } from '../wechat/native.ts';
import { expectOk, storeWith, type WalletWorld, walletWorld } from './wallet-world.ts';

/** Making RSA keys is the slow part, so all tests of a file share one set. */
export const walletKeys = makeKeys();

export async function seededStore(): Promise<MemoryStore> {
  return storeWith({ version: 1, keys: await walletKeys, books: { seq: 0, trades: [], refunds: [] } });
}

export type WeChatWorld = WalletWorld<WeChatEmulator, WeChatNative, WeChatConfig>;

export function wechatWorld(
  overrides: Partial<WeChatConfig> = {},
  emulator: Partial<WeChatEmulatorOptions> = {},
): Promise<WeChatWorld> {
  return walletWorld({
    start: async (clock) => WeChatEmulator.start({ clock, store: await seededStore(), ...emulator }),
    configOf: (wallet): WeChatConfig => ({
      baseUrl: wallet.baseUrl,
      appId: wallet.appId,
      mchId: wallet.mchId,
      ...(wallet.partner === undefined ? {} : { partner: wallet.partner }),
      merchantSerial: wallet.merchantSerial,
      signer: new LocalKeySigner(expectOk(parsePrivateKey(wallet.merchantKeyPem))),
      verifyKeys: Object.fromEntries(
        Object.entries(wallet.verifyKeys).map(([id, pem]) => [id, expectOk(parsePublicKey(pem))]),
      ),
      notifyUrl: 'https://pay.example.com/notify',
      ...overrides,
    }),
    connect: (config, parts) => new WeChatNative(config, parts),
  });
}

/** The same for a service provider with one sub merchant, which has an application of its own. */
export function wechatPartnerWorld(overrides: Partial<WeChatConfig> = {}): Promise<WeChatWorld> {
  return wechatWorld(overrides, { partner: { subMchId: '1900000109', subAppId: 'wxd678efh567hg6999' } });
}
