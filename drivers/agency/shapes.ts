import { z } from 'zod';
import { MAX_FEN } from '../base/money.ts';

/**
 * The answers of the agency interface v1: strict on everything that the terminal uses, tolerant of keys that it does
 * not know (they are dropped). Money is integer fen, times are RFC 3339 with offset.
 */
const fen = z.int().min(0).max(MAX_FEN);
const id = z.string().min(1).max(128);
const instant = z.iso.datetime({ offset: true });

/** Unknown codes are valid (a 409 is final with any of them); but a code is logged, so it has to look like one. */
const code = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);

export const insuredShape = z.object({
  insuredId: id,
  name: z.string().min(1),
  idNumber: z.string().min(1),
  cardNumber: z.string().min(1).optional(),
  categories: z.array(z.enum(['resident', 'flexible', 'employee'])).min(1),
  region: z.string().regex(/^\d{6}$/),
  verification: z.array(z.enum(['none', 'card-pin', 'pin', 'sms', 'face'])).min(1),
  verifyAll: z.boolean().optional(),
  phoneMasked: z.string().optional(),
  locked: z.object({ until: instant }).optional(),
});

const tier = z.object({ tierId: id, label: z.string().min(1), amountFen: fen.min(1) });

const bill = z
  .object({
    billId: id,
    insurance: z.enum(['pension', 'medical']),
    item: z.string().min(1),
    period: z.string().min(1),
    base: fen.optional(),
    rate: z.number().optional(),
    tiers: z.array(tier).optional(),
    lastTierId: id.optional(),
    amountFen: fen.optional(),
    lateFeeFen: fen.optional(),
    dueDate: z.union([z.iso.date(), instant]).optional(),
    // One kind that this version does not know must not hide the others.
    status: z.enum(['due', 'subsidised', 'paid', 'closed']).or(z.string().transform(() => 'other' as const)),
    reason: z.string().optional(),
  })
  // What is due must say how much, or let the resident choose; nothing may be guessed.
  .refine(({ status, tiers = [], amountFen = 0 }) => status !== 'due' || tiers.length > 0 || amountFen > 0);

export const billsShape = z.object({ bills: z.array(bill) });

export const quoteShape = z.object({
  quoteId: id,
  amountFen: fen.min(1),
  lines: z.array(z.object({ insuredId: id, billId: id, tierId: id.optional() })).min(1),
  validUntil: instant,
});

/** Whose answer it is, where the agency says so: an answer that has gone astray must not end somebody else's order. */
const bookingKey = id.optional();

export const bookingShape = z.discriminatedUnion('status', [
  z.object({ status: z.literal('booked'), voucherNo: id, bookedAt: instant, bookingKey }),
  z.object({ status: z.literal('pending'), bookingKey }),
  z.object({ status: z.literal('rejected'), code, bookingKey }),
]);

/** One entry of the day's list: the booking as it was asked for, and what has become of it. */
export const listedBookingsShape = z.object({
  bookings: z.array(
    z
      .object({
        // Goes into logs and reports: one of ours looks like this, whoever wrote it.
        bookingKey: z.string().regex(/^[0-9A-Za-z]{6,32}$/),
        amountFen: fen,
        channel: z.enum(['wechat', 'alipay', 'aggregate']),
        channelTransactionId: z.string().min(1),
        paidAt: instant,
      })
      .and(
        z.discriminatedUnion('status', [
          z.object({ status: z.literal('booked'), voucherNo: id }),
          z.object({ status: z.literal('pending') }),
          z.object({ status: z.literal('rejected'), code }),
        ]),
      ),
  ),
});

const pastPayment = z.object({
  voucherNo: id,
  item: z.string().min(1),
  period: z.string().min(1),
  amountFen: fen,
  paidAt: instant,
  channel: z.string().min(1),
  bookingKey: id.optional(),
  refundable: z.boolean().optional(),
  refundedAt: instant.optional(),
});

export const paymentsShape = z.object({ payments: z.array(pastPayment) });

export const caseShape = z.object({ caseNo: id, dueDate: z.union([z.iso.date(), instant]) });

/** A receipt that was taken, by the claim under which a phone finds it. */
export const receiptShape = z.object({ claim: z.string() });

/** 409 on a booking. The status may be left out, because every refusal is `{code, message}`; it may not be another one. */
export const rejectionShape = z.object({
  status: z.literal('rejected').optional(),
  code,
  bookingKey,
});

/** The message is not read: it is somebody else's prose and may name a person. */
export const errorShape = z.object({ code });
