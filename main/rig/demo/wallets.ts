import { createSecretKey } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../../drivers/base/clock.ts';
import type { Lever } from '../../../drivers/base/lever.ts';
import type { Log } from '../../../drivers/base/log.ts';
import { AlipayPrecreate } from '../../../drivers/payment/alipay/precreate.ts';
import { ChinaUmsBills } from '../../../drivers/payment/chinaums/bills.ts';
import { AggregateEmulator } from '../../../drivers/payment/emulator/aggregate-server.ts';
import { AlipayEmulator } from '../../../drivers/payment/emulator/alipay-server.ts';
import { WeChatEmulator } from '../../../drivers/payment/emulator/wechat-server.ts';
import { parsePrivateKey, parsePublicKey } from '../../../drivers/payment/keys.ts';
import type { ChannelId, PaymentChannel } from '../../../drivers/payment/port.ts';
import { LocalKeySigner } from '../../../drivers/payment/signer.ts';
import { WeChatNative } from '../../../drivers/payment/wechat/native.ts';
import { FileStore } from '../../../drivers/transport/emulator/file-store.ts';
import { HttpClient } from '../../../drivers/transport/http.ts';
import { known } from './known.ts';

/** The production clients of every wallet, each before its emulated server. */
export interface DemoWallets {
  /** In the order in which the resident is offered them. */
  readonly channels: Readonly<Record<ChannelId, PaymentChannel>>;
  readonly levers: readonly Lever[];
  /** Clients first: a server that goes away under a call would be one more fault. */
  close(): Promise<void>;
}

interface Parts {
  readonly clock: Clock;
  readonly log: Log;
}

/** @param stateDir where the servers keep their books */
export async function openDemoWallets(stateDir: string, parts: Parts): Promise<DemoWallets> {
  const { clock } = parts;
  const [wechat, alipay, aggregate] = await Promise.all([
    WeChatEmulator.start({ clock, store: new FileStore(join(stateDir, 'wallet.json')) }),
    AlipayEmulator.start({ clock, store: new FileStore(join(stateDir, 'alipay.json')) }),
    AggregateEmulator.start({ clock, store: new FileStore(join(stateDir, 'aggregate.json')) }),
  ]);
  const servers = [wechat, alipay, aggregate];
  const channels = {
    wechat: wechatOf(wechat, parts),
    alipay: alipayOf(alipay, parts),
    aggregate: aggregateOf(aggregate, parts),
  };
  return {
    channels,
    levers: servers.flatMap((server) => server.levers),
    async close() {
      await Promise.all(Object.values(channels).map((channel) => channel.shutdown()));
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

function wechatOf(wallet: WeChatEmulator, { clock, log }: Parts): WeChatNative {
  return new WeChatNative(
    {
      baseUrl: wallet.baseUrl,
      appId: wallet.appId,
      mchId: wallet.mchId,
      merchantSerial: wallet.merchantSerial,
      signer: new LocalKeySigner(known(parsePrivateKey(wallet.merchantKeyPem))),
      verifyKeys: Object.fromEntries(
        Object.entries(wallet.verifyKeys).map(([id, pem]) => [id, known(parsePublicKey(pem))]),
      ),
      notifyUrl: 'https://kiosk.example/wechat/notify',
    },
    { http: new HttpClient({ clock }), clock, log },
  );
}

function alipayOf(wallet: AlipayEmulator, { clock, log }: Parts): AlipayPrecreate {
  return new AlipayPrecreate(
    {
      baseUrl: wallet.baseUrl,
      appId: wallet.appId,
      signer: new LocalKeySigner(known(parsePrivateKey(wallet.appKeyPem))),
      verifyKeys: wallet.verifyKeys.map((pem) => known(parsePublicKey(pem))),
      appAuthToken: null,
      productCode: 'FACE_TO_FACE_PAYMENT',
    },
    { http: new HttpClient({ clock }), clock, log },
  );
}

function aggregateOf(acquirer: AggregateEmulator, { clock, log }: Parts): ChinaUmsBills {
  return new ChinaUmsBills(
    {
      baseUrl: acquirer.baseUrl,
      app: { appId: acquirer.appId, key: createSecretKey(acquirer.appKey, 'utf8') },
      mid: acquirer.mid,
      tid: acquirer.tid,
      sourceNo: acquirer.sourceNo,
      answersSigned: true,
      scannedWith: ['unionpay', 'wechat', 'alipay', 'ecny'],
    },
    { http: new HttpClient({ clock }), clock, log },
  );
}
