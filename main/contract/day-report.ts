import { z } from 'zod';

/** One day's money as the technician sees it: sums, what does not agree, what is still under way. Names nobody. */

const sum = z.object({ count: z.int(), fen: z.int() });
const channel = z.enum(['wechat', 'alipay', 'aggregate']);

export const dayReportSchema = z.object({
  /** Asia/Shanghai, YYYY-MM-DD. */
  day: z.string(),
  channels: z.array(
    z.object({
      channel,
      /**
       * `running`: the day is not over. `due`: nobody has reconciled it yet. `waiting`: it could not be done, see `waitsFor`.
       * `preliminary`: done, and done once more when the day after is complete. `final`: nothing will change by waiting.
       */
      standing: z.enum(['running', 'due', 'waiting', 'preliminary', 'final']),
      /** Why there is no verdict, in words; null when there is one, or nobody has tried. */
      waitsFor: z.string().nullable(),
      /** By the wallet; null = not reconciled yet. */
      billed: sum.nullable(),
      /** This channel gives terminals no bill: the wallet was asked about each order (逐笔查询). */
      byQuery: z.boolean(),
      paid: sum,
      booked: sum,
      refunded: sum,
      open: sum,
    }),
  ),
  mismatches: z.array(
    z.object({
      order: z.string(),
      channel,
      code: z.string(),
      amountFen: z.int(),
      /** What is wrong, and what is to be done now. */
      what: z.string(),
      next: z.string(),
      /** false = the day after may still explain it. */
      certain: z.boolean(),
    }),
  ),
  /** Paid on the day and marked when they were made: somebody looks at them. It keeps no payment waiting. */
  reviews: z.array(
    z.object({
      order: z.string(),
      channel,
      state: z.string(),
      amountFen: z.int(),
      /** Why somebody looks, and how the order stands. */
      what: z.string(),
      next: z.string(),
    }),
  ),
  /** Of all days: orders whose money is not at its end, oldest first. */
  open: z.array(
    z.object({
      order: z.string(),
      channel,
      state: z.string(),
      amountFen: z.int(),
      /** Epoch milliseconds. */
      createdAt: z.number(),
      next: z.string(),
      /** Also one of those that somebody looks at. */
      review: z.boolean(),
    }),
  ),
  /** The last day whose public holidays are known, when it is near or past; null = far away. */
  calendarEnds: z.string().nullable(),
  /** A reconciliation that was asked for is under way. */
  busy: z.boolean(),
  /** Where the report of this day was written last, PDF and CSV; empty = not since the window was opened. */
  exported: z.array(z.string()),
  /** False = no slip printer is fitted. */
  canPrint: z.boolean(),
  /** The day's slip as it was printed last; null = not since the day is shown. */
  slip: z
    .object({
      state: z.enum(['printing', 'printed', 'uncertain', 'failed']),
      evidence: z.enum(['A', 'B', 'C', 'D', 'none']),
      /** What is known of the paper, and by what. */
      words: z.string(),
    })
    .nullable(),
});

export type DayReportView = z.infer<typeof dayReportSchema>;
