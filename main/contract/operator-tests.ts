import { z } from 'zod';

/** What a technician's test of the reader or the scanner shows. Values are masked before they come here, or left out. */

const ms = z.number().min(0);

export const CARD_STEPS = [
  'power-on',
  'select-master-file',
  'select-application',
  'select-file',
  'read-record',
  'get-response',
  'authenticate',
  'verify-pin',
  'other',
] as const;

/** One exchange with the card: its shape, never its content. */
export const cardExchangeSchema = z.object({
  step: z.enum(CARD_STEPS),
  /** Header in upper-case hex, `00 B2 01 05 00`; names of files are part of it, other data never. Empty for power-on. */
  command: z.string().max(800),
  /** `ATR`, a status word such as `9000`, or the reader's error code with its detail. */
  answer: z.string().max(200),
  /** Records as tag and length, `01:16 02:1`, or `24 bytes`. */
  shape: z.string().max(1_000),
  ms,
});

/** More exchanges than any card of ours takes; what comes after is counted, not kept. */
export const MAX_EXCHANGES = 300;

const cardResult = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    outcome: z.enum(['complete', 'NEEDS_SAM']),
    generation: z.enum(['1', '2', '3', 'unknown']),
    /** 王*明, 440***********1019, and the last four of the card's number; null = the card did not say. */
    name: z.string().nullable(),
    idNumber: z.string().nullable(),
    cardNumber: z.string().nullable(),
    /** GB/T 2260 code of the issuing region. */
    region: z.string().nullable(),
    expiresOn: z.string().nullable(),
    warnings: z.array(z.string()),
    /** From power-on to the identity. */
    ms,
  }),
  z.object({ ok: z.literal(false), code: z.string(), detail: z.string(), ms }),
]);

export const cardTestSchema = z.object({
  phase: z.enum(['waiting', 'reading', 'done']),
  /** The reader that reads. */
  model: z.string(),
  firmware: z.string(),
  exchanges: z.array(cardExchangeSchema).max(MAX_EXCHANGES),
  /** Exchanges that are not in the list, because it is full. */
  dropped: z.int().min(0),
  result: cardResult.nullable(),
  /** Paths of the files that this trace was written to, for people: JSON lines, then text. */
  exported: z.tuple([z.string(), z.string()]).nullable(),
});

export const codeTestSchema = z.object({
  phase: z.enum(['waiting', 'done']),
  /** Never the text. `unknown`: nothing has come yet. */
  kind: z.enum(['ecode', 'payment-code', 'id-number', 'foreign', 'unknown']),
  length: z.int().min(0),
});

export type CardExchangeView = z.infer<typeof cardExchangeSchema>;
export type CardTestView = z.infer<typeof cardTestSchema>;
export type CardTestResult = z.infer<typeof cardResult>;
export type CodeTestView = z.infer<typeof codeTestSchema>;
