import { z } from 'zod';
import { fenOf } from './amounts.ts';

/**
 * The answers of Alipay, as far as the terminal uses them, after `parseExactJson`. Unknown keys are dropped here, and with
 * them the payer's account, user id and phone number: what is not kept cannot leak.
 */
const amount = z.string().transform((yuan, context) => {
  const fen = fenOf(yuan);
  if (fen !== null) return fen;
  context.addIssue('not an amount in yuan');
  return z.NEVER;
});

/** `2026-01-01 08:02:11`, Beijing time → RFC 3339. */
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
  .transform((text) => `${text.replace(' ', 'T')}+08:00`)
  .refine((text) => !Number.isNaN(Date.parse(text)));

export const precreateShape = z.object({
  out_trade_no: z.string(),
  // The host is checked before anything is drawn: a code that leads elsewhere is not Alipay's.
  qr_code: z.string().max(512).startsWith('https://qr.alipay.com/'),
});

export const tradeShape = z.object({
  out_trade_no: z.string(),
  trade_no: z.string().min(1).max(64).optional(),
  trade_status: z.string(),
  total_amount: amount.optional(),
  send_pay_date: instant.optional(),
  /** `DC` = e-CNY. */
  receipt_currency_type: z.string().optional(),
  trans_currency: z.string().optional(),
  fund_bill_list: z.array(z.object({ fund_channel: z.string().optional() })).optional(),
});
export type TradeAnswer = z.infer<typeof tradeShape>;

export const closeShape = z.object({ out_trade_no: z.string() });

export const refundShape = z.object({
  out_trade_no: z.string(),
  trade_no: z.string().min(1).max(64).optional(),
  fund_change: z.enum(['Y', 'N']).optional(),
  /** All that was ever given back of the trade, this refund included. */
  refund_fee: amount,
});
export type RefundAnswer = z.infer<typeof refundShape>;

/** Every field is absent when Alipay has never carried out such a refund. */
export const refundQueryShape = z.object({
  out_trade_no: z.string().optional(),
  out_request_no: z.string().optional(),
  trade_no: z.string().min(1).max(64).optional(),
  refund_amount: amount.optional(),
  refund_status: z.string().optional(),
});
export type RefundQueryAnswer = z.infer<typeof refundQueryShape>;

export const errorShape = z.object({
  /** `ACQ.TRADE_NOT_EXIST`, `isv.app-not-exist`, `invalid-signature`. */
  code: z.string().regex(/^[A-Za-z][0-9A-Za-z._-]{0,63}$/),
  /** Chinese prose for the technician; cut, because it comes from outside. */
  message: z
    .string()
    .transform((text) => text.slice(0, 120))
    .optional(),
});

/** Our own bodies, read back from the journal. */
export const precreateBodyShape = z.object({
  out_trade_no: z.string(),
  time_expire: instant,
});
export const refundBodyShape = z.object({
  out_trade_no: z.string(),
  out_request_no: z.string(),
  refund_amount: amount,
});
