import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { secondsToNoon } from '../noon.ts';
import { test } from './support/demo.ts';
import { PREMIUM_FEN, Resident } from './support/resident.ts';

/** The technician's page about money, on the demo rig: a day that was paid on, two days later. */
test('a day is reconciled on demand, shown, and written out without a name in it', async ({ demo }) => {
  await demo.advance(secondsToNoon(Date.now()));
  const resident = new Resident(demo);
  await resident.payMedical();
  await resident.leave();
  await demo.advance(2 * 86_400);
  const [panel] = await Promise.all([
    demo.app.electron.waitForEvent('window'),
    demo.glass.page.keyboard.press('F12'),
  ]);
  const press = (action: string, id?: string) =>
    panel.locator(`[data-action="${action}"]${id === undefined ? '' : `[data-id="${id}"]`}`).click();
  const says = (field: string, value: string) =>
    expect(panel.locator(`[data-id="wechat"] [data-field="${field}"]`)).toHaveAttribute('data-value', value);

  await press('show-page', 'money');
  await press('previous-day');
  await press('reconcile-day');
  await says('day-standing', 'final');
  for (const field of ['day-billed', 'day-paid', 'day-booked']) await says(field, String(PREMIUM_FEN));
  for (const field of ['mismatches', 'open-orders']) {
    await expect(panel.locator(`[data-field="${field}"]`)).toHaveAttribute('data-value', '0');
  }

  await press('print-day');
  for (const [field, value] of [
    ['day-slip', 'printed'],
    ['print-evidence', 'A'],
  ] as const) {
    await expect(panel.locator(`[data-field="${field}"]`)).toHaveAttribute('data-value', value);
  }
  // Residents are let in again once the paper is out.
  await demo.glass.shows('attract');

  await press('export-day');
  const [pdf = '', csv = ''] = String(
    await panel.locator('[data-field="exported"] code').textContent(),
  ).split('，');
  expect((await readFile(pdf)).subarray(0, 5).toString()).toBe('%PDF-');
  expect(await readFile(csv, 'utf8')).toMatch(
    /^\uFEFF日期,.*\r\n[\d-]+,合计,微信支付,,钱包账单,1,380\.00,final,/,
  );
});
