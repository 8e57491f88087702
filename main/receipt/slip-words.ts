import type { ChannelId } from '../../drivers/payment/port.ts';
import type { OrderLine, OrderView, RefundView, SlipKind } from '../ledger/port.ts';

/**
 * The sentences of a slip: the resident's words first, what happened, whether the money is safe, what to do now. Slips are
 * records of a Chinese authority, so they stay in Chinese whatever language the screen speaks.
 */

export const TITLE = '社保缴费凭条';
export const DEMO_BANNER = '演示';
export const DEMO_NOTE = '演示数据，不是真实缴费。';

/** People scan whatever looks like a code, and expect to pay or to fetch something. */
export const VERIFICATION_CAPTION = '核验码，工作人员核对用，不能付款';

export const INSURANCES: Readonly<Record<OrderLine['insurance'], string>> = {
  pension: '养老保险',
  medical: '医疗保险',
};

/** What was handed in to the agency; by the same names as on the glass. Whether there is anything to give back, the agency says. */
export const CASE_KINDS = {
  duplicate: '重复缴费核查',
  refund: '退款申请',
  objection: '缴费异议',
} as const;

export const CHANNELS: Readonly<Record<ChannelId, string>> = {
  wechat: '微信支付',
  alipay: '支付宝',
  aggregate: '聚合支付',
};

/** Who carried the money; e-CNY is named, because it is money of another kind. */
export function paidWith({ channel, funding }: OrderView): string {
  return funding === 'ecny' ? `${CHANNELS[channel]}（数字人民币）` : CHANNELS[channel];
}

/** 【补打】第 2 次; `copy` counts from 1. */
export function copyBanner(copy: number): string {
  return `【补打】第 ${copy} 次`;
}

/** The one line that is read from a metre away. */
export function headline(order: OrderView, kind: SlipKind): string {
  switch (kind) {
    case 'booked':
      return '已缴费成功';
    case 'pending':
      return '已收款，正在入账';
    case 'refunding':
      if (order.state === 'REFUNDED') return '已退款';
      return order.state === 'REFUND_STUCK' ? '退款待人工办理' : '正在退款';
  }
}

/** What the headline means for the money and what is to be done, one paragraph each. */
export function explanation(
  order: OrderView,
  kind: SlipKind,
  phone: string,
  receiptDays: number,
): readonly string[] {
  switch (kind) {
    case 'booked':
      return [`请妥善保管。${receiptDays} 天内可凭社保卡在本机补打。`];
    case 'pending':
      return [
        '钱已付成功，不会重复扣款，请不要再次缴费。',
        ...(order.funding === 'bank-card' ? ['银行卡付的款，一般下一个工作日到账。'] : []),
        `入账后可凭社保卡在本机补打缴费凭条；如果不能入账，钱款会自动原路退回。查询请拨 ${phone}，并报订单号。`,
        '本凭条只证明已经收款，不是缴费证明。',
      ];
    case 'refunding':
      if (order.state === 'REFUND_STUCK') {
        return [`这笔缴费没有入账，钱款未能自动退回。请拨 ${phone}，并报订单号，由工作人员办理。`];
      }
      return ['这笔缴费没有入账，钱款原路退回付款账户。', arrival(order.channel, order.refund)];
  }
}

/** What each wallet calls the money it keeps itself; behind an acquirer's code it may be any of them. */
const BALANCES: Readonly<Record<ChannelId, string>> = {
  wechat: '微信零钱',
  alipay: '支付宝余额',
  aggregate: '钱包余额',
};

/** Wallets credit a balance within minutes; banks take one to three working days (WeChat Pay's refund manual). */
function arrival(channel: ChannelId, refund: RefundView | undefined): string {
  const wallet = BALANCES[channel];
  switch (refund?.funding) {
    case 'balance':
      return `退回${wallet}，一般几分钟内到账。`;
    case 'bank-card':
      return '退回银行卡，一般 1 至 3 个工作日到账。';
    case 'ecny':
      return '退回数字人民币钱包，到账时间以钱包通知为准。';
    case undefined:
      return `退回${wallet}一般几分钟内到账，退回银行卡一般 1 至 3 个工作日到账。`;
  }
}

const REFUND_REASONS: Readonly<Record<string, string>> = {
  ALREADY_PAID: '该费款此前已缴',
  PERIOD_CLOSED: '缴费期已结束',
  QUOTE_EXPIRED: '应缴金额已过有效期',
  AMOUNT_MISMATCH: '金额与应缴不一致',
  UNKNOWN_QUOTE: '未查到应缴记录',
  INSURED_STATE: '参保状态不能缴费',
  LATE_PAYMENT: '付款超过时限',
};

/** The agency's codes in plain words; a code of tomorrow is not shown to a resident. */
export function refundReason(code: string): string {
  return REFUND_REASONS[code] ?? '社保部门未予入账';
}

/** The kiosk's slip is not the authority's certificate: says so, and where that is to be had. */
export function certificateNote(taxPhone: string): string {
  return `本凭条不是完税证明。需要正式缴费证明，请向税务部门开具，咨询 ${taxPhone}。`;
}
