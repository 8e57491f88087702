import type { World } from './world.ts';

/** One booking as the agency's interface tells it (GET /v1/bookings), for reconciliation. */
export interface BookedFacts {
  readonly bookingKey: string;
  readonly amountFen: number;
  readonly channel: string;
  readonly channelTransactionId: string;
  /** RFC 3339, Beijing time. */
  readonly paidAt: string;
  readonly status: string;
  readonly voucherNo?: string;
}

/** Today's bookings of this terminal, asked from the agency itself. */
export async function bookings({ bench }: World): Promise<readonly BookedFacts[]> {
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const answer = await fetch(`${bench.agency.baseUrl}/v1/bookings?date=${day}&terminalId=K0001`);
  const { bookings: list } = (await answer.json()) as { bookings: BookedFacts[] };
  return list;
}

/** The one booking that there must be. */
export async function onlyBooking(world: World): Promise<BookedFacts> {
  const list = await bookings(world);
  const [only] = list;
  if (only === undefined || list.length > 1) throw new Error(`${list.length} bookings instead of one`);
  return only;
}
