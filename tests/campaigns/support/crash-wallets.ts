import { type Clock, VirtualClock } from '../../../drivers/base/clock.ts';
import { AlipayPrecreate } from '../../../drivers/payment/alipay/precreate.ts';
import { AlipayEmulator } from '../../../drivers/payment/emulator/alipay-server.ts';
import { WeChatEmulator } from '../../../drivers/payment/emulator/wechat-server.ts';
import { parsePrivateKey, parsePublicKey } from '../../../drivers/payment/keys.ts';
import { LocalKeySigner } from '../../../drivers/payment/signer.ts';
import { WeChatNative } from '../../../drivers/payment/wechat/native.ts';
import type { TextStore } from '../../../drivers/transport/emulator/file-store.ts';
import type { CrashWallet } from './crash-world.ts';
import { expectOk } from './expect-ok.ts';

export type WalletName = 'wechat' | 'alipay';

/** A wallet with empty books, and with keys that all worlds share: making them takes longer than a run. */
export async function openWallet(name: WalletName, clock: Clock): Promise<CrashWallet> {
  return name === 'wechat' ? openWeChat(clock) : openAlipay(clock);
}

async function openWeChat(clock: Clock): Promise<CrashWallet> {
  const store = await storeWithKeys('wechat', (first) => WeChatEmulator.start(first));
  const wallet = await WeChatEmulator.start({ clock, store });
  return {
    name: 'wechat',
    device: 'wallet',
    levers: wallet.levers,
    inspect: () => wallet.inspect(),
    close: () => wallet.close(),
    connect: (parts) =>
      new WeChatNative(
        {
          baseUrl: wallet.baseUrl,
          appId: wallet.appId,
          mchId: wallet.mchId,
          merchantSerial: wallet.merchantSerial,
          signer: new LocalKeySigner(expectOk(parsePrivateKey(wallet.merchantKeyPem))),
          verifyKeys: Object.fromEntries(
            Object.entries(wallet.verifyKeys).map(([id, pem]) => [id, expectOk(parsePublicKey(pem))]),
          ),
          notifyUrl: 'https://pay.example.com/notify',
        },
        parts,
      ),
  };
}

async function openAlipay(clock: Clock): Promise<CrashWallet> {
  const store = await storeWithKeys('alipay', (first) => AlipayEmulator.start(first));
  const wallet = await AlipayEmulator.start({ clock, store });
  return {
    name: 'alipay',
    device: 'alipay',
    levers: wallet.levers,
    inspect: () => wallet.inspect(),
    close: () => wallet.close(),
    connect: (parts) =>
      new AlipayPrecreate(
        {
          baseUrl: wallet.baseUrl,
          appId: wallet.appId,
          signer: new LocalKeySigner(expectOk(parsePrivateKey(wallet.appKeyPem))),
          verifyKeys: wallet.verifyKeys.map((pem) => expectOk(parsePublicKey(pem))),
          appAuthToken: null,
          productCode: 'FACE_TO_FACE_PAYMENT',
        },
        parts,
      ),
  };
}

const keys = new Map<WalletName, string>();

async function storeWithKeys(
  name: WalletName,
  start: (options: { clock: Clock; store: TextStore }) => Promise<{ close(): Promise<void> }>,
): Promise<TextStore> {
  let text = keys.get(name) ?? null;
  const store: TextStore = {
    load: async () => text,
    save: async (next) => {
      text = next;
    },
  };
  if (text === null) {
    const first = await start({ clock: new VirtualClock(), store });
    await first.close();
    // Books with nothing in them, as they are right after the start.
    keys.set(name, `${text}`);
  }
  return store;
}
