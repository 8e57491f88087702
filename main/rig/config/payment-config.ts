import type { KeyObject } from 'node:crypto';
import type { KeyMaterial } from './key-files.ts';
import type { ConfigShape } from './schema.ts';

type PaymentShape = ConfigShape['payment'];

/** The wallets after every check; null = not offered. */
export interface PaymentConfig {
  readonly wechat: WeChatConfig | null;
  readonly alipay: AlipayConfig | null;
  readonly aggregate: AggregateConfig | null;
}

/** What requests are signed with: in memory, or on a token that it never leaves. */
export type SigningKey =
  | { readonly kind: 'file'; readonly key: KeyObject }
  | {
      readonly kind: 'token';
      /** Absolute path. */
      readonly module: string;
      readonly token: string;
      /** Label. */
      readonly key: string;
      /** As a secret key: printing or serialising it shows nothing. */
      readonly pin: KeyObject;
    };

export interface WeChatConfig {
  readonly baseUrl: string;
  readonly appId: string;
  readonly mchId: string;
  /** Absent = a direct merchant; else whom the service provider sells for. */
  readonly partner?: { readonly subMchId: string; readonly subAppId?: string };
  /** Absent = none. */
  readonly secondBaseUrl?: string;
  /** Upper-case hex. */
  readonly merchantSerial: string;
  readonly merchantKey: SigningKey;
  /** In the order of the file: the first one is asked for. */
  readonly verifyKeys: Readonly<Record<string, KeyObject>>;
  readonly notifyUrl: string;
}

export interface AlipayConfig {
  readonly baseUrl: string;
  readonly appId: string;
  readonly appKey: SigningKey;
  readonly verifyKeys: readonly KeyObject[];
  readonly productCode: NonNullable<PaymentShape['alipay']>['productCode'];
  /** Partner mode: the merchant's authorisation, as a secret key. null = we are the merchant. */
  readonly appAuthToken: KeyObject | null;
}

export interface AggregateConfig {
  readonly baseUrl: string;
  /** PEM text; null = the well-known authorities. */
  readonly ca: string | null;
  readonly appId: string;
  readonly appKey: KeyObject;
  readonly mid: string;
  readonly tid: string;
  readonly sourceNo: string;
  /** Absent = nowhere. */
  readonly notifyUrl?: string;
  readonly answersSigned: boolean;
  readonly scannedWith: NonNullable<PaymentShape['aggregate']>['wallets'];
}

/** @throws Error when a key that the shape names is not in the material: it had to be checked before */
export function resolvePayment(shape: PaymentShape, material: KeyMaterial): PaymentConfig {
  const { wechat, alipay, aggregate } = shape;
  return {
    wechat: wechat === undefined ? null : resolveWeChat(wechat, material),
    alipay: alipay === undefined ? null : resolveAlipay(alipay, material),
    aggregate: aggregate === undefined ? null : resolveAggregate(aggregate, material),
  };
}

/** WeChat Pay's two sites; their addresses change, their names do not. */
const WECHAT_SITES = {
  first: 'https://api.mch.weixin.qq.com',
  second: 'https://api2.mch.weixin.qq.com',
};

function resolveWeChat(shape: NonNullable<PaymentShape['wechat']>, material: KeyMaterial): WeChatConfig {
  const key = (path: string) => keyAt(material, `payment.wechat.${path}`);
  // The second site belongs to the first: a relay or a test bench has none unless it says so.
  const secondBaseUrl =
    shape.secondBaseUrl ?? (shape.baseUrl === WECHAT_SITES.first ? WECHAT_SITES.second : undefined);
  return {
    baseUrl: shape.baseUrl,
    ...(secondBaseUrl === undefined ? {} : { secondBaseUrl }),
    appId: shape.appId,
    mchId: shape.mchId,
    ...(shape.partner === undefined ? {} : { partner: subMerchant(shape.partner) }),
    merchantSerial: shape.merchantSerial.toUpperCase(),
    merchantKey: signingKey(shape.merchantKey, 'payment.wechat.merchantKey', material),
    verifyKeys: Object.fromEntries(Object.keys(shape.verifyKeys).map((id) => [id, key(`verifyKeys.${id}`)])),
    notifyUrl: shape.notifyUrl,
  };
}

function subMerchant({
  subMchId,
  subAppId,
}: NonNullable<NonNullable<PaymentShape['wechat']>['partner']>): NonNullable<WeChatConfig['partner']> {
  return subAppId === undefined ? { subMchId } : { subMchId, subAppId };
}

function resolveAlipay(shape: NonNullable<PaymentShape['alipay']>, material: KeyMaterial): AlipayConfig {
  const key = (path: string) => keyAt(material, `payment.alipay.${path}`);
  const { alipayKeyFile, appAuthTokenFile } = shape;
  return {
    baseUrl: shape.baseUrl,
    appId: shape.appId,
    appKey: signingKey(shape.appKey, 'payment.alipay.appKey', material),
    verifyKeys:
      typeof alipayKeyFile === 'string'
        ? [key('alipayKeyFile')]
        : alipayKeyFile.map((_, index) => key(`alipayKeyFile[${index}]`)),
    productCode: shape.productCode,
    appAuthToken: appAuthTokenFile === undefined ? null : key('appAuthTokenFile'),
  };
}

function resolveAggregate(
  shape: NonNullable<PaymentShape['aggregate']>,
  material: KeyMaterial,
): AggregateConfig {
  const { baseUrl, appId, mid, tid, sourceNo, notifyUrl, answersSigned, wallets } = shape;
  return {
    baseUrl,
    ca: material.texts.get('payment.aggregate.caFile') ?? null,
    appId,
    appKey: keyAt(material, 'payment.aggregate.appKeyFile'),
    mid,
    tid,
    sourceNo,
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
    answersSigned,
    scannedWith: wallets,
  };
}

function signingKey(
  onToken: NonNullable<PaymentShape['wechat']>['merchantKey'],
  path: string,
  material: KeyMaterial,
): SigningKey {
  if (onToken === undefined) return { kind: 'file', key: keyAt(material, `${path}File`) };
  const { token, key } = onToken;
  const pin = keyAt(material, `${path}.pinFile`);
  const module = material.texts.get(`${path}.module`);
  if (module === undefined) throw unread(`${path}.module`);
  return { kind: 'token', module, token, key, pin };
}

function keyAt({ keys }: KeyMaterial, path: string): KeyObject {
  const found = keys.get(path);
  if (found === undefined) throw unread(path);
  return found;
}

function unread(path: string): Error {
  return new Error(`${path} was not read`);
}
