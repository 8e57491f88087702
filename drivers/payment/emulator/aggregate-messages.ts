import { z } from 'zod';
import type { Plain } from './wallet-plain.ts';

/** What the acquirer demands of a request, written from its documents and independently of the client. */
const number = z.string().regex(/^[A-Za-z0-9]{6,32}$/);
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const time = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
const fen = z.int().min(1).max(10_000_000_000);

const common = {
  requestTimestamp: time,
  mid: z.string(),
  tid: z.string(),
  instMid: z.literal('QRPAYDEFAULT'),
};
export const commonRequest = z.object(common);

export const codeRequest = z.object({
  ...common,
  billNo: number,
  billDate: day,
  billDesc: z.string().min(1).max(255),
  totalAmount: fen,
  expireTime: time,
  qrCodeId: number,
  notifyUrl: z.url().optional(),
});

export const queryRequest = z.object({
  ...common,
  billNo: number,
  billDate: day,
  refundOrderId: number.optional(),
});

/** Strict: `attachRefund` would make a refund of what was to be only a close. */
export const closeRequest = z.strictObject({ ...common, qrCodeId: number });

export const refundRequest = z.object({
  ...common,
  billNo: number,
  billDate: day,
  refundOrderId: number,
  refundAmount: fen,
  refundDesc: z.string().max(255).optional(),
});

export function success(body: Readonly<Record<string, unknown>>): Plain {
  return { status: 200, body: { errCode: 'SUCCESS', errMsg: '成功', ...body } };
}

/** Refusals of the bills come with 200, like everything else. */
export function failure(errCode: string, errMsg: string): Plain {
  return { status: 200, body: { errCode, errMsg } };
}

/** Epoch milliseconds → Beijing time as the acquirer writes it. */
export function localTime(epochMs: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return parts.format(epochMs);
}

/** Beijing time as the acquirer writes it → epoch milliseconds. */
export function epochOf(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}+08:00`);
}
