import { z } from 'zod';
import type { Plain } from './wallet-plain.ts';

/** What Alipay demands of a request, written from its documents and independently of the client. */
const outTradeNo = z.string().regex(/^[A-Za-z0-9_]{1,64}$/);
/** Yuan with at most two decimals, 0.01 to 100,000,000. */
const yuan = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,2})?$/)
  .refine((text) => Number(text) >= 0.01 && Number(text) <= 100_000_000);

export const precreateRequest = z.object({
  out_trade_no: outTradeNo,
  total_amount: yuan,
  subject: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^/=&]*$/),
  product_code: z.enum(['FACE_TO_FACE_PAYMENT', 'QR_CODE_OFFLINE']),
  terminal_id: z.string().max(32).optional(),
  time_expire: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
});

export const tradeRequest = z.object({ out_trade_no: outTradeNo });

export const refundRequest = z.object({
  out_trade_no: outTradeNo,
  refund_amount: yuan,
  refund_reason: z.string().max(256).optional(),
  out_request_no: z.string().regex(/^[A-Za-z0-9_]{1,64}$/),
});

export const refundQueryRequest = z.object({
  out_trade_no: outTradeNo,
  out_request_no: z.string().min(1).max(64),
});

export function success(body: Readonly<Record<string, unknown>>): Plain {
  return { status: 200, body };
}

/** Yuan as text → fen. The shapes above have seen to its form. */
export function toFen(text: string): number {
  return Math.round(Number(text) * 100);
}

/** Fen → yuan with two decimals. */
export function toYuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

/** Epoch milliseconds → Beijing time as Alipay writes it. */
export function localTime(epochMs: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return parts.format(epochMs);
}

/** Beijing time as Alipay writes it → epoch milliseconds. */
export function epochOf(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}+08:00`);
}
