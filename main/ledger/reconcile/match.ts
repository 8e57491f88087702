import type { ListedBooking } from '../../../drivers/agency/port.ts';
import type { Fen } from '../../../drivers/base/money.ts';
import type { BilledRefund, BilledTrade, WalletBill } from '../../../drivers/payment/bill.ts';
import type { Order } from '../order-events.ts';
import { canStillTurnPaid } from '../order-moves.ts';
import type { OrderState } from '../port.ts';
import { dayOfInstant } from './day.ts';
import type { Finding, FindingAct, FindingCode } from './findings.ts';

/** Everything that is known about one day of one channel. The order of the lists means nothing. */
export interface DaySources {
  readonly day: string;
  /** Those of the channel that were made on the day or the one before, and every other one that the lists below name. */
  readonly orders: readonly Order[];
  /** The bills of the day, the day before and the day after, as one; null = this channel gives terminals none. */
  readonly bill: WalletBill | null;
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
  /** By the wallet's bill: what was paid on the day. null = there is no bill. */
  readonly billed: Sum | null;
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
  const findings = [...files.values()].flatMap((file) => {
    const finding = judge(file, sources);
    return finding === null ? [] : [finding];
  });
  const twice = bookedTwice([...files.values()], day);
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

function billedOn({ bill, day }: DaySources): Sum | null {
  if (bill === null) return null;
  return sum(
    bill.trades.filter(({ paidAt }) => dayOfInstant(paidAt) === day).map(({ amountFen }) => amountFen),
  );
}

/** All that the three say of one order number. */
interface File {
  readonly id: string;
  readonly order: Order | null;
  readonly trade: BilledTrade | null;
  readonly refunds: readonly BilledRefund[];
  readonly booking: ListedBooking | null;
}

function filesOf({ orders, bill, bookings }: DaySources): ReadonlyMap<string, File> {
  const files = new Map<string, File>();
  const add = (id: string, change: (file: File) => Partial<File>): void => {
    const file = files.get(id) ?? { id, order: null, trade: null, refunds: [], booking: null };
    files.set(id, { ...file, ...change(file) });
  };
  for (const order of orders) add(order.id, () => ({ order }));
  for (const trade of bill?.trades ?? []) {
    add(trade.outTradeNo, ({ trade: known }) => ({ trade: known === null ? trade : added(known, trade) }));
  }
  for (const refund of bill?.refunds ?? []) {
    add(refund.outTradeNo, ({ refunds }) => ({ refunds: [...refunds, refund] }));
  }
  for (const booking of bookings) add(booking.bookingKey, () => ({ booking }));
  return files;
}

/** No wallet takes two payments on one number. Should one list two, their sum is an amount that differs. */
function added(known: BilledTrade, other: BilledTrade): BilledTrade {
  if (known.transactionId === other.transactionId && known.amountFen === other.amountFen) return known;
  const [first, last] = known.paidAt < other.paidAt ? [known, other] : [other, known];
  return { ...first, amountFen: first.amountFen + last.amountFen };
}

/** The day that a payment belongs to; null = nobody says that anything was paid. */
function paidDay({ trade, order, booking }: File): string | null {
  const at = trade?.paidAt ?? order?.payment?.paidAt ?? booking?.paidAt;
  return at === undefined ? null : dayOfInstant(at);
}

/** The gravest thing that is wrong with one order number on the day; null = nothing, or it belongs to another day. */
function judge(file: File, sources: DaySources): Finding | null {
  const isPaidToday = paidDay(file) === sources.day;
  const foreign = foreignRefund(file, sources.day);
  if (file.order === null) {
    if (!isPaidToday && foreign === null) return null;
    return found(
      file,
      file.trade !== null || foreign !== null ? 'BILL_UNKNOWN_ORDER' : 'AGENCY_UNKNOWN_BOOKING',
    );
  }
  return (
    (isPaidToday ? (wrongAmount(file, file.order) ?? wrongBooking(file, file.order, sources)) : null) ??
    foreign ??
    (isPaidToday ? wrongPayment(file, file.order, sources) : null)
  );
}

function wrongAmount(file: File, order: Order): Finding | null {
  if (file.trade === null || file.trade.amountFen === order.amountFen) return null;
  return found(file, 'BILL_AMOUNT_DIFFERS', actOnContradiction(order));
}

/** Wallet and journal do not agree on whether it was paid at all. */
function wrongPayment(file: File, order: Order, { bill, complete }: DaySources): Finding | null {
  if (bill === null) return null;
  if (file.trade !== null)
    return canStillTurnPaid(order.state) ? found(file, 'BILL_PAID_UNSEEN', 'ask-wallet') : null;
  return order.payment === null ? null : found(file, 'BILL_LACKS_PAYMENT', 'none', complete);
}

/** Agency and journal do not agree on what has become of it. */
function wrongBooking(file: File, order: Order, { complete }: DaySources): Finding | null {
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

/** A refund of the day that is not the one this terminal has decided on. */
function foreignRefund(file: File, day: string): Finding | null {
  const { order } = file;
  const strange = file.refunds
    .filter(({ at }) => dayOfInstant(at) === day)
    .find(
      ({ outRefundNo, amountFen }) =>
        order === null ||
        outRefundNo !== order.refund.outRefundNo ||
        !REFUND_STATES.includes(order.state) ||
        amountFen !== order.amountFen,
    );
  if (strange === undefined) return null;
  const act = order === null ? 'none' : actOnContradiction(order);
  return { ...found(file, 'BILL_FOREIGN_REFUND', act), amountFen: strange.amountFen };
}

const REFUND_STATES: readonly OrderState[] = ['REFUNDING', 'REFUNDED', 'REFUND_STUCK'];
/** Money is on its way to an end that may be the wrong one now. */
const UNDER_WAY: readonly OrderState[] = ['PAID', 'BOOKING', 'REFUNDING'];

/** Settled orders stay as they are: what was proven then was proven. Unpaid ones ask: the wallet's own answer then freezes. */
function actOnContradiction({ state }: Order): FindingAct {
  if (canStillTurnPaid(state)) return 'ask-wallet';
  return UNDER_WAY.includes(state) ? 'freeze' : 'none';
}

/** Every booked order of a bill but the first that was paid. */
function bookedTwice(files: readonly File[], day: string): readonly Finding[] {
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

function found(file: File, code: FindingCode, act: FindingAct = 'none', certain = true): Finding {
  const amountFen = file.trade?.amountFen ?? file.booking?.amountFen ?? file.order?.amountFen ?? 0;
  return { code, order: file.id, amountFen, act, certain };
}

function sum(amounts: readonly Fen[]): Sum {
  return { count: amounts.length, fen: amounts.reduce((total, fen) => total + fen, 0) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
