import { expect } from '@playwright/test';
import { onlyBooking } from './support/books.ts';
import { Resident } from './support/resident.ts';
import { test } from './support/world.ts';

test('a page that dies on the pay screen comes back with the same code', async ({ world }) => {
  const resident = new Resident(world);
  const code = await resident.comeToPay();
  await world.app.killPage();
  expect(await world.glass.text('pay-code')).toBe(code);
  await resident.scanAndPay();
  await world.glass.says('pay-status', 'booked');
  expect(await onlyBooking(world)).toMatchObject({ status: 'booked' });
});
