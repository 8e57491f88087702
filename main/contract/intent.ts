import { z } from 'zod';
import { channelSchema } from './snapshot.ts';

/** What a resident can want. One intent per touch; `type` equals the control's `data-action`. */
/** As long as the agency may make its numbers. */
const id = z.string().min(1).max(128);

export const intentSchema = z.discriminatedUnion('type', [
  /** attract: a touch anywhere starts. */
  z.strictObject({ type: z.literal('start') }),
  /** identify: use the phone's electronic card instead of the plastic one, or the other way round. */
  z.strictObject({ type: z.literal('scan-instead') }),
  z.strictObject({ type: z.literal('insert-instead') }),
  z.strictObject({ type: z.literal('back') }),
  /** 退出: leave the visit; on pay: leave the payment, which asks the wallet before it closes. */
  z.strictObject({ type: z.literal('cancel') }),
  z.strictObject({ type: z.literal('next') }),
  z.strictObject({ type: z.literal('retry') }),
  /** home: pay what is due. */
  z.strictObject({ type: z.literal('pay-bills') }),
  z.strictObject({ type: z.literal('select-line'), billId: id }),
  z.strictObject({ type: z.literal('choose-tier'), billId: id, tierId: id }),
  z.strictObject({ type: z.literal('choose-channel'), channel: channelSchema }),
  /** review: 去支付. */
  z.strictObject({ type: z.literal('confirm') }),
  /** pay: 我已支付, asks the wallet at once. */
  z.strictObject({ type: z.literal('i-paid') }),
  z.strictObject({ type: z.literal('print-slip') }),
  z.strictObject({ type: z.literal('e-receipt') }),
  /** home: the slip of an earlier order. */
  z.strictObject({ type: z.literal('reprint'), orderId: id }),
  /** home: what became of an earlier order. */
  z.strictObject({ type: z.literal('view-order'), orderId: id }),
  /**
   * Hand in to the agency that something was paid twice, or was not given back; or look at what has been handed in. On
   * outcome about its order; on home and bills about the payment with this voucher.
   */
  z.strictObject({ type: z.literal('register-case'), voucherNo: id.optional() }),
  z.strictObject({ type: z.literal('finish') }),
  z.strictObject({ type: z.literal('more-time') }),
  /** Any sign of life that is not a control: keeps the idle clock from running out. */
  z.strictObject({ type: z.literal('touch') }),
  z.strictObject({ type: z.literal('elder-mode'), on: z.boolean() }),
  z.strictObject({ type: z.literal('theme'), theme: z.enum(['standard', 'high-contrast']) }),
  /** Held down: show name and number in clear, for at most 5 s. */
  z.strictObject({ type: z.literal('reveal'), on: z.boolean() }),
  /** The technician asks in: by a key on an attached keyboard, or by the hidden gesture in the corner of the glass. */
  z.strictObject({ type: z.literal('operator-open'), by: z.enum(['keys', 'corner']) }),
]);

export type Intent = z.infer<typeof intentSchema>;
export type IntentType = Intent['type'];
