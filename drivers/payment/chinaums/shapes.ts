import { z } from 'zod';
import { MAX_FEN } from '../../base/money.ts';

/**
 * The answers of ChinaUMS, as far as the terminal uses them. Unknown keys are dropped here, and with them the payer's id and
 * name at the wallet: what is not kept cannot leak.
 * Source (M): published clients and recorded notifications, which carry the same fields; amounts come as numbers or as text.
 */
const fen = z
  .union([z.int(), z.string().regex(/^\d{1,10}$/)])
  .transform(Number)
  .refine((amount) => amount >= 0 && amount <= MAX_FEN);

/** `2026-01-01 08:02:11`, Beijing time → RFC 3339. */
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
  .transform((text) => `${text.replace(' ', 'T')}+08:00`)
  .refine((text) => !Number.isNaN(Date.parse(text)));

const number = z.string().min(1).max(64);

/** Codes lead to the acquirer's cashier, or to UnionPay's; whatever else comes is not drawn. */
const CODE_HOST = /^https:\/\/(?:qr[0-9a-z-]{0,20}\.chinaums\.com|qr\.95516\.com)\//;
const codeUrl = z.string().max(512).regex(CODE_HOST);

/** Everything says how it went; the gateway in front of the bills calls its explanation `errInfo`. */
export const envelopeShape = z.object({
  errCode: z.string().regex(/^[0-9A-Z_]{1,64}$/),
  errMsg: z.string().optional(),
  errInfo: z.string().optional(),
});

export const codeShape = z.object({ billNo: number, billQRCode: codeUrl });

export const billShape = z.object({
  mid: number,
  tid: number.optional(),
  billNo: number,
  billDate: z.string().optional(),
  billStatus: z.string(),
  totalAmount: fen.optional(),
  billQRCode: codeUrl.optional().catch(undefined),
  billPayment: z
    .object({
      totalAmount: fen.optional(),
      payTime: instant.optional(),
      /** The wallet's number, which the payer finds in the app. */
      targetOrderId: number.optional(),
      /** The acquirer's. */
      paySeqId: number.optional(),
      /** `WXPay`, `Alipay 2.0`, `UAC` … */
      targetSys: z.string().optional(),
      /** `BALANCE`, `DEBIT_CARD`, `CREDIT_CARD`. */
      cardAttr: z.string().optional(),
      /** In words: `现金:1`, `支付宝余额:1`. */
      billFunds: z.string().optional(),
    })
    .optional(),
});
export type BillAnswer = z.infer<typeof billShape>;

export const closeShape = z.object({ qrCodeId: number.optional() });

export const refundShape = z.object({
  mid: number,
  billNo: number,
  refundOrderId: number,
  refundAmount: fen,
  refundStatus: z.string(),
  refundTargetOrderId: number.optional(),
});
export type RefundAnswer = z.infer<typeof refundShape>;

/** `refundBillPayment` is absent when the acquirer has never had such a refund. */
export const refundQueryShape = z.object({
  mid: number,
  billNo: number,
  refundBillPayment: z
    .object({
      /** The refund's number, as far as it is repeated. */
      merOrderId: number.optional(),
      totalAmount: fen,
      status: z.string(),
      targetOrderId: number.optional(),
    })
    .optional(),
});
export type RefundQueryAnswer = z.infer<typeof refundQueryShape>;

/** Our own bodies, read back from the journal. */
export const codeBodyShape = z.object({
  billNo: number,
  billDate: z.string(),
  totalAmount: fen,
  expireTime: instant,
});
export const refundBodyShape = z.object({ billNo: number, refundOrderId: number, refundAmount: fen });
