import type { BookingList, ListedBooking } from '../../../drivers/agency/port.ts';
import type { Outcome, UnknownCause } from '../../../drivers/base/outcome.ts';
import { err, ok, type Result } from '../../../drivers/base/result.ts';
import { type BillSource, NO_BILL, type WalletBill } from '../../../drivers/payment/bill.ts';
import type { ChannelId } from '../../../drivers/payment/port.ts';
import type { Order } from '../order-events.ts';
import { askedBill, type OrderQueries } from './asked-orders.ts';

/** Why a day cannot be judged yet. Closed, for the technician. */
export type NoVerdict =
  /** The wallet has no bill of a day on which, by our journal or the agency's list, something was paid: it is late. */
  | 'BILL_LATE'
  /** The wallet's bill came damaged, cut off, or not to be read. */
  | 'BILL_DAMAGED'
  /** The wallet could not be asked, or refused. */
  | 'WALLET_SILENT'
  /** Asked about an order, the wallet answered about another merchant, currency or number. */
  | 'ANSWER_STRANGE'
  /** The agency could not be asked, or refused. */
  | 'AGENCY_SILENT'
  /** The journal could not be written. */
  | 'JOURNAL';

export interface ListSources {
  readonly bills: Readonly<Partial<Record<ChannelId, BillSource>>>;
  /** For channels without a bill: each order is asked about. */
  readonly queries: Readonly<Partial<Record<ChannelId, OrderQueries>>>;
  readonly agency: BookingList;
  readonly terminalId: string;
  /** Whether an order number is one of this terminal's. */
  readonly isOurs: (outTradeNo: string) => boolean;
}

/**
 * The bill of one day.
 *
 * @param expected whether any money moved that day as far as we know. No bill then means a late one; otherwise that nothing
 * was traded, which is what wallets mean by it
 */
export type DayBill = (day: string, expected: boolean) => Promise<Result<WalletBill, NoVerdict>>;

const EMPTY: WalletBill = { trades: [], refunds: [] };

/** The lists of one run, each asked for once however many days look at it. */
export class Lists {
  readonly #sources: ListSources;
  readonly #bills = new Map<string, Promise<Outcome<WalletBill>>>();
  readonly #bookings = new Map<string, Promise<Outcome<readonly ListedBooking[], 'UNEXPECTED'>>>();

  constructor(sources: ListSources) {
    this.#sources = sources;
  }

  async bookings(day: string): Promise<Result<readonly ListedBooking[], NoVerdict>> {
    const { agency, terminalId } = this.#sources;
    const listed = await remembered(this.#bookings, day, () => agency.bookings(day, terminalId));
    return listed.kind === 'ok' ? ok(listed.value) : err('AGENCY_SILENT');
  }

  /** null = the channel gives terminals no bill. */
  billsOf(channel: ChannelId): DayBill | null {
    const source = this.#sources.bills[channel];
    return source === undefined ? null : (day, expected) => this.#bill(channel, source, day, expected);
  }

  /** Of a channel that has none: what the wallet says of each of these orders, as if it were the bill of the day. */
  async asked(
    channel: ChannelId,
    day: string,
    orders: readonly Order[],
  ): Promise<Result<WalletBill, NoVerdict>> {
    const queries = this.#sources.queries[channel];
    return queries === undefined ? err('WALLET_SILENT') : askedBill({ day, orders }, queries);
  }

  async #bill(
    channel: ChannelId,
    source: BillSource,
    day: string,
    expected: boolean,
  ): Promise<Result<WalletBill, NoVerdict>> {
    const { isOurs } = this.#sources;
    const bill = await remembered(this.#bills, `${channel} ${day}`, () => source.bill(day, isOurs));
    if (bill.kind === 'ok') return ok(bill.value);
    if (bill.kind === 'refused' && bill.code === NO_BILL) return expected ? err('BILL_LATE') : ok(EMPTY);
    return err(bill.kind === 'unknown' && DAMAGED.includes(bill.cause) ? 'BILL_DAMAGED' : 'WALLET_SILENT');
  }
}

const DAMAGED: readonly UnknownCause[] = ['bad-answer', 'bad-signature', 'unknown-key'];

function remembered<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const answer = answers.get(key) ?? ask();
  answers.set(key, answer);
  return answer;
}
