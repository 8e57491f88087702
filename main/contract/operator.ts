import { z } from 'zod';

/** What the technician's panel sees and asks. Demo rig only: the real rig has no levers and opens no panel. */

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

export const operatorStateSchema = z.object({
  levers: z.array(leverSchema),
  screen: z.string(),
  devices: z.array(
    z.object({ device: z.string(), state: z.string(), model: z.string(), firmware: z.string() }),
  ),
  orders: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      status: z.string(),
      amountFen: z.int(),
      channel: z.string(),
      voucherNo: z.string().nullable(),
    }),
  ),
  /** Grows whenever the emulated paper changes; 0 = nothing printed yet. */
  paperVersion: z.int(),
});

export const operatorRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('apply-lever'),
    id: z.string().max(64),
    args: z.record(z.string().max(64), z.union([z.string().max(2_048), z.number(), z.boolean()])),
  }),
  z.strictObject({ type: z.literal('advance-clock'), seconds: z.number().min(0).max(604_800) }),
  z.strictObject({ type: z.literal('close-panel') }),
]);

/** For people: `message` is the technician's text of what went wrong. */
export const operatorAnswerSchema = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);

export type LeverView = z.infer<typeof leverSchema>;
export type OperatorState = z.infer<typeof operatorStateSchema>;
export type OperatorRequest = z.infer<typeof operatorRequestSchema>;
export type OperatorAnswer = z.infer<typeof operatorAnswerSchema>;
