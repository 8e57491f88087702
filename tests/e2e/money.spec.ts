import { expect } from '@playwright/test';
import { bookings, onlyBooking } from './support/books.ts';
import { withoutSpace } from './support/receipt-text.ts';
import { PREMIUM_FEN, Resident } from './support/resident.ts';
import { test, type World } from './support/world.ts';

/** What may go wrong between the phone and the books, seen from the glass and from both sets of books. */

test('a payment that lands while the resident cancels is booked', async ({ world }) => {
  const { glass } = world;
  const resident = new Resident(world);
  await resident.comeToPay();
  await world.pull('wallet-pay-late');
  await glass.press('cancel');
  await glass.shows('outcome');
  await glass.says('pay-status', 'booked');
  await expectKeptAndBooked(world);
});

test('power cut after payment and before booking: booked once, and the slip waits for the card', async ({
  world,
}) => {
  const resident = new Resident(world);
  await world.pull('agency-fault', { op: 'book', phase: 'before', kind: 'drop', count: 10_000 });
  await resident.comeToPay();
  await resident.scanAndPay();
  await world.glass.says('pay-status', 'booking');
  expect(await bookings(world)).toEqual([]);
  await world.kill();
  await resident.takeCard();
  await world.pull('agency-fault', { clear: true });

  await world.start();
  await expect.poll(() => bookings(world)).toHaveLength(1);
  const { bookingKey } = await onlyBooking(world);
  const strips = world.bench.slips().length;
  await resident.insertCard();
  await world.glass.shows('home');
  await world.glass.press('reprint', bookingKey);
  await world.glass.says('print-evidence', 'A');
  const slips = world.bench.slips();
  expect(slips).toHaveLength(strips + 1);
  expect(slips.at(-1)).toContain('已缴费成功');
  expect(slips.at(-1)).not.toContain('【补打】');
  await resident.leave();
  await expectKeptAndBooked(world);
});

test('power cut while the code is shown, paid in the dark: booked at the next start', async ({ world }) => {
  const resident = new Resident(world);
  await resident.comeToPay();
  await world.kill();
  await resident.takeCard();
  await resident.scanAndPay();
  await world.start();
  await expect.poll(() => bookings(world)).toHaveLength(1);
  await expectKeptAndBooked(world);
});

test('a booking whose answer is lost is asked for, not made again', async ({ world }) => {
  const { glass } = world;
  const resident = new Resident(world);
  await world.pull('agency-fault', { op: 'book', phase: 'after-commit', kind: 'drop' });
  await resident.comeToPay();
  await resident.scanAndPay();
  await glass.shows('outcome');
  await glass.says('pay-status', 'booked');
  await expectKeptAndBooked(world);
  const calls = (await world.logged('call-ended')).filter(({ op }) => /book/i.test(op));
  expect(calls.map(({ op, outcome }) => [op, outcome])).toEqual([
    ['book', 'unknown'],
    ['query-booking', 'ok'],
  ]);
});

test('a booking that is refused is paid back, and the slip says so', async ({ world }) => {
  const { glass, bench } = world;
  const resident = new Resident(world);
  await world.pull('agency-booking', { next: 'rejected', code: 'PERIOD_CLOSED' });
  await resident.comeToPay();
  await resident.scanAndPay();
  await glass.shows('outcome');
  await glass.says('pay-status', 'refunded');
  await resident.printSlip('A');
  const [trade] = bench.wallet.inspect().trades;
  const slip = withoutSpace(bench.slips().at(-1) ?? '');
  for (const fact of ['已退款', '退款金额￥380.00', '退款原因缴费期已结束', `订单号${trade?.outTradeNo}`]) {
    expect(slip).toContain(fact);
  }
  expect(slip).not.toContain('已缴费成功');
  await resident.leave();
  expect(bench.wallet.inspect()).toMatchObject({ keptFen: 0, refunds: [{ amountFen: PREMIUM_FEN }] });
  expect(bench.agency.inspect().bookedFen).toBe(0);
});

test('network gone while the code is shown: no code, no second payment, and the truth when it is back', async ({
  world,
}) => {
  const { glass } = world;
  const resident = new Resident(world);
  await resident.comeToPay();
  for (const lever of ['wallet-network', 'agency-network']) await world.pull(lever, { state: 'down' });
  await expect(glass.field('pay-code')).toBeHidden();
  await expect(glass.words()).toContainText('不要重复付款');
  await glass.shows('pay');
  // The phone has its own network.
  await resident.scanAndPay();
  for (const lever of ['wallet-network', 'agency-network']) await world.pull(lever, { state: 'up' });
  await glass.shows('outcome');
  await glass.says('pay-status', 'booked');
  await expectKeptAndBooked(world);
});

/** The wallet has the money of one order, the agency has booked the same order once, and nothing went back. */
async function expectKeptAndBooked(world: World): Promise<void> {
  const { bookingKey, status, amountFen } = await onlyBooking(world);
  expect({ status, amountFen }).toEqual({ status: 'booked', amountFen: PREMIUM_FEN });
  const { trades, refunds, keptFen } = world.bench.wallet.inspect();
  expect(trades.map(({ outTradeNo, state }) => ({ outTradeNo, state }))).toEqual([
    { outTradeNo: bookingKey, state: 'SUCCESS' },
  ]);
  expect(refunds).toEqual([]);
  expect(keptFen).toBe(PREMIUM_FEN);
}
