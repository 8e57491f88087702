import { z } from 'zod';

/** The technician's printer page: what the printer says, what it has printed, and how it is fitted with a profile. */

/** Epoch milliseconds of the terminal's clock. */
const at = z.number();
const count = z.int().min(0);
const mm = z.number().min(0);
const profileName = z.string().regex(/^[a-z0-9-]{1,40}$/);

/** What a printer's status can say, whichever way it was told; only what is the case is listed. */
export const STATUS_FLAGS = [
  'offline',
  'coverOpen',
  'paperOut',
  'paperNearEnd',
  'cutter',
  'jam',
  'unrecoverable',
  'selfRecovering',
  'otherError',
  'presenterFull',
] as const;

export const EXTRA_STATUS = ['none', 'masung-exit', 'custom-full'] as const;

/** Paper that this terminal's printer has used. Lengths are by the layout: a few mm off. */
export const printerCountersSchema = z.object({
  /** The counting began. */
  since: at,
  mm,
  cuts: count,
  /** Proven printed. */
  slips: count,
  /** Nobody knows whether they came out; their whole length is in `mm`. */
  unproven: count,
  /** Of the roll that is in. */
  roll: z.object({
    since: at,
    mm,
    slips: count,
    /** Since the sensor first said that it ends; null = it does not. */
    low: z.object({ since: at, mm, slips: count }).nullable(),
  }),
});

/** What a technician compares on the calibration slip, and what can be answered; the first one is as it should be. */
export const SLIP_QUESTIONS = {
  /** Ruler: exactly one line, broken into two, or blank paper on the right. */
  ruler: ['one-line', 'wrapped', 'short'],
  hanzi: ['right', 'wrong'],
  /** Double size, and back to normal on the next line. */
  size: ['right', 'wrong'],
  /** Which of the two codes a phone reads. */
  qr: ['both', 'printer', 'image', 'none'],
  /** Below the last line; not at all; through the words; far below. */
  cut: ['right', 'uncut', 'through', 'far'],
  /** At the head of the probe's strip: asked only when the probe has left it open. */
  head: ['clean', 'text'],
} as const;

export type SlipQuestion = keyof typeof SLIP_QUESTIONS;
export const SLIP_QUESTION_NAMES = Object.keys(SLIP_QUESTIONS) as readonly SlipQuestion[];

const answersSchema = z.object({
  ruler: z.enum(SLIP_QUESTIONS.ruler).optional(),
  hanzi: z.enum(SLIP_QUESTIONS.hanzi).optional(),
  size: z.enum(SLIP_QUESTIONS.size).optional(),
  qr: z.enum(SLIP_QUESTIONS.qr).optional(),
  cut: z.enum(SLIP_QUESTIONS.cut).optional(),
  head: z.enum(SLIP_QUESTIONS.head).optional(),
});

const questions = z.array(z.enum(SLIP_QUESTION_NAMES));

export const ADVICE_NOTES = [
  /** Wrong Chinese is a matter of the printer's own switches and fonts. */
  'hanzi',
  /** No profile that we have prints so: what is seen has to be told to whoever writes profiles. */
  'no-profile',
  /** Whether the printer proves single slips has not been asked, or remained open. */
  'probe-missing',
  /** kiosk.yaml claims a proof that this printer cannot give. */
  'drop-process-id',
] as const;

export const printerAdviceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), missing: questions }),
  /** `yaml`: lines for kiosk.yaml, without the transport. */
  z.object({
    kind: z.literal('fits'),
    profile: profileName,
    yaml: z.string(),
    notes: z.array(z.enum(ADVICE_NOTES)),
  }),
  /** Another one should do better: to be printed next. */
  z.object({ kind: z.literal('try'), profile: profileName, because: questions }),
  z.object({ kind: z.literal('none'), because: questions, notes: z.array(z.enum(ADVICE_NOTES)) }),
]);

/** `reason` is the driver's own code. */
export const slipResultSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('PRINTED'), evidence: z.enum(['A', 'B', 'C', 'D']) }),
  z.object({ state: z.literal('UNCERTAIN'), reason: z.string() }),
  z.object({ state: z.literal('FAILED_CLEAN'), reason: z.string() }),
  /** Our own program has failed. */
  z.object({ state: z.literal('BUG') }),
]);

export const probeResultSchema = z.object({
  kind: z.enum(['supported', 'unsupported', 'unknown', 'refused']),
  /** Of `unknown` and `refused`; else empty. */
  reason: z.string(),
});

export const printerTestSchema = z.object({
  busy: z.enum(['slip', 'probe']).nullable(),
  /** The calibration slip printed last. */
  slip: z
    .object({
      profile: profileName,
      /** null = it is being printed. */
      result: slipResultSchema.nullable(),
      answers: answersSchema,
      advice: printerAdviceSchema,
    })
    .nullable(),
  probe: probeResultSchema.nullable(),
});

const profileFact = z.object({
  /** `group.field` of the profile's file. */
  field: z.string(),
  value: z.string(),
  source: z.string(),
  /** By a document about this very model. */
  confirmed: z.boolean(),
});

export const printerPageSchema = z.object({
  connection: z.enum(['connecting', 'ready', 'gone']),
  /** `ready`, `low`, `blocked:<reason>`. */
  readiness: z.string(),
  /** A failed slip may still be inside. */
  remainder: z.boolean(),
  /** A slip lies at the exit, longer than anybody should leave it. */
  forgotten: z.boolean(),
  /** As it calls itself, or else as its profile does. */
  model: z.string(),
  firmware: z.string(),
  profile: z.object({
    name: profileName,
    model: z.string(),
    proof: z.enum(['process-id', 'gs-r', 'none']),
    extra: z.enum(EXTRA_STATUS),
  }),
  /** null = it has told none yet. */
  status: z.array(z.enum(STATUS_FLAGS)).nullable(),
  raw: z.object({ realTime: z.array(z.int()), maker: z.array(z.int()).nullable() }).nullable(),
  counters: printerCountersSchema,
  /** `restarted`: the file was damaged, the counting began anew. `unwritable`: they will be lost at the next stop. */
  countersKept: z.enum(['kept', 'restarted', 'unwritable']),
  /** Slips that the roll still gives; null while its sensor does not say that it ends. */
  slipsLeft: count.nullable(),
  test: printerTestSchema,
  profiles: z.array(
    z.object({
      name: profileName,
      model: z.string(),
      widthMm: z.number(),
      columns: z.int(),
      proof: z.string(),
    }),
  ),
  /** The one that is looked at, with what matters when a printer is fitted. */
  shown: z.object({ name: profileName, facts: z.array(profileFact) }),
});

/** Requests of this page. */
export const printerRequests = [
  /** The calibration slip as this profile lays it out. The configuration stays as it is. */
  z.strictObject({ type: z.literal('print-calibration'), profile: profileName }),
  z.strictObject({ type: z.literal('probe-process-id') }),
  z.strictObject({
    type: z.literal('answer-slip'),
    question: z.enum(SLIP_QUESTION_NAMES),
    answer: z.string().max(20),
  }),
  z.strictObject({ type: z.literal('show-profile'), profile: profileName }),
  z.strictObject({ type: z.literal('new-roll') }),
] as const;

export type PrinterPageView = z.infer<typeof printerPageSchema>;
export type PrinterCountersView = z.infer<typeof printerCountersSchema>;
export type PrinterTestView = z.infer<typeof printerTestSchema>;
export type PrinterAdvice = z.infer<typeof printerAdviceSchema>;
export type SlipAnswers = z.infer<typeof answersSchema>;
export type SlipResult = z.infer<typeof slipResultSchema>;
export type ProbeResult = z.infer<typeof probeResultSchema>;
