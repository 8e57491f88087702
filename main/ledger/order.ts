import { nextCommand } from './next-command.ts';
import { onCode, onPrepayRefused, onTrade } from './order-collecting.ts';
import { onBooking, onRefund, onRefundAbsent, onRefundRefused } from './order-completing.ts';
import type { Call, Command, Opened, Order, OrderEvent } from './order-events.ts';
import {
  answered,
  asksAboutBooking,
  closing,
  type Decision,
  doubted,
  frozen,
  go,
  isUnpaidAndLive,
  leaving,
  NOT_CLOSED,
  refunding,
  settled,
  when,
} from './order-moves.ts';
import { withPrintBegun, withPrintEnded, withPrintsInterrupted } from './prints.ts';

/**
 * The order: what happened to one resident's money, as a pure function of what was learnt, in the order it was learnt.
 * No clock, no disk, no wire. The rules that it keeps whatever arrives:
 *
 * - States only move forward (`RANK`). A closed order may still turn out paid, because the wallet is the truth about
 *   money; a paid order ends booked, refunded, with staff, or frozen, and nowhere else.
 * - Booked and refunded exclude each other: BOOKED has no way out, and REFUNDING has none to BOOKED.
 * - A refund needs the agency's final no. Time-outs, 5xx and our own mistakes never refund.
 * - A signed answer that contradicts our record moves nothing any more: FROZEN, and an alarm.
 *
 * Source: payment notes, order states (ratchet), classification of errors, required outcomes of the failure scenarios.
 */
export function reduce(order: Order, event: OrderEvent): Step {
  const { order: decided, alarms } = decide(order, event);
  const moved: Order = decided === order ? order : { ...decided, version: order.version + 1 };
  const next = nextCommand(moved);
  return {
    order: moved,
    commands: [...alarms.map((code): Command => ({ do: 'alarm', code })), ...(next === null ? [] : [next])],
  };
}

/** The same object back means: nothing to journal. Commands are due all the same. */
export interface Step {
  readonly order: Order;
  readonly commands: readonly Command[];
}

/** The order after its first event. */
export function openOrder({ at, facts: { prepayBody, ...facts } }: Opened): Order {
  return {
    ...facts,
    version: 1,
    state: 'PREPARING',
    createdAt: at,
    settledAt: null,
    prepay: { body: prepayBody, misses: 0, codeReceived: false },
    shownAt: null,
    closing: NOT_CLOSED,
    payment: null,
    booking: { body: '', next: 'book' },
    voucher: null,
    refund: {
      outRefundNo: `R${facts.id}x1`,
      reason: null,
      body: '',
      next: 'refund',
      refusedSince: null,
      absent: null,
    },
    doubt: null,
    prints: [],
  };
}

function decide(order: Order, event: OrderEvent): Decision {
  switch (event.type) {
    case 'CODE_RECEIVED':
      return go(onCode(order, event.at));
    case 'PREPAY_REFUSED':
      return onPrepayRefused(order, event.code, event.at);
    case 'TRADE':
      return onTrade(order, event.trade, event.at);
    case 'CLOSE_DONE':
      return order.state === 'CLOSING' ? go(answered(closing(order, { proven: true }))) : go(order);
    case 'CLOSE_REFUSED':
      // ORDER_PAID, already closed, too early, no such order: whatever it says, only a query is proof.
      return order.state === 'CLOSING' ? go(answered(closing(order, {}))) : go(order);
    case 'BOOKING_INTENDED':
      return order.state === 'PAID'
        ? go({ ...order, state: 'BOOKING', booking: { body: event.body, next: 'book' } })
        : go(order);
    case 'BOOKING_ANSWERED':
      return onBooking(order, event.booking, event.at);
    case 'BOOKING_ABSENT':
      return order.state === 'BOOKING'
        ? go(answered({ ...order, booking: { ...order.booking, next: 'book' } }))
        : go(order);
    case 'BOOKING_FAULT':
      if (order.state !== 'BOOKING') return go(order);
      // The key is fine and the agency may know it; a question that it dislikes is asked again, a booking is not.
      return event.call === 'book'
        ? go(frozen(order), 'BOOKING_FAULT')
        : go(doubted(order, event.at), ...when(order.doubt === null, 'BOOKING_FAULT'));
    case 'REFUND_INTENDED':
      return order.state === 'REFUNDING' && order.refund.body === ''
        ? go({ ...order, refund: { ...order.refund, body: event.body } })
        : go(order);
    case 'REFUND_ANSWERED':
      return onRefund(order, event.refund, event.at);
    case 'REFUND_ABSENT':
      return onRefundAbsent(order, event.at);
    case 'REFUND_REFUSED':
      return onRefundRefused(order, event.code, event.at);
    case 'UNANSWERED':
      return onUnanswered(order, event.call, event.cause === 'refused', event.at);
    case 'BILL_CONTRADICTS':
      // Unpaid orders ask the wallet; what is settled was proven then.
      return go(['PAID', 'BOOKING', 'REFUNDING'].includes(order.state) ? frozen(order) : order);
    case 'CANCELLED':
    case 'EXPIRED':
      return go(isUnpaidAndLive(order) ? leaving(order) : order);
    case 'RESTARTED':
      return go(onRestart(order));
    case 'PRINT_BEGUN':
      return go(withPrintBegun(order, event));
    case 'PRINT_ENDED':
      return go(withPrintEnded(order, event));
  }
}

/** Prepay attempts with the same bytes before the wallet counts as unavailable. */
export const PREPAY_TRIES = 2;

function onUnanswered(order: Order, call: Call, isRefusal: boolean, at: number): Decision {
  if (nextCommand(order) === null) return go(order);
  return go(
    afterSilence(doubted(order, at), call, at),
    ...when(isRefusal && order.doubt === null, 'WALLET_REFUSES'),
  );
}

/** After doubt: ask with the same number; never start anew. */
function afterSilence(order: Order, call: Call, at: number): Order {
  switch (call) {
    case 'prepay': {
      const prepay = { ...order.prepay, misses: order.prepay.misses + 1 };
      if (order.state !== 'PREPARING' && order.state !== 'CLOSING') return order;
      return order.state === 'PREPARING' && prepay.misses >= PREPAY_TRIES
        ? leaving({ ...order, prepay })
        : { ...order, prepay };
    }
    case 'query':
      // The wallet's signature on the close is proof enough when the last question stays without an answer.
      return order.state === 'CLOSING' && order.closing.proven ? settled(order, 'CLOSED', at) : order;
    case 'close':
      return order.state === 'CLOSING' ? closing(order, {}) : order;
    case 'book':
      return order.state === 'BOOKING' ? asksAboutBooking(order) : order;
    case 'refund':
      return order.state === 'REFUNDING' ? refunding(order, { next: 'query-refund' }) : order;
    case 'query-booking':
    case 'query-refund':
      return order;
  }
}

/** The last call of the dead process may or may not have left: every repetition begins with a question. */
function onRestart(order: Order): Order {
  const whole = withPrintsInterrupted(order);
  if (isUnpaidAndLive(whole)) return leaving(whole);
  if (whole.state === 'CLOSING' && (whole.closing.next === 'close' || whole.closing.unscanned)) {
    // What nobody had scanned then may be scanned by now.
    return closing(whole, { unscanned: false });
  }
  if (whole.state === 'BOOKING' && whole.booking.next === 'book') return asksAboutBooking(whole);
  if (whole.state === 'REFUNDING' && whole.refund.body !== '' && whole.refund.next === 'refund') {
    return refunding(whole, { next: 'query-refund' });
  }
  return whole;
}
