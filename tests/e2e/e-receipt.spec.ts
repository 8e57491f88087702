import { expect } from '@playwright/test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { pdfText } from '../../main/receipt/testing/pdf-text.ts';
import { onlyBooking } from './support/books.ts';
import { Resident, WANG } from './support/resident.ts';
import { test, type World } from './support/world.ts';

test.use({ terminal: { phones: true } });

/** What a phone gets at an address: the words of a PDF, or null while there is none. */
async function fetched(url: string): Promise<string | null> {
  const answer = await fetch(url);
  if (answer.status !== 200) return null;
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  return pdfText(new Uint8Array(await answer.arrayBuffer())).join('\n');
}

/** What a camera in front of the glass reads. */
async function scanned({ glass }: World): Promise<string | undefined> {
  const picture = PNG.sync.read(await glass.field('claim-code').screenshot());
  return jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height)?.data;
}

async function claimUrl({ glass }: World): Promise<string> {
  return (await glass.field('claim-code').getAttribute('data-value')) ?? '';
}

test('a phone fetches the receipt from the agency, with the code on the glass', async ({ world }) => {
  const { glass, bench } = world;
  const resident = new Resident(world);
  await resident.payMedical();
  await glass.press('e-receipt');
  await glass.shows('receipt');
  await glass.says('claim-state', 'ready');
  await expect(glass.words()).toContainText('已可扫码取');
  const { voucherNo = '', bookingKey } = await onlyBooking(world);

  const url = await claimUrl(world);
  expect(await scanned(world)).toBe(url);
  const code = await glass.text('claim-text');
  expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(url).toBe(bench.agency.receiptUrl.replace('{claim}', code.replaceAll('-', '')));
  await glass.says('claim-until', /^\d{4}-\d\d-\d\d$/);
  const pdf = (await fetched(url)) ?? '';
  for (const words of ['已缴费成功', voucherNo, bookingKey, WANG.maskedName]) expect(pdf).toContain(words);
  expect(pdf).not.toContain(WANG.name);
  // One code on the glass, and it is no address of a person.
  await expect(glass.page.locator('.qr')).toHaveCount(1);
  expect(url).not.toContain(bookingKey);
  await resident.leave();
});

test('an agency that takes the receipt and does not say so, then one that is away: the code is the same and works later', async ({
  world,
}) => {
  const { glass } = world;
  const resident = new Resident(world);
  await resident.comeToPay();
  // Whatever happens to the money, no receipt gets through from here on.
  await world.pull('agency-fault', { op: 'put-receipt', phase: 'before', kind: 'drop', count: 1_000 });
  await resident.scanAndPay();
  await glass.shows('outcome');
  await glass.says('pay-status', 'booked');
  await glass.press('e-receipt');
  await glass.says('claim-state', 'sending');
  await expect(glass.words()).toContainText('稍后扫码也能取');
  const url = await claimUrl(world);
  expect(await fetched(url)).toBeNull();
  await world.kill();
  await resident.takeCard();

  await world.pull('agency-fault', { op: 'put-receipt', clear: true });
  await world.pull('agency-fault', { op: 'put-receipt', phase: 'after-commit', kind: 'drop' });
  await world.start();
  await expect(async () => expect(await fetched(url)).toContain('已缴费成功')).toPass();
  // Nobody has printed its slip, so it is offered to who comes back.
  const { bookingKey } = await onlyBooking(world);
  const again = world.glass;
  await resident.insertCard();
  await again.shows('home');
  await again.press('reprint', bookingKey);
  await again.says('print-evidence', 'A');
  await again.press('e-receipt');
  await again.says('claim-state', 'ready');
  expect(await claimUrl(world)).toBe(url);
  await resident.leave();
});

test('an agency that takes no receipts: no code is offered, the slip is there to be photographed', async ({
  world,
}) => {
  const { glass } = world;
  await world.pull('agency-receipts', { mood: 'no-desk' });
  const resident = new Resident(world);
  await resident.payMedical();
  await glass.press('e-receipt');
  await glass.says('claim-state', 'none');
  await expect(glass.field('claim-code')).toHaveCount(0);
  await expect(glass.words()).toContainText('本机暂不提供手机取凭证');
  await expect(glass.words()).toContainText('请用手机拍下凭证');
  await resident.leave();
});

test('the printer cannot print: the receipt for the phone comes first', async ({ world }) => {
  const { glass } = world;
  const resident = new Resident(world);
  await resident.comeToPay();
  await world.pull('printer-paper-out');
  await resident.scanAndPay();
  await glass.shows('outcome');
  await glass.says('pay-status', 'booked');
  await glass.says('printer-state', 'blocked:paper-out');
  await expect(glass.control('e-receipt')).toHaveClass(/button--main/);
  await glass.press('e-receipt');
  await glass.says('claim-state', 'ready');
  expect(await fetched(await claimUrl(world))).toContain('已缴费成功');
  await resident.leave();
});
