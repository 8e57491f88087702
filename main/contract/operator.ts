import { z } from 'zod';
import { dayReportSchema } from './day-report.ts';
import { cardTestSchema, codeTestSchema } from './operator-tests.ts';
import { printerPageSchema, printerRequests } from './printer-tests.ts';
import { SCREEN_NAMES } from './screen-words.ts';

/**
 * What the technician's window sees and asks, on both rigs. Plain data; nothing in it tells who a resident is, and the
 * card in a card test is masked. Levers exist on the demo rig only.
 */

const arg = z.intersection(
  z.object({ name: z.string(), label: z.string(), optional: z.boolean().optional() }),
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('choice'),
      options: z.array(z.object({ value: z.string(), label: z.string() })),
    }),
    z.object({ type: z.literal('number'), min: z.number(), max: z.number(), unit: z.string() }),
    z.object({ type: z.literal('boolean') }),
    z.object({ type: z.literal('text'), maxLength: z.number() }),
  ]),
);

export const leverSchema = z.object({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['action', 'fault']),
  args: z.array(arg),
});

/** Epoch milliseconds of the terminal's clock. */
const at = z.number();

export const DEVICE_IDS = [
  'card-reader',
  'code-scanner',
  'printer',
  'wechat',
  'alipay',
  'aggregate',
  'agency',
] as const;

export const deviceSchema = z.object({
  id: z.enum(DEVICE_IDS),
  /** As configured, e.g. `acs-ccid` over `serial /dev/ttyUSB0, 9600 8N1`; null = not fitted. */
  fitting: z.object({ protocol: z.string(), wire: z.string() }).nullable(),
  /**
   * `absent`: not fitted. `connecting`: waited for since the start. `unasked`: a server that nobody has called yet;
   * `ready` and `gone` are its last answer, or that there was none.
   */
  connection: z.enum(['absent', 'connecting', 'ready', 'gone', 'unasked']),
  /** Since when the connection is what it is. */
  since: at,
  /** As the device calls itself; empty where it says nothing. Kept while it is away. */
  model: z.string(),
  firmware: z.string(),
  /** Printers only: `ready`, `low`, `blocked:<reason>`. */
  readiness: z.string().nullable(),
  /** `code` is from the driver's closed lists; `detail` is a status word or the like, never data of a card. */
  lastError: z.object({ code: z.string(), detail: z.string(), at }).nullable(),
  lastSuccess: z
    .object({ what: z.enum(['connected', 'card-read', 'code-scanned', 'printed', 'answered']), at })
    .nullable(),
  /** It came back as another one: what was there before. */
  replaced: z.object({ model: z.string(), firmware: z.string(), at }).nullable(),
});

/** The technician has to say the number first, and sees nothing before. */
const lockedStateSchema = z.object({
  access: z.literal('locked'),
  /** Of this attempt; 0 = wait. */
  triesLeft: z.int().min(0),
  /** Until the next try; 0 = try now. */
  waitSeconds: z.int().min(0),
});

const openStateSchema = z.object({
  access: z.literal('open'),
  rig: z.enum(['demo', 'real']),
  terminal: z.object({ id: z.string(), name: z.string() }),
  /** Of the terminal's clock, for everything that says how long ago. */
  now: at,
  /** What residents see. */
  screen: z.enum(SCREEN_NAMES),
  /** `closed`: residents see 暂停服务; `open`: they can begin a visit; `busy`: somebody is there. */
  service: z.enum(['open', 'busy', 'closed']),
  devices: z.array(deviceSchema),
  cardTest: cardTestSchema.nullable(),
  codeTest: codeTestSchema.nullable(),
  /** null = none is fitted. */
  printer: printerPageSchema.nullable(),
  /** null = nobody looks at a day's money. */
  money: dayReportSchema.nullable(),
  /** What only emulated devices have; null on the real rig. */
  demo: z
    .object({
      levers: z.array(leverSchema),
      orders: z.array(
        z.object({
          id: z.string(),
          state: z.string(),
          status: z.string(),
          amountFen: z.int(),
          channel: z.string(),
          voucherNo: z.string().nullable(),
          /** Marked for risk review because of its amount. */
          review: z.boolean(),
        }),
      ),
      /** Grows whenever the emulated paper changes; 0 = nothing printed yet. */
      paperVersion: z.int(),
    })
    .nullable(),
});

export const operatorStateSchema = z.discriminatedUnion('access', [lockedStateSchema, openStateSchema]);

export const operatorRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('unlock'), pin: z.string().regex(/^\d{4,12}$/) }),
  /** Somebody is still there. */
  z.strictObject({ type: z.literal('touch') }),
  z.strictObject({ type: z.literal('test-card') }),
  z.strictObject({ type: z.literal('test-code') }),
  /** Waits no longer, and forgets what came of the tests. */
  z.strictObject({ type: z.literal('end-test') }),
  z.strictObject({ type: z.literal('export-trace') }),
  ...printerRequests,
  /** Of which day's money to tell: YYYY-MM-DD; null = yesterday. */
  z.strictObject({ type: z.literal('show-day'), day: z.string().max(10).nullable() }),
  /** All three about the day that is shown. */
  z.strictObject({ type: z.literal('reconcile-day') }),
  z.strictObject({ type: z.literal('export-day') }),
  z.strictObject({ type: z.literal('print-day') }),
  z.strictObject({ type: z.literal('close-panel') }),
  z.strictObject({
    type: z.literal('apply-lever'),
    id: z.string().max(64),
    args: z.record(z.string().max(64), z.union([z.string().max(2_048), z.number(), z.boolean()])),
  }),
  z.strictObject({ type: z.literal('advance-clock'), seconds: z.number().min(0).max(604_800) }),
]);

/** For people: `message` is the technician's text of what went wrong. */
export const operatorAnswerSchema = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);

export type LeverView = z.infer<typeof leverSchema>;
export type DeviceView = z.infer<typeof deviceSchema>;
export type DeviceId = DeviceView['id'];
export type OperatorState = z.infer<typeof operatorStateSchema>;
export type LockedState = z.infer<typeof lockedStateSchema>;
export type OpenState = z.infer<typeof openStateSchema>;
export type DemoState = NonNullable<OpenState['demo']>;
export type OperatorRequest = z.infer<typeof operatorRequestSchema>;
export type OperatorAnswer = z.infer<typeof operatorAnswerSchema>;
