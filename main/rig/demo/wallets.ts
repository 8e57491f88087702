import { createSecretKey } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../../drivers/base/clock.ts';
import type { Lever } from '../../../drivers/base/lever.ts';
import type { Log } from '../../../drivers/base/log.ts';
import { AlipayBills } from '../../../drivers/payment/alipay/bills.ts';
import { type AlipayConfig, AlipayPrecreate } from '../../../drivers/payment/alipay/precreate.ts';
import type { BillSource } from '../../../drivers/payment/bill.ts';
import { ChinaUmsChannel } from '../../../drivers/payment/chinaums/channel.ts';
import { AggregateEmulator } from '../../../drivers/payment/emulator/aggregate-server.ts';
import { AlipayEmulator } from '../../../drivers/payment/emulator/alipay-server.ts';
import { WeChatEmulator } from '../../../drivers/payment/emulator/wechat-server.ts';
import { parsePrivateKey, parsePublicKey } from '../../../drivers/payment/keys.ts';
import type { ChannelId, PaymentChannel } from '../../../drivers/payment/port.ts';
import { LocalKeySigner } from '../../../drivers/payment/signer.ts';
import { WeChatBills } from '../../../drivers/payment/wechat/bills.ts';
import { type WeChatConfig, WeChatNative } from '../../../drivers/payment/wechat/native.ts';
import { FileStore } from '../../../drivers/transport/emulator/file-store.ts';
import { HttpClient } from '../../../drivers/transport/http.ts';
import { known } from './known.ts';

/** The production clients of every wallet, each before its emulated server. */
export interface DemoWallets {
  /** In the order in which the resident is offered them. */
  readonly channels: Readonly<Record<ChannelId, PaymentChannel>>;
  /** The acquirer of the aggregated code gives terminals none. */
  readonly bills: Readonly<Partial<Record<ChannelId, BillSource>>>;
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
  const accounts = { wechat: wechatAccount(wechat), alipay: alipayAccount(alipay) };
  const channels = {
    wechat: new WeChatNative(accounts.wechat, withHttp(parts)),
    alipay: new AlipayPrecreate(accounts.alipay, withHttp(parts)),
    aggregate: aggregateOf(aggregate, parts),
  };
  const bills = {
    wechat: new WeChatBills(accounts.wechat, withHttp(parts)),
    alipay: new AlipayBills(accounts.alipay, withHttp(parts)),
  };
  return {
    channels,
    bills,
    levers: servers.flatMap((server) => server.levers),
    async close() {
      const clients = [...Object.values(channels), ...Object.values(bills)];
      await Promise.all(clients.map((client) => client.shutdown()));
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

function withHttp({ clock, log }: Parts) {
  return { http: new HttpClient({ clock }), clock, log };
}

function wechatAccount(wallet: WeChatEmulator): WeChatConfig {
  return {
    baseUrl: wallet.baseUrl,
    appId: wallet.appId,
    mchId: wallet.mchId,
    merchantSerial: wallet.merchantSerial,
    signer: new LocalKeySigner(known(parsePrivateKey(wallet.merchantKeyPem))),
    verifyKeys: Object.fromEntries(
      Object.entries(wallet.verifyKeys).map(([id, pem]) => [id, known(parsePublicKey(pem))]),
    ),
    notifyUrl: 'https://kiosk.example/wechat/notify',
  };
}

function alipayAccount(wallet: AlipayEmulator): AlipayConfig {
  return {
    baseUrl: wallet.baseUrl,
    appId: wallet.appId,
    signer: new LocalKeySigner(known(parsePrivateKey(wallet.appKeyPem))),
    verifyKeys: wallet.verifyKeys.map((pem) => known(parsePublicKey(pem))),
    appAuthToken: null,
    productCode: 'FACE_TO_FACE_PAYMENT',
  };
}

function aggregateOf(acquirer: AggregateEmulator, { clock, log }: Parts): ChinaUmsChannel {
  return new ChinaUmsChannel(
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
