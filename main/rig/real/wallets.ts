import { AlipayPrecreate } from '../../../drivers/payment/alipay/precreate.ts';
import { ChinaUmsBills } from '../../../drivers/payment/chinaums/bills.ts';
import { TokenSigner, Turns } from '../../../drivers/payment/pkcs11/token-signer.ts';
import type { ChannelId, PaymentChannel } from '../../../drivers/payment/port.ts';
import { LocalKeySigner, type Signer } from '../../../drivers/payment/signer.ts';
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

/** The wallets that kiosk.yaml names, in the order in which the resident is offered them. */
export function walletsOf(
  { wechat, alipay, aggregate }: PaymentConfig,
  surroundings: Surroundings,
): Partial<Record<ChannelId, PaymentChannel>> {
  const parts = { ...surroundings, turns: new Map<string, Turns>() };
  return {
    ...(wechat === null ? {} : { wechat: wechatOf(wechat, parts) }),
    ...(alipay === null ? {} : { alipay: alipayOf(alipay, parts) }),
    ...(aggregate === null ? {} : { aggregate: aggregateOf(aggregate, surroundings) }),
  };
}

interface SigningParts extends Surroundings {
  /** By module: two wallets may sign with one token, whose library takes one call at a time. */
  readonly turns: Map<string, Turns>;
}

function wechatOf(
  { merchantKey, ...config }: WeChatConfig,
  { clock, log, turns }: SigningParts,
): WeChatNative {
  return new WeChatNative(
    { ...config, signer: signerOf(merchantKey, turns) },
    { http: new HttpClient({ clock }), clock, log },
  );
}

function alipayOf(
  { appKey, appAuthToken, ...config }: AlipayConfig,
  { clock, log, turns }: SigningParts,
): AlipayPrecreate {
  return new AlipayPrecreate(
    {
      ...config,
      signer: signerOf(appKey, turns),
      // The token becomes text only here.
      appAuthToken: appAuthToken === null ? null : appAuthToken.export().toString('utf8'),
    },
    { http: new HttpClient({ clock }), clock, log },
  );
}

function aggregateOf(
  { appId, appKey, ca, ...config }: AggregateConfig,
  { clock, log }: Surroundings,
): ChinaUmsBills {
  const http = new HttpClient({ clock, tls: ca === null ? {} : { ca } });
  return new ChinaUmsBills({ ...config, app: { appId, key: appKey } }, { http, clock, log });
}

function signerOf(key: SigningKey, turns: SigningParts['turns']): Signer {
  if (key.kind === 'file') return new LocalKeySigner(key.key);
  const { module, token, key: label, pin } = key;
  const turn = turns.get(module) ?? new Turns();
  turns.set(module, turn);
  // The PIN becomes text only here, inside a private field.
  return new TokenSigner({ module, token, key: label, pin: pin.export().toString('utf8'), turns: turn });
}
