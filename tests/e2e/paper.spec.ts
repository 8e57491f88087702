import { expect } from '@playwright/test';
import { onlyBooking } from './support/books.ts';
import { LI, Resident, WANG } from './support/resident.ts';
import { test, type World } from './support/world.ts';

test('paper that runs out before payment is told before money, and the receipt is electronic', async ({
  world,
}) => {
  const { glass, bench } = world;
  const resident = new Resident(world);
  await resident.insertCard();
  await glass.shows('bills');
  await resident.chooseMedical();
  await world.pull('printer-paper-out');
  // Seen by the next look at the printer, on the screen that is already up (a press that is faster: review.test.ts).
  await glass.says('printer-state', 'blocked:paper-out');
  await glass.shows('review');
  await expect(glass.words()).toContainText('打印纸用完了');
  await expect(glass.words()).toContainText('电子凭证');
  expect(bench.wallet.inspect().trades).toEqual([]);

  const strips = bench.slips().length;
  await resident.askForCode();
  await resident.scanAndPay();
  await glass.shows('outcome');
  await glass.says('pay-status', 'booked');
  await expect(glass.control('print-slip')).toBeDisabled();
  await glass.press('e-receipt');
  await glass.shows('receipt');
  const { voucherNo } = await onlyBooking(world);
  expect(await glass.text('voucher-no')).toBe(voucherNo);
  await resident.leave();
  expect(bench.slips()).toHaveLength(strips);
});

test('paper that runs out in the middle of a slip leaves the payment alone and nothing for the next resident', async ({
  world,
}) => {
  const { glass, bench } = world;
  const wang = new Resident(world, WANG);
  await printOntoTheEndOfThePaper(world, wang);
  await wang.leave();

  await world.pull('printer-paper-load');
  await glass.says('printer-state', 'ready');
  // What was still inside came out at once, with nobody there, and was declared void.
  const before = bench.slips();
  expect(before.at(-1)).toContain('以上作废');
  expect(bench.printer.holdsData).toBe(false);

  const li = new Resident(world, LI);
  await li.payMedical();
  await li.printSlip('A');
  await li.leave();
  const after = bench.slips();
  expect(after).toHaveLength(before.length + 1);
  expect(after.at(-1)).toContain(LI.maskedName);
  expect(after.at(-1)).not.toContain(WANG.maskedName);
});

test('new paper in time: 补打 is offered and the second slip says that it is one', async ({ world }) => {
  const { glass, bench } = world;
  const wang = new Resident(world, WANG);
  await printOntoTheEndOfThePaper(world, wang);
  await world.pull('printer-paper-load');
  await expect(glass.control('print-slip')).toHaveText('补打凭条');
  await wang.printSlip('A');
  const slip = bench.slips().at(-1);
  expect(slip).toContain('【补打】第 1 次');
  expect(slip).toContain(WANG.maskedName);
  await wang.leave();
});

test('power cut in the middle of a slip: declared void at the next start, and 补打 is marked as such', async ({
  world,
}) => {
  const { bench } = world;
  const resident = new Resident(world);
  await resident.payMedical();
  const { bookingKey } = await onlyBooking(world);
  const before = bench.slips().length;
  const begun = new Promise<void>((resolve) => bench.printer.onPaper(() => resolve()));
  await world.glass.press('print-slip');
  await begun;
  await world.kill();
  await resident.takeCard();

  await world.start();
  const voided = bench.slips();
  expect(voided.at(-1)).toContain('以上作废');
  await resident.insertCard();
  await world.glass.shows('home');
  await world.glass.press('reprint', bookingKey);
  await world.glass.says('print-evidence', 'A');
  expect(bench.slips()).toHaveLength(voided.length + 1);
  expect(bench.slips().at(-1)).toContain('【补打】第 1 次');
  expect(voided.slice(before).join()).not.toContain('【补打】');
  await resident.leave();
});

/** Paid, printing, and then the paper ends: the glass admits it, offers the electronic receipt and stands by the payment. */
async function printOntoTheEndOfThePaper(world: World, resident: Resident): Promise<void> {
  const { glass, bench } = world;
  await resident.payMedical();
  const { voucherNo } = await onlyBooking(world);
  await world.pull('printer-paper-out', { afterMm: 40 });
  await glass.press('print-slip');
  await expect(glass.words()).toContainText('打印纸用完了');
  await glass.shows('receipt');
  await expect(glass.words()).toContainText('您付的钱不受影响');
  expect(await glass.text('voucher-no')).toBe(voucherNo);
  await expect(glass.control('e-receipt')).toBeEnabled();
  expect(bench.agency.inspect().bookings).toMatchObject([{ status: 'booked', voucherNo }]);
  expect(bench.wallet.inspect().refunds).toEqual([]);
}
