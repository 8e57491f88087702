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

/** The bookings of this terminal, asked from the agency itself; of two days, because midnight may lie between. */
export async function bookings({ bench }: World): Promise<readonly BookedFacts[]> {
  const shanghai = Date.now() + 8 * 3_600_000;
  const days = [shanghai - 86_400_000, shanghai].map((at) => new Date(at).toISOString().slice(0, 10));
  const answers = days.map((day) =>
    fetch(`${bench.agency.baseUrl}/v1/bookings?date=${day}&terminalId=K0001`).then((answer) => answer.json()),
  );
  const lists = (await Promise.all(answers)) as { readonly bookings: readonly BookedFacts[] }[];
  return lists.flatMap(({ bookings: list }) => list);
}

/** The one booking that there must be. */
export async function onlyBooking(world: World): Promise<BookedFacts> {
  const list = await bookings(world);
  const [only] = list;
  if (only === undefined || list.length > 1) throw new Error(`${list.length} bookings instead of one`);
  return only;
}
