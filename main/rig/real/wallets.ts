import { AlipayBills } from '../../../drivers/payment/alipay/bills.ts';
import { AlipayPrecreate } from '../../../drivers/payment/alipay/precreate.ts';
import { BILL_PATIENCE_MS, type BillSource, MOST_PACKED_BYTES } from '../../../drivers/payment/bill.ts';
import { ChinaUmsChannel } from '../../../drivers/payment/chinaums/channel.ts';
import { TokenSigner, Turns } from '../../../drivers/payment/pkcs11/token-signer.ts';
import type { ChannelId, PaymentChannel } from '../../../drivers/payment/port.ts';
import { LocalKeySigner, type Signer } from '../../../drivers/payment/signer.ts';
import { WeChatBills } from '../../../drivers/payment/wechat/bills.ts';
import { WeChatNative } from '../../../drivers/payment/wechat/native.ts';
import { HttpClient } from '../../../drivers/transport/http.ts';
import type {
  AggregateConfig,
  AlipayConfig,
  PaymentConfig,
  SigningKey,
  WeChatConfig,
} from '../config/payment-config.ts';
import type { Surroundings } from './card-reader.ts';

/** One wallet: what takes the money, and what tells of it afterwards. */
interface Wallet {
  readonly channel: PaymentChannel;
  /** null = this one gives terminals no bill. */
  readonly bills: BillSource | null;
}

export interface Wallets {
  readonly channels: Partial<Record<ChannelId, PaymentChannel>>;
  readonly bills: Partial<Record<ChannelId, BillSource>>;
}

/** The wallets that kiosk.yaml names, in the order in which the resident is offered them. */
export function walletsOf({ wechat, alipay, aggregate }: PaymentConfig, surroundings: Surroundings): Wallets {
  const parts = { ...surroundings, turns: new Map<string, Turns>() };
  const wallets = [
    wechat === null ? null : wechatOf(wechat, parts),
    alipay === null ? null : alipayOf(alipay, parts),
    aggregate === null ? null : { channel: aggregateOf(aggregate, surroundings), bills: null },
  ].filter((wallet) => wallet !== null);
  return {
    channels: Object.fromEntries(wallets.map(({ channel }) => [channel.id, channel])),
    bills: Object.fromEntries(
      wallets.flatMap(({ channel, bills }) => (bills === null ? [] : [[channel.id, bills]])),
    ),
  };
}

/** Bills are large and slow, and have a client of their own. */
export function billHttp({ clock }: Pick<Surroundings, 'clock'>): HttpClient {
  return new HttpClient({ clock, totalMs: BILL_PATIENCE_MS, maxAnswerBytes: MOST_PACKED_BYTES });
}

interface SigningParts extends Surroundings {
  /** By module: two wallets may sign with one token, whose library takes one call at a time. */
  readonly turns: Map<string, Turns>;
}

function wechatOf({ merchantKey, ...config }: WeChatConfig, parts: SigningParts): Wallet {
  const { clock, log, turns } = parts;
  const account = { ...config, signer: signerOf(merchantKey, turns) };
  return {
    channel: new WeChatNative(account, { http: new HttpClient({ clock }), clock, log }),
    bills: new WeChatBills(account, { http: billHttp(parts), clock, log }),
  };
}

function alipayOf({ appKey, appAuthToken, ...config }: AlipayConfig, parts: SigningParts): Wallet {
  const { clock, log, turns } = parts;
  const account = {
    ...config,
    signer: signerOf(appKey, turns),
    // The token becomes text only here.
    appAuthToken: appAuthToken === null ? null : appAuthToken.export().toString('utf8'),
  };
  return {
    channel: new AlipayPrecreate(account, { http: new HttpClient({ clock }), clock, log }),
    bills: new AlipayBills(account, { http: billHttp(parts), clock, log }),
  };
}

function aggregateOf(
  { appId, appKey, ca, ...config }: AggregateConfig,
  { clock, log }: Surroundings,
): ChinaUmsChannel {
  const http = new HttpClient({ clock, tls: ca === null ? {} : { ca } });
  return new ChinaUmsChannel({ ...config, app: { appId, key: appKey } }, { http, clock, log });
}

function signerOf(key: SigningKey, turns: SigningParts['turns']): Signer {
  if (key.kind === 'file') return new LocalKeySigner(key.key);
  const { module, token, key: label, pin } = key;
  const turn = turns.get(module) ?? new Turns();
  turns.set(module, turn);
  // The PIN becomes text only here, inside a private field.
  return new TokenSigner({ module, token, key: label, pin: pin.export().toString('utf8'), turns: turn });
}
