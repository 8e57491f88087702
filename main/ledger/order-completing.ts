import type { Booking } from '../../drivers/agency/port.ts';
import type { Refund } from '../../drivers/payment/port.ts';
import type { Order } from './order-events.ts';
import {
  answered,
  asksAboutBooking,
  type Decision,
  frozen,
  go,
  refunding,
  settled,
  when,
} from './order-moves.ts';

/** From the money to its end: with the agency, or back with the payer. */

/** A wallet that refuses a refund for this long, or never takes it, is not going to do it without staff. */
export const REFUND_PATIENCE_MS = 3 * 24 * 3_600_000;
/** So often the wallet must have said meanwhile that it has no such refund: a terminal that was switched off has not asked. */
export const REFUND_ABSENCES = 10;

/** Refund refusals that no repetition will change. Error codes of WeChat Pay v3, Alipay v3. */
const REFUND_HOPELESS: ReadonlySet<string> = new Set([
  'USER_ACCOUNT_ABNORMAL',
  'TRADE_OVERDUE',
  'ACQ.TRADE_HAS_FINISHED',
  'ACQ.TRADE_NOT_ALLOW_REFUND',
  'ACQ.BUYER_NOT_EXIST',
]);
/** The agency's final codes as its interface lists them; others are final too, but worth a look. */
const BOOKING_CODES: ReadonlySet<string> = new Set([
  'ALREADY_PAID',
  'PERIOD_CLOSED',
  'QUOTE_EXPIRED',
  'AMOUNT_MISMATCH',
  'UNKNOWN_QUOTE',
  'INSURED_STATE',
]);

export function onBooking(order: Order, booking: Booking, at: number): Decision {
  if (order.state !== 'BOOKING') {
    const tooLate = booking.status === 'booked' && order.refund.reason !== null;
    return go(order, ...when(tooLate, 'BOOKED_AFTER_REFUND'));
  }
  switch (booking.status) {
    case 'booked': {
      const { voucherNo, bookedAt } = booking;
      return go({ ...settled(order, 'BOOKED', at), voucher: { voucherNo, bookedAt } });
    }
    case 'pending':
      return go(answered(order.booking.next === 'book' ? asksAboutBooking(order) : order));
    case 'rejected':
      return go(
        answered({
          ...order,
          state: 'REFUNDING',
          refund: { ...order.refund, reason: booking.code },
        }),
        ...when(!BOOKING_CODES.has(booking.code), 'BOOKING_CODE_UNKNOWN'),
      );
  }
}

export function onRefund(order: Order, refund: Refund, at: number): Decision {
  if (order.state !== 'REFUNDING') return go(order);
  if (refund.amountFen !== order.amountFen) return go(frozen(order), 'MONEY_MISMATCH');
  switch (refund.state) {
    case 'PROCESSING':
      return go(answered(refunding(order, { next: 'query-refund', refusedSince: null, absent: null })));
    case 'SUCCESS':
      return go(settled(order, 'REFUNDED', at));
    case 'CLOSED':
    case 'ABNORMAL':
      return stuck(order);
  }
}

/** The request got no answer and the wallet knows nothing of it: it is sent again, but not for ever. */
export function onRefundAbsent(order: Order, at: number): Decision {
  if (order.state !== 'REFUNDING') return go(order);
  const { since, times } = order.refund.absent ?? { since: at, times: 0 };
  if (at - since >= REFUND_PATIENCE_MS && times >= REFUND_ABSENCES) return stuck(order);
  return go(answered(refunding(order, { next: 'refund', absent: { since, times: times + 1 } })));
}

export function onRefundRefused(order: Order, code: string, at: number): Decision {
  if (order.state !== 'REFUNDING') return go(order);
  const refusedSince = order.refund.refusedSince ?? at;
  if (REFUND_HOPELESS.has(code) || at - refusedSince >= REFUND_PATIENCE_MS) {
    return stuck(order);
  }
  return go(
    answered(refunding(order, { next: 'query-refund', refusedSince })),
    ...when(order.refund.refusedSince === null, 'REFUND_REFUSED'),
  );
}

function stuck(order: Order): Decision {
  return go(answered({ ...order, state: 'REFUND_STUCK' }), 'REFUND_STUCK');
}
