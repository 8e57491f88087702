import { err, ok, type Result } from '../../../drivers/base/result.ts';
import type { WalletBill } from '../../../drivers/payment/bill.ts';
import type { ChannelId } from '../../../drivers/payment/port.ts';
import type { Order } from '../order-events.ts';
import { addDays, dayOfInstant, startOfDay } from './day.ts';
import type { ReconciledLedger } from './ledger-side.ts';
import { type DayMatch, matchDay } from './match.ts';
import type { Lists, NoVerdict } from './sources.ts';

export interface DayJudgement {
  readonly match: DayMatch;
  readonly complete: boolean;
}

/**
 * Gathers what the three say of one day of one channel, and matches it. Anything missing is no verdict: absence proves
 * nothing on a list that is not whole.
 *
 * @param today days before it are over
 */
export async function judgeDay(
  { day, channel, today }: { readonly day: string; readonly channel: ChannelId; readonly today: string },
  lists: Lists,
  ledger: Pick<ReconciledLedger, 'ordersCreated' | 'orderRow'>,
): Promise<Result<DayJudgement, NoVerdict>> {
  const days = [addDays(day, -1), day, addDays(day, 1)].filter((each) => each < today);
  // A payment may be older than its bill by minutes, never by a day: a code lives ten minutes.
  const made = ledger
    .ordersCreated(startOfDay(addDays(day, -2)), startOfDay(addDays(day, 2)))
    .filter((order) => order.channel === channel);
  const bookings = [];
  for (const each of days) {
    const listed = await lists.bookings(each);
    if (!listed.ok) return listed;
    bookings.push(...listed.value.filter((booking) => booking.channel === channel));
  }
  let bill: WalletBill | null = { trades: [], refunds: [] };
  for (const each of days) {
    const isPaid = ({ paidAt }: { readonly paidAt: string }): boolean => dayOfInstant(paidAt) === each;
    const expected = made.some(({ payment }) => payment !== null && isPaid(payment)) || bookings.some(isPaid);
    const part = await lists.bill(channel, each, expected);
    if (!part.ok) return err(part.error);
    bill = part.value === null || bill === null ? null : joined(bill, part.value);
  }
  const named = [
    ...bookings.map(({ bookingKey }) => bookingKey),
    ...(bill === null ? [] : [...bill.trades, ...bill.refunds].map(({ outTradeNo }) => outTradeNo)),
  ];
  const complete = addDays(day, 1) < today;
  const orders = withNamed(made, named, (id) => ledger.orderRow(id));
  return ok({ match: matchDay({ day, orders, bill, bookings, complete }), complete });
}

function joined(one: WalletBill, other: WalletBill): WalletBill {
  return { trades: [...one.trades, ...other.trades], refunds: [...one.refunds, ...other.refunds] };
}

/** A refund can be much younger than its order. */
function withNamed(
  orders: readonly Order[],
  ids: readonly string[],
  find: (id: string) => Order | null,
): readonly Order[] {
  const known = new Map(orders.map((order) => [order.id, order]));
  for (const id of ids) {
    const order = known.get(id) ?? find(id);
    if (order !== null) known.set(id, order);
  }
  return [...known.values()];
}
