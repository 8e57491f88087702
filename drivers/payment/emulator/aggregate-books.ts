import { localTime, success } from './aggregate-messages.ts';
import type { Plain } from './wallet-plain.ts';

/** What the next payer pays with. */
export type PayerWallet = 'wechat' | 'alipay' | 'unionpay' | 'bank-card' | 'ecny';

export interface ModelBill {
  readonly billNo: string;
  readonly billDate: string;
  readonly qrCodeId: string;
  readonly totalFen: number;
  readonly billDesc: string;
  /** Last instant for paying, epoch milliseconds. */
  readonly expiresAt: number;
  state: 'UNPAID' | 'PAID' | 'REFUND' | 'CLOSED';
  payment?: {
    readonly fen: number;
    readonly at: number;
    readonly wallet: PayerWallet;
    readonly orderId: string;
    readonly seqId: string;
  };
}

export interface ModelRefund {
  readonly refundOrderId: string;
  readonly billNo: string;
  readonly fen: number;
  readonly settlesAt: number;
  readonly failed: boolean;
}

export interface ModelState {
  seq: number;
  bills: ModelBill[];
  refunds: ModelRefund[];
}

/** Who asks: repeated in every answer. */
export interface Identity {
  readonly mid: string;
  readonly tid: string;
}

const SYSTEMS: Readonly<
  Record<PayerWallet, { readonly targetSys: string; readonly cardAttr: string; readonly funds: string }>
> = {
  wechat: { targetSys: 'WXPay', cardAttr: 'BALANCE', funds: '现金' },
  alipay: { targetSys: 'Alipay 2.0', cardAttr: 'BALANCE', funds: '支付宝余额' },
  unionpay: { targetSys: 'UAC', cardAttr: 'DEBIT_CARD', funds: '现金' },
  'bank-card': { targetSys: 'WXPay', cardAttr: 'DEBIT_CARD', funds: '现金' },
  ecny: { targetSys: 'DCEP', cardAttr: 'OTHERS', funds: '数字人民币' },
};

/** What the payer's phone reads; the acquirer's own codes have this form. */
export function codeUrl({ qrCodeId }: ModelBill): string {
  return `https://qr.chinaums.com/bills/qrCode.do?id=${qrCodeId}`;
}

export function codeAnswer(who: Identity, bill: ModelBill): Plain {
  return success({
    ...about(who, bill),
    billQRCode: codeUrl(bill),
    qrCodeId: bill.qrCodeId,
  });
}

/** The answer to a query. What was paid stands in a part of its own; a refund is there only when it was asked for. */
export function billAnswer(who: Identity, bill: ModelBill, refund: ModelRefund | null, now: number): Plain {
  const { payment } = bill;
  return success({
    ...about(who, bill),
    billDesc: bill.billDesc,
    billStatus: bill.state,
    totalAmount: bill.totalFen,
    billQRCode: codeUrl(bill),
    ...(payment === undefined ? {} : { billPayment: paymentPart(bill.billNo, payment) }),
    ...(refund === null ? {} : { refundBillPayment: refundPart(refund, now) }),
  });
}

function paymentPart(billNo: string, payment: NonNullable<ModelBill['payment']>) {
  const { targetSys, cardAttr, funds } = SYSTEMS[payment.wallet];
  return {
    merOrderId: `${billNo}00`,
    paySeqId: payment.seqId,
    targetOrderId: payment.orderId,
    targetSys,
    cardAttr,
    buyerId: 'o8wNP0agr1roauVXTWpuLhT2VL0M',
    billFunds: `${funds}:${payment.fen}`,
    totalAmount: payment.fen,
    buyerPayAmount: payment.fen,
    payTime: localTime(payment.at),
    status: 'TRADE_SUCCESS',
  };
}

function refundPart(refund: ModelRefund, now: number) {
  return {
    merOrderId: refund.refundOrderId,
    // The acquirer writes some amounts as text.
    totalAmount: String(refund.fen),
    status: refund.failed ? 'TRADE_CLOSED' : now < refund.settlesAt ? 'UNKNOWN' : 'TRADE_SUCCESS',
  };
}

export function refundAnswer(who: Identity, bill: ModelBill, refund: ModelRefund, now: number): Plain {
  const settled = now >= refund.settlesAt;
  return success({
    ...about(who, bill),
    refundOrderId: refund.refundOrderId,
    refundAmount: refund.fen,
    refundStatus: refund.failed ? 'FAIL' : settled ? 'SUCCESS' : 'PROCESSING',
    ...(settled && !refund.failed ? { refundPayTime: localTime(refund.settlesAt) } : {}),
  });
}

function about({ mid, tid }: Identity, { billNo, billDate }: ModelBill) {
  return { mid, tid, instMid: 'QRPAYDEFAULT', billNo, billDate };
}
