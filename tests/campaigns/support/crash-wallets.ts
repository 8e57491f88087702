import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import type { Clock } from '../../../drivers/base/clock.ts';
import type { Lever } from '../../../drivers/base/lever.ts';
import type { Log } from '../../../drivers/base/log.ts';
import { ok } from '../../../drivers/base/result.ts';
import { AlipayPrecreate } from '../../../drivers/payment/alipay/precreate.ts';
import { ChinaUmsChannel } from '../../../drivers/payment/chinaums/channel.ts';
import { AggregateEmulator } from '../../../drivers/payment/emulator/aggregate-server.ts';
import { AlipayEmulator } from '../../../drivers/payment/emulator/alipay-server.ts';
import type { WalletBooks } from '../../../drivers/payment/emulator/wallet-plain.ts';
import { WeChatEmulator } from '../../../drivers/payment/emulator/wechat-server.ts';
import type { PaymentChannel } from '../../../drivers/payment/port.ts';
import type { Signer } from '../../../drivers/payment/signer.ts';
import { WeChatNative } from '../../../drivers/payment/wechat/native.ts';
import type { TextStore } from '../../../drivers/transport/emulator/file-store.ts';
import type { Http } from '../../../drivers/transport/http.ts';

export type WalletName = 'wechat' | 'alipay' | 'aggregate';

export const WALLETS: readonly WalletName[] = ['wechat', 'alipay', 'aggregate'];

/** One wallet of a world, with its emulator, whichever it is. */
export interface CrashWallet {
  readonly name: WalletName;
  /** First part of its levers' ids. */
  readonly device: string;
  readonly levers: readonly Lever[];
  inspect(): WalletBooks;
  /** A production client of this wallet, for one process. */
  connect(parts: ClientParts): PaymentChannel;
  close(): Promise<void>;
}

export interface ClientParts {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
}

/** A wallet with empty books. */
export function openWallet(name: WalletName, clock: Clock): Promise<CrashWallet> {
  return OPEN[name](clock);
}

const OPEN: Readonly<Record<WalletName, (clock: Clock) => Promise<CrashWallet>>> = {
  wechat: async (clock) => {
    const wallet = await WeChatEmulator.start({ clock, store: keeping(WECHAT) });
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
            signer: signerOf(wallet.merchantKeyPem),
            verifyKeys: Object.fromEntries(
              Object.entries(wallet.verifyKeys).map(([id, pem]) => [id, publicKey(pem)]),
            ),
            notifyUrl: 'https://pay.example.com/notify',
          },
          parts,
        ),
    };
  },
  alipay: async (clock) => {
    const wallet = await AlipayEmulator.start({ clock, store: keeping(ALIPAY) });
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
            signer: signerOf(wallet.appKeyPem),
            verifyKeys: wallet.verifyKeys.map(publicKey),
            appAuthToken: null,
            productCode: 'FACE_TO_FACE_PAYMENT',
          },
          parts,
        ),
    };
  },
  aggregate: async (clock) => {
    const acquirer = await AggregateEmulator.start({ clock });
    return {
      name: 'aggregate',
      device: 'aggregate',
      levers: acquirer.levers,
      inspect: () => acquirer.inspect(),
      close: () => acquirer.close(),
      connect: (parts) =>
        new ChinaUmsChannel(
          {
            baseUrl: acquirer.baseUrl,
            app: { appId: acquirer.appId, key: createSecretKey(acquirer.appKey, 'utf8') },
            mid: acquirer.mid,
            tid: acquirer.tid,
            sourceNo: acquirer.sourceNo,
            answersSigned: true,
            scannedWith: ['unionpay', 'wechat', 'alipay', 'ecny'],
          },
          parts,
        ),
    };
  },
};

/**
 * Keys that all worlds share, and shorter than any configuration would be let through with: a run makes some twenty
 * signatures on either side, and what is tried here is what happens to money, not RSA.
 */
const KEYS = Array.from({ length: 4 }, () =>
  generateKeyPairSync('rsa', { modulusLength: 512 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
);
const [FIRST, SECOND, THIRD, FOURTH] = KEYS;

const WECHAT = JSON.stringify({
  version: 1,
  keys: {
    merchantSerial: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
    merchantKey: FIRST,
    platformKeyId: 'PUB_KEY_ID_0100000000000000000000000001',
    platformKey: SECOND,
  },
  books: { seq: 0, trades: [], refunds: [] },
});
const ALIPAY = JSON.stringify({
  version: 1,
  keys: { appKey: FIRST, walletKeys: [SECOND, THIRD], strangerKey: FOURTH },
  rotated: false,
  books: { seq: 0, codes: [], trades: [], refunds: [] },
});

/** Nobody reads what it is given: an emulated wallet never dies in a campaign. */
function keeping(text: string): TextStore {
  return { load: async () => text, save: async () => undefined };
}

const privateKeys = new Map<string, KeyObject>();
const publicKeys = new Map<string, KeyObject>();

/** The production signer hands its work to other threads; here nothing may go on while time stands still. */
function signerOf(pem: string): Signer {
  const key = privateKeys.get(pem) ?? createPrivateKey(pem);
  privateKeys.set(pem, key);
  return { sign: async (message) => ok(sign('sha256', message, key)) };
}

function publicKey(pem: string): KeyObject {
  const key = publicKeys.get(pem) ?? createPublicKey(pem);
  publicKeys.set(pem, key);
  return key;
}
