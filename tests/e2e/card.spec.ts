import { expect } from '@playwright/test';
import { onlyBooking } from './support/books.ts';
import { LI, Resident, WANG } from './support/resident.ts';
import { test } from './support/world.ts';

test('a card pulled before payment ends the visit, and nothing was ordered', async ({ world }) => {
  const { glass, bench } = world;
  const resident = new Resident(world);
  await resident.insertCard();
  await glass.shows('bills');
  await resident.chooseMedical();
  await resident.takeCard();
  await glass.shows('trouble');
  await glass.says('error-code', 'CARD_TAKEN');
  await expect(glass.words()).toContainText('没有扣钱');
  await expect(glass.words()).not.toContainText(WANG.maskedName);
  await glass.press('cancel');
  await glass.shows('attract');
  expect(bench.wallet.inspect().trades).toEqual([]);
});

test('a card pulled after the code is shown changes nothing', async ({ world }) => {
  const { glass } = world;
  const resident = new Resident(world);
  const code = await resident.comeToPay();
  await resident.takeCard();
  await expect
    .poll(() => world.logged('visit-stayed'))
    .toContainEqual(expect.objectContaining({ event: 'card-removed' }));
  await glass.shows('pay');
  await glass.says('pay-code', code);
  await resident.scanAndPay();
  await glass.shows('outcome');
  await glass.says('pay-status', 'booked');
  expect(await onlyBooking(world)).toMatchObject({ status: 'booked' });
  await glass.press('finish');
  await glass.shows('farewell');
  await glass.press('finish');
  await glass.shows('attract');
});

test('a card pulled in the middle of reading may be inserted again', async ({ world }) => {
  const { glass } = world;
  const resident = new Resident(world);
  await world.pull('card-pull-after', { apdus: 3 });
  await resident.insertCard();
  await glass.shows('identify');
  await glass.says('error-code', 'CARD_PULLED');
  await resident.insertCard();
  await glass.shows('bills');
  expect(await glass.text('insured-name')).toBe(WANG.maskedName);
});

test('two residents in a row see only their own', async ({ world }) => {
  const { glass } = world;
  for (const [holder, other] of [
    [WANG, LI],
    [LI, WANG],
  ] as const) {
    const resident = new Resident(world, holder);
    await resident.insertCard();
    await glass.shows('bills');
    expect(await glass.text('insured-name')).toBe(holder.maskedName);
    await expect(glass.words()).not.toContainText(other.maskedName);
    await glass.press('cancel');
    await glass.shows('farewell');
    await resident.takeCard();
    await glass.shows('attract');
  }
});

test.describe('without a scanner', () => {
  test.use({ terminal: { scanner: false } });

  // How long it may take is held in reader.test.ts, on a clock; here it is measured and told.
  test('a reader that was unplugged takes a card again', async ({ world }, info) => {
    const { glass } = world;
    const resident = new Resident(world);
    await world.pull('card-reader-unplug');
    await glass.shows('out-of-service');
    await glass.says('error-code', 'NO_IDENTIFICATION');
    await resident.insertCard();
    const plugged = performance.now();
    await world.pull('card-reader-replug');
    await glass.screen('bills').waitFor();
    const ms = Math.round(performance.now() - plugged);
    info.annotations.push({ type: 'measured', description: `replug to bills: ${ms} ms` });
    console.log(`reader plugged in again, card inside, to bills on the glass: ${ms} ms`);
  });
});
