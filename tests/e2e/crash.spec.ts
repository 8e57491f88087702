import { expect } from '@playwright/test';
import { onlyBooking } from './support/books.ts';
import { Resident } from './support/resident.ts';
import { test } from './support/world.ts';

test('a page that dies on the pay screen comes back with the same code, and the payment goes on', async ({
  world,
}) => {
  const { app } = world;
  const resident = new Resident(world);
  const code = await resident.comeToPay();
  await app.killPage();
  await expect.poll(() => app.valueInWindow('pay-code')).toBe(code);
  await resident.scanAndPay();
  await expect.poll(() => app.valueInWindow('pay-status')).toBe('booked');
  expect(await onlyBooking(world)).toMatchObject({ status: 'booked' });
  expect(await world.logged('renderer-recovered')).toMatchObject([{ reason: 'killed', count: 1 }]);
  // The page that Playwright knew is gone for good, and with it the orderly way out.
  await world.kill();
});
