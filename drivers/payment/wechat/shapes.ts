import { z } from 'zod';
import { MAX_FEN } from '../../base/money.ts';

/**
 * The answers of WeChat Pay, as far as the terminal uses them. Unknown keys are dropped here, and with them the payer's
 * openid: what is not kept cannot leak.
 */
const fen = z.int().min(0).max(MAX_FEN);
const instant = z.iso.datetime({ offset: true });

export const prepayShape = z.object({
  // The scheme is checked before anything is drawn: a code that leads elsewhere is not WeChat's.
  code_url: z.string().max(512).startsWith('weixin://wxpay/'),
});

export const tradeShape = z.object({
  // A direct merchant's order names the first two, one in partner mode the others: see `namesOf`.
  appid: z.string().optional(),
  mchid: z.string().optional(),
  sp_appid: z.string().optional(),
  sp_mchid: z.string().optional(),
  sub_appid: z.string().optional(),
  sub_mchid: z.string().optional(),
  out_trade_no: z.string(),
  trade_state: z.string(),
  transaction_id: z.string().min(1).max(32).optional(),
  success_time: instant.optional(),
  bank_type: z.string().optional(),
  amount: z.object({ total: fen.optional(), currency: z.string().optional() }).optional(),
});
export type TradeAnswer = z.infer<typeof tradeShape>;

export const refundShape = z.object({
  refund_id: z.string().min(1).max(32),
  out_refund_no: z.string(),
  out_trade_no: z.string(),
  status: z.enum(['SUCCESS', 'CLOSED', 'PROCESSING', 'ABNORMAL']),
  amount: z.object({ total: fen, refund: fen, currency: z.string().optional() }),
});
export type RefundAnswer = z.infer<typeof refundShape>;

export const errorShape = z.object({
  code: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/),
  /** Chinese prose for the technician; cut, because it comes from outside. */
  message: z
    .string()
    .transform((text) => text.slice(0, 120))
    .optional(),
});

/** Our own bodies, read back from the journal. */
export const prepayBodyShape = z.object({ time_expire: instant });
export const refundBodyShape = z.object({
  out_trade_no: z.string(),
  out_refund_no: z.string(),
  amount: z.object({ refund: fen, total: fen }),
});

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** undefined when the bytes are not JSON in UTF-8: no shape accepts that. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    return undefined;
  }
}
