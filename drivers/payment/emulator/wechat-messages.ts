import { z } from 'zod';
import type { Plain } from './wallet-plain.ts';

export const OK_EMPTY: Plain = { status: 204, body: null };

const total = z.int().min(1).max(100_000_000);
const currency = z.literal('CNY').optional();

const name = z.string().min(1).max(32).optional();
/** Which of them there must be depends on the merchant. */
const names = {
  appid: name,
  mchid: name,
  sp_appid: name,
  sp_mchid: name,
  sub_appid: name,
  sub_mchid: name,
};

/** What WeChat demands of a request, written from its documents and independently of the client. */
export const prepayRequest = z.strictObject({
  ...names,
  // Four-byte characters are refused: in UTF-16 they are surrogate pairs.
  description: z
    .string()
    .min(1)
    .max(127)
    .regex(/^[^\uD800-\uDFFF]*$/),
  out_trade_no: z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/),
  time_expire: z.iso.datetime({ offset: true }).optional(),
  attach: z.string().max(128).optional(),
  notify_url: z
    .string()
    .max(255)
    .regex(/^https:\/\/[^?#]+$/),
  amount: z.object({ total, currency }),
});

export const closeRequest = z.strictObject({ mchid: name, sp_mchid: name, sub_mchid: name });

export const refundRequest = z.strictObject({
  sub_mchid: name,
  out_trade_no: z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/),
  out_refund_no: z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/),
  reason: z
    .string()
    .refine((text) => Buffer.byteLength(text) <= 80)
    .optional(),
  amount: z.object({ refund: total, total, currency: z.literal('CNY') }),
});

/** Epoch milliseconds → Beijing time with offset, whole seconds. */
export function rfc3339(epochMs: number): string {
  return new Date(epochMs + 8 * 3_600_000).toISOString().replace(/\.\d{3}Z$/, '+08:00');
}
