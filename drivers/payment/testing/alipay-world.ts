import type { MemoryStore } from '../../transport/emulator/file-store.ts';
import { type AlipayConfig, AlipayPrecreate } from '../alipay/precreate.ts';
import { makeAlipayKeys } from '../emulator/alipay-codec.ts';
import { AlipayEmulator, type AlipayEmulatorOptions } from '../emulator/alipay-server.ts';
import { parsePrivateKey, parsePublicKey } from '../keys.ts';
import { LocalKeySigner } from '../signer.ts';
import { expectOk, storeWith, type WalletWorld, walletWorld } from './wallet-world.ts';

/** Making RSA keys is the slow part, so all tests of a file share one set. */
export const alipayKeys = makeAlipayKeys();

export async function seededAlipayStore(): Promise<MemoryStore> {
  const books = { seq: 0, codes: [], trades: [], refunds: [] };
  return storeWith({ version: 1, keys: await alipayKeys, rotated: false, books });
}

export type AlipayWorld = WalletWorld<AlipayEmulator, AlipayPrecreate, AlipayConfig>;

export function alipayWorld(
  overrides: Partial<AlipayConfig> = {},
  emulator: Partial<AlipayEmulatorOptions> = {},
): Promise<AlipayWorld> {
  return walletWorld({
    start: async (clock) => AlipayEmulator.start({ clock, store: await seededAlipayStore(), ...emulator }),
    configOf: (wallet): AlipayConfig => ({
      baseUrl: wallet.baseUrl,
      appId: wallet.appId,
      signer: new LocalKeySigner(expectOk(parsePrivateKey(wallet.appKeyPem))),
      verifyKeys: wallet.verifyKeys.map((pem) => expectOk(parsePublicKey(pem))),
      appAuthToken: null,
      productCode: 'FACE_TO_FACE_PAYMENT',
      ...overrides,
    }),
    connect: (config, parts) => new AlipayPrecreate(config, parts),
  });
}
