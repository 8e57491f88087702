import type { ListedBooking } from '../../../drivers/agency/port.ts';
import type { BilledRefund, BilledTrade, WalletBill } from '../../../drivers/payment/bill.ts';
import type { Order } from '../order-events.ts';
import { dayOfInstant } from './day.ts';
import type { Finding, FindingAct, FindingCode } from './findings.ts';

/** All that the three say of one order number. */
export interface OrderFile {
  readonly id: string;
  readonly order: Order | null;
  readonly trade: BilledTrade | null;
  readonly refunds: readonly BilledRefund[];
  readonly booking: ListedBooking | null;
}

export function filesOf({
  orders,
  bill,
  bookings,
}: {
  readonly orders: readonly Order[];
  readonly bill: WalletBill;
  readonly bookings: readonly ListedBooking[];
}): readonly OrderFile[] {
  const files = new Map<string, OrderFile>();
  const add = (id: string, change: (file: OrderFile) => Partial<OrderFile>): void => {
    const file = files.get(id) ?? { id, order: null, trade: null, refunds: [], booking: null };
    files.set(id, { ...file, ...change(file) });
  };
  for (const order of orders) add(order.id, () => ({ order }));
  for (const trade of bill.trades) {
    add(trade.outTradeNo, ({ trade: known }) => ({ trade: known === null ? trade : added(known, trade) }));
  }
  for (const refund of bill.refunds) {
    add(refund.outTradeNo, ({ refunds }) => ({ refunds: [...refunds, refund] }));
  }
  for (const booking of bookings) add(booking.bookingKey, () => ({ booking }));
  return [...files.values()];
}

/** No wallet takes two payments on one number. Should one list two, their sum is an amount that differs. */
function added(known: BilledTrade, other: BilledTrade): BilledTrade {
  if (known.transactionId === other.transactionId && known.amountFen === other.amountFen) return known;
  const [first, last] = known.paidAt < other.paidAt ? [known, other] : [other, known];
  return { ...first, amountFen: first.amountFen + last.amountFen };
}

/** The day that a payment belongs to; null = nobody says that anything was paid. */
export function paidDay({ trade, order, booking }: OrderFile): string | null {
  const at = trade?.paidAt ?? order?.payment?.paidAt ?? booking?.paidAt;
  return at === undefined ? null : dayOfInstant(at);
}

export function found(file: OrderFile, code: FindingCode, act: FindingAct = 'none', certain = true): Finding {
  const amountFen = file.trade?.amountFen ?? file.booking?.amountFen ?? file.order?.amountFen ?? 0;
  return { code, order: file.id, amountFen, act, certain };
}
