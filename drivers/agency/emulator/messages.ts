import { z } from 'zod';

/** An answer before it is bytes. */
export interface Plain {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export function apiError(status: number, code: string, message: string): Plain {
  return { status, body: { code, message } };
}

const text = z.string().min(1).max(256);

/** What the interface demands of a request, written from its public description and independently of the client. */
export const lookupRequest = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('card'),
    cardNumber: text.optional(),
    idNumber: text.optional(),
    name: text.optional(),
    cardIdentifier: z
      .string()
      .regex(/^[0-9A-F]{32}$/)
      .optional(),
    region: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
  }),
  z.strictObject({ by: z.literal('ecode'), token: text }),
  z.strictObject({ by: z.literal('id'), idNumber: text, name: text }),
]);

export const quoteRequest = z.strictObject({
  payerId: text,
  lines: z.array(z.strictObject({ insuredId: text, billId: text, tierId: text.optional() })).min(1),
});

export const bookingRequest = z.strictObject({
  bookingKey: z.string().regex(/^[0-9A-Za-z]{6,32}$/),
  quoteId: text,
  amountFen: z.int().min(1),
  channel: z.enum(['wechat', 'alipay', 'aggregate']),
  channelTransactionId: text,
  paidAt: z.iso.datetime({ offset: true }),
  terminalId: text,
});

/** Epoch milliseconds → Beijing time with offset, whole seconds. */
export function rfc3339(epochMs: number): string {
  return new Date(epochMs + 8 * 3_600_000).toISOString().replace(/\.\d{3}Z$/, '+08:00');
}

/** The Asia/Shanghai day of an instant, YYYY-MM-DD. */
export function shanghaiDay(instant: string): string {
  return rfc3339(Date.parse(instant)).slice(0, 10);
}
