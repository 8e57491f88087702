import { expect } from '@playwright/test';
import { WANG } from './support/resident.ts';
import { test } from './support/world.ts';

test.use({ terminal: { scanner: false } });

test.beforeEach(async ({ stage }) => {
  await stage.configure((right) => ({ ...right, codeScanner: { protocol: 'wedge' } }));
  await stage.start();
});

test('an electronic card comes through a scanner that types, and its ENTER presses nothing', async ({
  stage,
}) => {
  const { glass, bench, app } = stage;
  await glass.press('start');
  await glass.shows('identify');
  // Whatever button has the focus, the ENTER at the end of a code is not for it.
  await glass.control('cancel').focus();
  await app.typeAsScanner(bench.openEcode(WANG.insuredId));
  await glass.shows('bills');
  expect(await glass.text('insured-name')).toBe(WANG.maskedName);
  expect(await stage.logged('visit-stayed')).not.toContainEqual(expect.objectContaining({ event: 'cancel' }));
  expect(await stage.logged('visit-moved')).not.toContainEqual(expect.objectContaining({ event: 'cancel' }));
});

test('keys of an assistive switch still press buttons', async ({ stage }) => {
  const { glass } = stage;
  await glass.press('start');
  await glass.shows('identify');
  await glass.control('cancel').focus();
  await glass.page.keyboard.press('Enter');
  await glass.shows('attract');
});
