/**
 * The two ways to be a merchant of WeChat Pay. A direct merchant (普通商户) sells under its own number. In partner mode
 * (服务商模式) a service provider sells for a merchant of its own, the sub merchant: the provider signs, order and refund
 * numbers are unique below the provider, and the money goes to the sub merchant and to nobody else. Which of the two an
 * account is, WeChat Pay decides when it is opened; neither may speak as the other.
 * Source: WeChat Pay partner documents: native prepay 4012523551, "products/partner-native-payment"; order query by
 * out_trade_no, "apis/partner-query-order"; refund 4012886219; trade bill, "apis/partner-jsapi-payment/get-trade-bill".
 */
export interface Account {
  /** The direct merchant's application and number; in partner mode the service provider's. */
  readonly appId: string;
  readonly mchId: string;
  /** There = partner mode. */
  readonly partner?: SubMerchant;
}

/** Whose money it is. */
export interface SubMerchant {
  readonly subMchId: string;
  /** The sub merchant's own application, bound to its number; WeChat Pay does without. */
  readonly subAppId?: string;
}

/** Everything that calls of orders begin with. */
export function ordersPath({ partner }: Account): string {
  return partner === undefined ? '/v3/pay/transactions' : '/v3/pay/partner/transactions';
}

export type AccountNames = Readonly<
  Partial<Record<'appid' | 'mchid' | 'sp_appid' | 'sp_mchid' | 'sub_appid' | 'sub_mchid', string>>
>;

/** Whom an order is for, as prepay says it and every answer about the order repeats it. */
export function namesOf({ appId, mchId, partner }: Account): AccountNames {
  if (partner === undefined) return { appid: appId, mchid: mchId };
  const { subMchId, subAppId } = partner;
  return {
    sp_appid: appId,
    sp_mchid: mchId,
    ...(subAppId === undefined ? {} : { sub_appid: subAppId }),
    sub_mchid: subMchId,
  };
}

/** The merchants' numbers alone, as a query and a close want them. */
export function numbersOf({ mchId, partner }: Account): Readonly<Record<string, string>> {
  return partner === undefined ? { mchid: mchId } : { sp_mchid: mchId, sub_mchid: partner.subMchId };
}

/** What refunds and bills, whose paths both ways share, add in partner mode. */
export function subMerchantOf({ partner }: Account): Readonly<Record<string, string>> {
  return partner === undefined ? {} : { sub_mchid: partner.subMchId };
}
