import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import iconv from 'iconv-lite';
import { type Answer, type Demo, test } from './support/demo.ts';
import { readReceipt } from './support/receipt-text.ts';
import { Resident, WANG } from './support/resident.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

test('a visit by levers: 演示 on every screen and every receipt, paper and state for outside programs', async ({
  demo,
}) => {
  const { glass } = demo;
  const resident = new Resident(demo);
  const band = async () => expect(glass.words()).toContainText('演示');
  await band();
  expect(await demo.state()).toMatchObject({ rig: 'demo', screen: { name: 'attract' }, orders: [] });
  for (const path of ['/paper/latest.png', '/paper/latest.bin']) {
    expect(problem(await demo.call('GET', path))).toEqual([404, 'NO_PAPER']);
  }

  await resident.insertCard();
  await glass.shows('bills');
  await band();
  await resident.chooseMedical();
  await band();
  const code = await resident.askForCode();
  await band();
  expect(await demo.state()).toMatchObject({ screen: { name: 'pay', code } });
  await resident.scanAndPay();
  await glass.shows('outcome');
  await glass.says('pay-status', 'booked');
  await band();
  await resident.printSlip('A');
  await band();

  const { orders } = await demo.state();
  const voucherNo = await glass.text('voucher-no');
  expect(orders).toMatchObject([{ status: 'booked', voucherNo }]);
  const png = await demo.call('GET', '/paper/latest.png');
  expect([png.status, png.type, png.body.subarray(0, 4)]).toEqual([200, 'image/png', PNG]);
  const { status, body } = await demo.call('GET', '/paper/latest.bin');
  expect(status).toBe(200);
  const slip = iconv.decode(body, 'gb18030');
  for (const words of ['演示', WANG.maskedName, `${voucherNo}`]) expect(slip).toContain(words);
  const [pdf = ''] = await readdir(join(demo.userData, 'demo/receipts'));
  expect(readReceipt(join(demo.userData, 'demo/receipts', pdf))).toContain('演示');

  await glass.press('finish');
  await glass.shows('farewell');
  await band();
  await resident.takeCard();
  await glass.shows('attract');
});

test('the control interface says what is wrong with a call', async ({ demo }) => {
  const post = (path: string, body: string) => demo.call('POST', path, { body });
  const wrong = [
    [await post('/levers/no-such-lever', '{}'), 404, 'UNKNOWN_LEVER'],
    [await post('/levers/card-insert', '{}'), 400, 'BAD_ARGUMENT'],
    [await post('/levers/card-insert', '{"card":"nobody"}'), 400, 'BAD_ARGUMENT'],
    [await post('/levers/card-insert', '{"card":"v2-wang","hard":true}'), 400, 'BAD_ARGUMENT'],
    [await post('/levers/card-insert', '[]'), 400, 'BAD_ARGUMENT'],
    [await post('/levers/card-insert', '{'), 400, 'BAD_JSON'],
    [await post('/levers/card-remove', ''), 409, 'NOT_NOW'],
    [await post('/clock/advance', '{"seconds":-1}'), 400, 'BAD_ARGUMENT'],
    [await post('/clock/advance', '{"minutes":1}'), 400, 'BAD_ARGUMENT'],
    [await post('/clock/advance', 'soon'), 400, 'BAD_JSON'],
    [await post('/state', '{}'), 404, 'NOT_FOUND'],
    [await demo.call('GET', '/nothing'), 404, 'NOT_FOUND'],
    [
      await demo.call('GET', '/state', { headers: { origin: 'https://a.example' } }),
      403,
      'LOCAL_PROGRAMS_ONLY',
    ],
  ] as const;
  for (const [answer, status, code] of wrong) expect(problem(answer)).toEqual([status, code]);
  await demo.glass.shows('attract');
});

test('silence: a warning, more time for who asks, and the end for who does not', async ({ demo }) => {
  const { glass } = demo;
  const resident = new Resident(demo);
  const warning = glass.page.getByRole('alertdialog');
  await resident.insertCard();
  await glass.shows('bills');
  await demo.advance(120);
  await expect(warning).toContainText('您还在吗');
  await expect(glass.control('more-time')).toHaveText('我还要时间');
  await glass.press('more-time');
  await expect(warning).toBeHidden();
  await glass.shows('bills');

  await demo.advance(120);
  await expect(warning).toBeVisible();
  await demo.advance(30);
  await glass.shows('farewell');
  await expect(glass.words()).not.toContainText(WANG.maskedName);
  await resident.takeCard();
  await glass.shows('attract');
});

test('the technician’s panel: opened by key or corner, every lever in it, and they work', async ({
  demo,
}) => {
  const { glass } = demo;
  let panel = await opened(demo, () => glass.page.keyboard.press('F12'));
  const closed = panel.waitForEvent('close');
  // The window may be gone before Playwright has heard that its click arrived.
  await Promise.all([
    closed,
    panel
      .locator('[data-action="close-panel"]')
      .click()
      .catch(() => undefined),
  ]);
  expect(demo.app.electron.windows()).toHaveLength(1);

  panel = await opened(demo, async () => {
    for (let tap = 0; tap < 5; tap += 1) await glass.page.mouse.click(20, 20);
  });
  await expect(panel.locator('[data-screen="operator"]')).toContainText('演示');
  const keys = panel.locator('[data-action="apply-lever"]');
  const ids = await demo.leverIds();
  await expect(keys).toHaveCount(ids.length);
  const shown = await keys.evaluateAll((all) => all.map((key) => key.getAttribute('data-id')));
  expect(shown.sort()).toEqual([...ids].sort());

  const lever = (id: string) => panel.locator(`form[data-id="${id}"]`);
  await lever('card-insert').locator('select[name="card"]').selectOption(WANG.card);
  await lever('card-insert').getByRole('button').click();
  await glass.shows('bills');
  await expect(panel.locator('[data-field="resident-screen"]')).toHaveAttribute('data-value', 'bills');
  // The same again is refused, and the panel says why.
  await lever('card-insert').getByRole('button').click();
  await expect(panel.getByRole('status')).toHaveAttribute('data-ok', 'false');

  const resident = new Resident(demo);
  await resident.chooseMedical();
  await resident.askForCode();
  await lever('wallet-scan-pay').getByRole('button').click();
  await glass.shows('outcome');
  await glass.says('pay-status', 'booked');
  await resident.printSlip('A');
  await expect(panel.locator('[data-field="paper"]')).toBeVisible();
  await expect(panel.locator('tbody [data-field="pay-status"]')).toHaveAttribute('data-value', 'booked');
});

/** The panel's window, opened by what somebody does on the glass. */
async function opened({ app }: Demo, act: () => Promise<void>) {
  const [panel] = await Promise.all([app.electron.waitForEvent('window'), act()]);
  await panel.locator('[data-screen="operator"]').waitFor();
  return panel;
}

/** Status and code of an answer that is a problem with words. */
function problem({ status, body }: Answer): readonly [number, string] {
  const { code, message } = JSON.parse(body.toString('utf8')) as { code: string; message: string };
  expect(message).not.toBe('');
  return [status, code];
}
