import type { ListedBooking } from '../../../drivers/agency/port.ts';
import type { Fen } from '../../../drivers/base/money.ts';
import type { WalletBill } from '../../../drivers/payment/bill.ts';
import type { Order } from '../order-events.ts';
import { canStillTurnPaid } from '../order-moves.ts';
import type { OrderState } from '../port.ts';
import { dayOfInstant } from './day.ts';
import type { Finding } from './findings.ts';
import { filesOf, found, type OrderFile, paidDay } from './order-file.ts';
import { actOnContradiction, foreignRefund, missingRefund, wrongRefund } from './refund-rules.ts';

/** Everything that is known about one day of one channel. The order of the lists means nothing. */
export interface DaySources {
  readonly day: string;
  /** Those of the channel that were made on the day or the one before, and every other one that the lists below name. */
  readonly orders: readonly Order[];
  /**
   * The bills of the day, the day before and the day after, as one, and those back to the day before the first of the
   * `refunded` was asked for. Or what the wallet has answered about each order.
   */
  readonly bill: WalletBill;
  /** Numbers of the orders whose refund the wallet has answered for on the day: the bills must hold it. */
  readonly refunded: ReadonlySet<string>;
  /** The agency's lists of the same three days. */
  readonly bookings: readonly ListedBooking[];
  /** The day after is over and its bill is among them: what is not there now will not come any more. */
  readonly complete: boolean;
}

export interface Sum {
  readonly count: number;
  readonly fen: Fen;
}

/** By the journal: what was paid on the day, and what has become of it so far. */
export interface DayTotals {
  readonly paid: Sum;
  readonly booked: Sum;
  readonly refunded: Sum;
  readonly open: Sum;
}

export interface DayMatch extends DayTotals {
  /** By order number. */
  readonly findings: readonly Finding[];
  /** By the wallet: what was paid on the day. null (in journals of before 2026-12) = the channel had no bill. */
  readonly billed: Sum | null;
  /** The channel gives terminals no bill: each order was asked about by its number. */
  readonly byQuery?: true;
}

/**
 * Lays journal, wallet bill and agency list side by side, by order number. Pure, and the same for the same sources, so
 * that a day may be reconciled as often as anybody likes.
 *
 * A payment belongs to the day on which the wallet says it was paid, whichever day's bill carries it: somebody pays at
 * 23:59:59 and is booked five seconds later. Therefore three days are laid side by side and one is judged, and nothing is
 * certainly absent before the day after is complete.
 *
 * A bill moves no money: it is a list, not an answer about an order. What is paid there and not here is asked about, and
 * the wallet's signed answer takes the order on (booked if still due, else refunded). Source: payment notes,
 * reconciliation.
 */
export function matchDay(sources: DaySources): DayMatch {
  const files = filesOf(sources);
  const { day } = sources;
  const findings = files.flatMap((file) => {
    const finding = judge(file, sources);
    return finding === null ? [] : [finding];
  });
  const twice = bookedTwice(files, day);
  return {
    findings: [...findings, ...twice].sort((a, b) => compare(a.order, b.order) || compare(a.code, b.code)),
    billed: billedOn(sources),
    ...totalsOf(day, sources.orders),
  };
}

/** Of orders of any day and channel, those that were paid on the day. */
export function totalsOf(day: string, orders: readonly Order[]): DayTotals {
  const paid = orders.filter(({ payment }) => payment !== null && dayOfInstant(payment.paidAt) === day);
  const sumOf = (...states: OrderState[]): Sum =>
    sum(paid.filter(({ state }) => states.includes(state)).map(({ amountFen }) => amountFen));
  return {
    paid: sum(paid.map(({ amountFen }) => amountFen)),
    booked: sumOf('BOOKED'),
    refunded: sumOf('REFUNDED'),
    open: sumOf('PAID', 'BOOKING', 'REFUNDING', 'REFUND_STUCK', 'FROZEN'),
  };
}

function billedOn({ bill, day }: DaySources): Sum {
  return sum(
    bill.trades.filter(({ paidAt }) => dayOfInstant(paidAt) === day).map(({ amountFen }) => amountFen),
  );
}

/** The gravest thing that is wrong with one order number on the day; null = nothing, or it belongs to another day. */
function judge(file: OrderFile, sources: DaySources): Finding | null {
  const { day, refunded: ended, complete } = sources;
  const isPaidToday = paidDay(file) === day;
  const foreign = foreignRefund(file, day);
  const { order } = file;
  if (order === null) {
    if (!isPaidToday && foreign === null) return null;
    return found(
      file,
      file.trade !== null || foreign !== null ? 'BILL_UNKNOWN_ORDER' : 'AGENCY_UNKNOWN_BOOKING',
    );
  }
  return (
    (isPaidToday ? (wrongAmount(file, order) ?? wrongBooking(file, order, sources)) : null) ??
    foreign ??
    wrongRefund(file, order, day) ??
    (isPaidToday ? wrongPayment(file, order, sources) : null) ??
    missingRefund(file, order, { ended, complete })
  );
}

function wrongAmount(file: OrderFile, order: Order): Finding | null {
  if (file.trade === null || file.trade.amountFen === order.amountFen) return null;
  return found(file, 'BILL_AMOUNT_DIFFERS', actOnContradiction(order));
}

/** Wallet and journal do not agree on whether it was paid at all. */
function wrongPayment(file: OrderFile, order: Order, { complete }: DaySources): Finding | null {
  if (file.trade !== null)
    return canStillTurnPaid(order.state) ? found(file, 'BILL_PAID_UNSEEN', 'ask-wallet') : null;
  return order.payment === null ? null : found(file, 'BILL_LACKS_PAYMENT', 'none', complete);
}

/** Agency and journal do not agree on what has become of it. */
function wrongBooking(file: OrderFile, order: Order, { complete }: DaySources): Finding | null {
  const { booking, trade } = file;
  if (booking?.status === 'booked') {
    if (booking.amountFen !== order.amountFen) return found(file, 'AGENCY_AMOUNT_DIFFERS');
    if (REFUND_STATES.includes(order.state)) return found(file, 'AGENCY_BOOKED_REFUNDED');
    const unpaid = canStillTurnPaid(order.state) && trade === null;
    return unpaid ? found(file, 'AGENCY_BOOKED_UNPAID', 'ask-wallet', complete) : null;
  }
  if (order.state !== 'BOOKED') return null;
  return found(file, 'AGENCY_LACKS_BOOKING', 'none', complete || booking?.status === 'rejected');
}

const REFUND_STATES: readonly OrderState[] = ['REFUNDING', 'REFUNDED', 'REFUND_STUCK'];

/** Every booked order of a bill but the first that was paid. */
function bookedTwice(files: readonly OrderFile[], day: string): readonly Finding[] {
  const first = new Map<string, string>();
  const booked = files
    .filter(({ booking, order }) => booking?.status === 'booked' && order !== null)
    .sort((a, b) => compare(String(a.booking?.paidAt), String(b.booking?.paidAt)) || compare(a.id, b.id));
  return booked.flatMap((file) => {
    const bills = (file.order?.lines ?? []).map(({ billId }) => `${file.order?.insured} ${billId}`);
    const again = bills.some((bill) => first.has(bill));
    for (const bill of bills) if (!first.has(bill)) first.set(bill, file.id);
    return again && paidDay(file) === day ? [found(file, 'AGENCY_BOOKED_TWICE')] : [];
  });
}

function sum(amounts: readonly Fen[]): Sum {
  return { count: amounts.length, fen: amounts.reduce((total, fen) => total + fen, 0) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
