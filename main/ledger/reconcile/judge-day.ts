import { ok, type Result } from '../../../drivers/base/result.ts';
import type { WalletBill } from '../../../drivers/payment/bill.ts';
import type { ChannelId } from '../../../drivers/payment/port.ts';
import type { Order } from '../order-events.ts';
import { ordersToAsk } from './asked-orders.ts';
import { addDays, dayOf, dayOfInstant, startOfDay } from './day.ts';
import type { EndedRefund, ReconciledLedger } from './ledger-side.ts';
import { type DayMatch, matchDay } from './match.ts';
import type { DayBill, Lists, NoVerdict } from './sources.ts';

export interface DayJudgement {
  readonly match: DayMatch;
  readonly complete: boolean;
}

/** One day of one channel; days before `today` are over. */
export interface DayToJudge {
  readonly day: string;
  readonly channel: ChannelId;
  readonly today: string;
}

/** A refund can take days. One that took longer than this is not looked for: three months back no wallet has bills. */
export const MOST_REFUND_DAYS = 31;

/**
 * Gathers what the three say of one day of one channel, and matches it. Anything missing is no verdict: absence proves
 * nothing on a list that is not whole.
 */
export async function judgeDay(
  asked: DayToJudge,
  lists: Lists,
  ledger: Pick<ReconciledLedger, 'ordersCreated' | 'refundsEnded' | 'orderRow'>,
): Promise<Result<DayJudgement, NoVerdict>> {
  const { day, channel, today } = asked;
  // A payment may be older than its bill by minutes, never by a day: a code lives ten minutes.
  const made = ledger
    .ordersCreated(startOfDay(addDays(day, -2)), startOfDay(addDays(day, 2)))
    .filter((order) => order.channel === channel);
  const refunds = ledger
    .refundsEnded(startOfDay(day), startOfDay(addDays(day, 1)))
    .filter(
      ({ order, since }) => order.channel === channel && since >= startOfDay(addDays(day, -MOST_REFUND_DAYS)),
    );
  const orders = withNamed(
    made,
    refunds.map(({ order }) => order.id),
    ledger,
  );
  const bookings = [];
  for (const each of daysFrom(addDays(day, -1), asked)) {
    const listed = await lists.bookings(each);
    if (!listed.ok) return listed;
    bookings.push(...listed.value.filter((booking) => booking.channel === channel));
  }
  const payments = [...orders.flatMap(({ payment }) => payment ?? []), ...bookings];
  const dayBill = lists.billsOf(channel);
  const walletSide = dayBill
    ? await bills(asked, dayBill, { payments, refunds })
    : await lists.asked(
        channel,
        day,
        withNamed(
          ordersToAsk(made, day),
          refunds.map(({ order }) => order.id),
          ledger,
        ),
      );
  if (!walletSide.ok) return walletSide;
  const bill = walletSide.value;
  const named = [
    ...bookings.map(({ bookingKey }) => bookingKey),
    ...[...bill.trades, ...bill.refunds].map(({ outTradeNo }) => outTradeNo),
  ];
  const complete = addDays(day, 1) < today;
  const match = matchDay({
    day,
    orders: withNamed(orders, named, ledger),
    bill,
    refunded: new Set(refunds.map(({ order }) => order.id)),
    bookings,
    complete,
  });
  return ok({ match: dayBill ? match : { ...match, byQuery: true }, complete });
}

/** From the day before the first of the refunds was asked for to the day after the day, as one bill. */
async function bills(
  asked: DayToJudge,
  dayBill: DayBill,
  known: {
    readonly payments: readonly { readonly paidAt: string }[];
    readonly refunds: readonly EndedRefund[];
  },
): Promise<Result<WalletBill, NoVerdict>> {
  const { day } = asked;
  const begun = known.refunds.map(({ since }) => dayOf(since));
  const first = dayOf(Math.min(startOfDay(day), ...known.refunds.map(({ since }) => since)));
  let bill: WalletBill = { trades: [], refunds: [] };
  for (const each of daysFrom(addDays(first, -1), asked)) {
    const isPaid = ({ paidAt }: { readonly paidAt: string }): boolean => dayOfInstant(paidAt) === each;
    // Asked for and answered for on one day: on that day the wallet has moved money.
    const isGivenBack = each === day && begun.includes(day);
    const part = await dayBill(each, isGivenBack || known.payments.some(isPaid));
    if (!part.ok) return part;
    bill = {
      trades: [...bill.trades, ...part.value.trades],
      refunds: [...bill.refunds, ...part.value.refunds],
    };
  }
  return ok(bill);
}

/** Up to the day after the one that is judged, as far as they are over. */
function daysFrom(first: string, { day, today }: DayToJudge): readonly string[] {
  const days: string[] = [];
  for (let each = first; each <= addDays(day, 1) && each < today; each = addDays(each, 1)) days.push(each);
  return days;
}

/** A refund can be much younger than its order. */
function withNamed(
  orders: readonly Order[],
  ids: readonly string[],
  ledger: Pick<ReconciledLedger, 'orderRow'>,
): readonly Order[] {
  const known = new Map(orders.map((order) => [order.id, order]));
  for (const id of ids) {
    const order = known.get(id) ?? ledger.orderRow(id);
    if (order !== null) known.set(id, order);
  }
  return [...known.values()];
}
