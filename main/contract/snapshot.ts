import { z } from 'zod';
import { OUT_OF_SERVICE_REASONS, TROUBLE_CODES } from './trouble.ts';

/**
 * What is on the glass, whole: main sends one after every change, the renderer shows it and keeps nothing else. Plain
 * data; names and numbers are masked unless the resident is holding the reveal key.
 */

/** Integer fen. */
const fen = z.int().min(0);

export const PAY_STATUSES = [
  'waiting',
  'checking',
  'paid',
  'booking',
  'booked',
  'refunding',
  'refunded',
  'closed',
  'unknown',
] as const;

export const PRINTER_BLOCKS = [
  'paper-out',
  'cover-open',
  'cutter',
  'jam',
  'overheated',
  'offline',
  'presenter-full',
  'fault',
  'silent',
  'gone',
  'remainder',
] as const;
const printerBlock = z.enum(PRINTER_BLOCKS);

/** `ready | low | blocked:<reason> | absent`: the public values of `data-field="printer-state"`. */
const printerState = z.union([
  z.enum(['ready', 'low', 'absent']),
  z.templateLiteral(['blocked:', printerBlock]),
]);

const deviceState = z.enum(['ready', 'connecting', 'gone', 'absent']);

/**
 * What a readable card says against itself: its number is not as such numbers are, or its validity has ended. The agency
 * decides; the resident is told.
 */
export const CARD_NOTICES = ['number', 'expired'] as const;

export const channelSchema = z.enum(['wechat', 'alipay', 'aggregate']);

/**
 * The same blocks as on paper, but for codes: whatever code is on the glass is taken for one to be scanned now. The preview
 * lays them out for the glass.
 */
export const slipBlockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('title'), text: z.string() }),
  z.object({ kind: z.literal('banner'), text: z.string() }),
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    align: z.enum(['left', 'center']).optional(),
    emphasis: z.boolean().optional(),
    size: z.enum(['normal', 'large']).optional(),
  }),
  z.object({
    kind: z.literal('pair'),
    label: z.string(),
    value: z.string(),
    field: z.string().optional(),
    emphasis: z.boolean().optional(),
    size: z.enum(['normal', 'large']).optional(),
  }),
  z.object({ kind: z.literal('rule') }),
  z.object({ kind: z.literal('space') }),
]);

const tier = z.object({ tierId: z.string(), label: z.string(), amountFen: fen });

export const billSchema = z.object({
  billId: z.string(),
  insurance: z.enum(['pension', 'medical']),
  /** 征收品目, the official term. */
  item: z.string(),
  /** 费款所属期, as the agency writes it: 2026 or 2026-11. */
  period: z.string(),
  status: z.enum(['due', 'subsidised', 'paid', 'closed', 'other']),
  /** Due, but an earlier order for it is not settled: cannot be chosen. */
  locked: z.boolean(),
  reason: z.string().nullable(),
  dueDate: z.string().nullable(),
  tiers: z.array(tier),
  lastTierId: z.string().nullable(),
  tierId: z.string().nullable(),
  /** Of the chosen tier, without late fee; null while no tier is chosen. */
  amountFen: fen.nullable(),
  lateFeeFen: fen,
});

const walletApp = z.enum(['unionpay', 'wechat', 'alipay', 'ecny']);

export const reviewLineSchema = z.object({
  billId: z.string(),
  insurance: z.enum(['pension', 'medical']),
  item: z.string(),
  period: z.string(),
  tierLabel: z.string().nullable(),
  amountFen: fen,
  lateFeeFen: fen,
});

const secondsLeft = z.int().min(0);

/** Paid twice, or not given back after an order that went wrong. */
const caseKind = z.enum(['duplicate', 'refund']);

/** How a matter stands that is for people at the agency; `unanswered`: handed in, and nobody knows whether it was taken in. */
export const caseStandingSchema = z.object({
  kind: caseKind,
  state: z.enum(['offered', 'unanswered', 'registered']),
  caseNo: z.string().nullable(),
  /** YYYY-MM-DD: until when the agency answers. */
  dueDay: z.string().nullable(),
});

/** A payment of an earlier visit, or of another place, that may have been made twice. */
export const pastPaymentSchema = z.object({
  voucherNo: z.string(),
  item: z.string(),
  period: z.string(),
  amountFen: fen,
  standing: caseStandingSchema,
});

const printEnd = z.enum(['none', 'printed', 'uncertain', 'failed']);

const outcomeResult = z.enum([
  'booked',
  'pending',
  'refunding',
  'refunded',
  /** The wallet does not give the money back by itself: staff. */
  'refund-stuck',
  'closed',
  /** Left unpaid; nobody had scanned the code, and nobody should any more. */
  'unscanned',
  'unknown',
  'frozen',
]);

export const screenSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('attract'), card: z.boolean(), scan: z.boolean() }),
  z.object({
    name: z.literal('identify'),
    method: z.enum(['card', 'scan']),
    phase: z.enum(['waiting', 'reading', 'looking-up']),
    /** The last try's trouble, shown with a picture of what to do; null on the first try. */
    fault: z.enum(TROUBLE_CODES).nullable(),
    triesLeft: z.int().min(0),
    /** What the resident is to do first: the same again, or what is left after it has failed too often or cannot help. */
    offer: z.enum(['again', 'ecode', 'counter']),
    card: z.boolean(),
    scan: z.boolean(),
  }),
  z.object({
    name: z.literal('home'),
    tiles: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('pay'), amountFen: fen.nullable(), count: z.int().min(0) }),
        z.object({
          kind: z.literal('order'),
          orderId: z.string(),
          status: z.enum(PAY_STATUSES),
          item: z.string(),
          period: z.string(),
          amountFen: fen,
          /** What its status means to whoever paid. */
          result: outcomeResult,
          /** A slip may be printed for it. */
          slip: z.boolean(),
          /** What has been handed in about it, or may be: then its outcome can be looked at. */
          standing: caseStandingSchema.nullable(),
        }),
        pastPaymentSchema.extend({ kind: z.literal('payment') }),
      ]),
    ),
  }),
  z.object({
    name: z.literal('bills'),
    phase: z.enum(['loading', 'ready']),
    bills: z.array(billSchema),
    selectedId: z.string().nullable(),
    totalFen: fen.nullable(),
    /** May have been paid twice, and nobody has been asked to look into it. */
    twicePaid: pastPaymentSchema.nullable(),
  }),
  z.object({
    name: z.literal('review'),
    /** `large-fresh` and `large` ask once more about a large amount; only the second takes an answer. */
    phase: z.enum(['quoting', 'ready', 'large-fresh', 'large', 'opening']),
    lines: z.array(reviewLineSchema),
    amountFen: fen.nullable(),
    /** 大写, e.g. 叁佰捌拾元整; null while there is no quote. */
    amountInWords: z.string().nullable(),
    channels: z.array(channelSchema),
    channel: channelSchema.nullable(),
    /** What the code for every wallet can be scanned with; empty where none is offered. */
    scannedWith: z.array(walletApp),
    /** The printer cannot print: said before money is asked for. Paying goes on with an electronic receipt. */
    printerNotice: printerBlock.or(z.literal('absent')).nullable(),
    /** More than this is asked about once more. */
    largeOverFen: fen,
  }),
  z.object({
    name: z.literal('pay'),
    orderId: z.string(),
    status: z.enum(PAY_STATUSES),
    amountFen: fen,
    channel: channelSchema,
    /** What this code can be scanned with. */
    scannedWith: z.array(walletApp),
    /** The exact string to draw; null = nothing may be scanned now. */
    code: z.string().max(512).nullable(),
    secondsLeft,
    /** Why there is no code, or what the resident should know. */
    notice: z
      .enum([
        'preparing',
        'network-down',
        'closing',
        /** The code is being closed, and the next one is another wallet's. */
        'switching',
        'not-yet-paid',
        /** A code was held under the scanner: here it is the phone that scans. */
        'code-held',
        /** Another card was inserted: one payment after the other. */
        'card-held',
      ])
      .nullable(),
    canLeave: z.boolean(),
    /** Wallets that the resident may change to now; the code on the glass is closed first. */
    switchTo: z.array(channelSchema),
  }),
  z.object({
    name: z.literal('outcome'),
    orderId: z.string(),
    result: outcomeResult,
    status: z.enum(PAY_STATUSES),
    amountFen: fen,
    amountInWords: z.string(),
    lines: z.array(reviewLineSchema),
    voucherNo: z.string().nullable(),
    /** Where the money came from, as far as the wallet says. */
    funding: z.enum(['balance', 'bank-card', 'ecny']).nullable(),
    /** What the resident may hand in to the agency about this payment, or has. */
    standing: caseStandingSchema.nullable(),
    /** An earlier order, looked at from home. */
    canGoBack: z.boolean(),
    canPrint: z.boolean(),
    canShowReceipt: z.boolean(),
    printerNotice: printerBlock.or(z.literal('absent')).nullable(),
    secondsLeft,
  }),
  z.object({
    name: z.literal('case'),
    kind: caseKind,
    /** `unanswered`: nobody knows whether it was taken in; handing it in again is safe. */
    phase: z.enum(['registering', 'registered', 'unanswered', 'refused', 'printing']),
    /** Null together with `result`: it is not about an order of this terminal, but about the payment with `voucherNo`. */
    orderId: z.string().nullable(),
    voucherNo: z.string().nullable(),
    item: z.string(),
    period: z.string(),
    amountFen: fen,
    /** What became of the order's money, which a case does not change. */
    result: outcomeResult.nullable(),
    caseNo: z.string().nullable(),
    /** YYYY-MM-DD: until when the agency answers. */
    dueDay: z.string().nullable(),
    /** Working days from today to `dueDay`; null together with it, and when that is more than a year away. */
    workdays: z.int().min(0).nullable(),
    /** False = holidays up to `dueDay` are not known here: weekends alone were counted out, so it is about as many. */
    workdaysExact: z.boolean(),
    print: printEnd,
    canPrint: z.boolean(),
    secondsLeft: secondsLeft.nullable(),
  }),
  z.object({
    name: z.literal('receipt'),
    orderId: z.string(),
    mode: z.enum(['paper', 'electronic']),
    print: z.object({
      state: z.enum(['none', 'printing', 'printed', 'uncertain', 'failed']),
      evidence: z.enum(['A', 'B', 'C', 'D', 'none']),
      reason: printerBlock.or(z.literal('timeout')).nullable(),
      /** 0 = original. */
      copy: z.int().min(0),
    }),
    /** Another try makes sense and would be marked as a copy where it must be. */
    canPrint: z.boolean(),
    voucherNo: z.string().nullable(),
    amountFen: fen,
    /** Where a phone fetches it; null = not from here, and always beside paper. */
    claim: z
      .object({
        /** What the code says, exactly. */
        url: z.string().max(512),
        /** The secret part of it, grouped for reading. */
        code: z.string(),
        /** `sending`: it is not there yet, or an older one is. The address stays the same. */
        state: z.enum(['ready', 'sending']),
        /** YYYY-MM-DD: the last day on which it is kept. */
        untilDay: z.string(),
        keptDays: z.int().positive(),
      })
      .nullable(),
    preview: z.array(slipBlockSchema),
    secondsLeft,
  }),
  z.object({
    name: z.literal('farewell'),
    cardInside: z.boolean(),
    /** What the visit ended with, for the sentence above the card picture. */
    result: z.enum(['paid', 'pending', 'refunding', 'nothing', 'unscanned', 'safe']),
    secondsLeft: secondsLeft.nullable(),
  }),
  z.object({
    name: z.literal('trouble'),
    code: z.enum(TROUBLE_CODES),
    /** When it ends by itself, as it stands on a clock in China (YYYY-MM-DD HH:MM); null = nobody has said. */
    until: z.string().nullable(),
    canRetry: z.boolean(),
    /** The electronic card is offered in place of what did not work. */
    canScan: z.boolean(),
    cardInside: z.boolean(),
    /** A slip to take to a counter; null where no counter would help. */
    slip: z.object({ print: printEnd.or(z.literal('printing')), canPrint: z.boolean() }).nullable(),
    /** Null while the slip is being printed. */
    secondsLeft: secondsLeft.nullable(),
  }),
  z.object({
    name: z.literal('out-of-service'),
    reason: z.enum(OUT_OF_SERVICE_REASONS),
    /** Devices that are fitted and gone, to be named. */
    gone: z.array(z.enum(['reader', 'scanner'])),
  }),
]);

export const snapshotSchema = z.object({
  /** Grows by one with every snapshot of this run. */
  seq: z.int().min(0),
  rig: z.enum(['demo', 'real']),
  terminal: z.object({
    id: z.string(),
    name: z.string(),
    /** Millimetres on the glass per CSS pixel. */
    mmPerPx: z.number().positive(),
    orientation: z.enum(['portrait', 'landscape']),
    /** Floor to the lower edge of the glass; null = not measured. */
    heightMm: z.number().nullable(),
    /** Whom to call. */
    phone: z.string(),
  }),
  settings: z.object({
    locale: z.enum(['zh-Hans']),
    elder: z.boolean(),
    theme: z.enum(['standard', 'high-contrast']),
  }),
  health: z.object({
    printer: printerState,
    reader: deviceState,
    scanner: deviceState,
    network: z.enum(['up', 'down']),
  }),
  resident: z
    .object({
      /** 王*明, or in clear while `revealed`. */
      name: z.string(),
      /** 110***********0011, or in clear while `revealed`. */
      idNumber: z.string(),
      revealed: z.boolean(),
      /** Of the card that told who this is; empty for an electronic one. */
      cardNotices: z.array(z.enum(CARD_NOTICES)),
    })
    .nullable(),
  /** Shown over the screen with 我还要时间; null = no warning. */
  idle: z.object({ secondsLeft }).nullable(),
  screen: screenSchema,
});

export type Snapshot = z.infer<typeof snapshotSchema>;
export type Screen = z.infer<typeof screenSchema>;
export type ScreenName = Screen['name'];
export type ScreenOf<Name extends ScreenName> = Extract<Screen, { name: Name }>;
export type WalletApp = z.infer<typeof walletApp>;
export type CaseStanding = z.infer<typeof caseStandingSchema>;
export type PastPaymentView = z.infer<typeof pastPaymentSchema>;
export type BillView = z.infer<typeof billSchema>;
export type ReviewLine = z.infer<typeof reviewLineSchema>;
export type PreviewBlock = z.infer<typeof slipBlockSchema>;
export type PrinterStateValue = z.infer<typeof printerState>;
export type CardNotice = (typeof CARD_NOTICES)[number];
