import { expect } from '@playwright/test';
import { Resident, WANG } from './support/resident.ts';
import { test } from './support/world.ts';

/** As a phone shows it to be charged. */
const PAYMENT_CODE = '134650000000000017';

test('codes that are no electronic card are answered and sent to nobody; one that is spent is to be refreshed', async ({
  world,
}) => {
  const { glass, bench } = world;
  const scan = async (text: string) => {
    bench.tokens.push(text);
    await world.pull('scanner-scan', { text });
  };
  await scan(PAYMENT_CODE);
  await glass.shows('identify');
  await glass.says('error-code', 'PAYMENT_CODE');
  await expect(glass.words()).toContainText('这是付款码');
  await expect(glass.words()).toContainText('没有扣钱');
  await scan('https://example.com/poster');
  await glass.says('error-code', 'FOREIGN_CODE');
  await scan('SPENT-LONG-AGO-0001');
  await glass.says('error-code', 'CODE_EXPIRED');
  await expect(glass.words()).toContainText('刷新二维码');

  const resident = new Resident(world);
  await bench.showEcode(WANG.insuredId);
  await glass.shows('bills');
  await resident.chooseMedical();
  const code = await resident.askForCode();
  await scan('134650000000000025');
  await expect(glass.page.getByRole('alert')).toContainText('请用手机扫屏幕上的码');
  await glass.says('pay-code', code);
  await resident.scanAndPay();
  await glass.shows('outcome');
  await glass.says('pay-status', 'booked');
  const lookups = (await world.logged('call-ended')).filter(({ op }) => op === 'lookup');
  expect(lookups.map(({ outcome }) => outcome)).toEqual(['refused', 'ok']);
});

test('a terminal without a reader asks for the electronic card only, and closes by name with its scanner', async ({
  stage,
}) => {
  await stage.configure(({ cardReader: _none, ...rest }) => rest);
  await stage.start();
  const { glass, bench } = stage;
  await expect(glass.words()).toContainText('扫码就能缴');
  await expect(glass.words()).not.toContainText('插社保卡');
  await stage.pull('scanner-unplug');
  await glass.shows('out-of-service');
  await expect(glass.words()).toContainText('扫码窗口暂时不好用');
  await stage.pull('scanner-replug');
  await glass.shows('attract');
  await glass.press('start');
  await glass.shows('identify');
  await expect(glass.words()).toContainText('请扫电子社保卡');
  await expect(glass.control('insert-instead')).toHaveCount(0);
  await bench.showEcode(WANG.insuredId);
  await glass.shows('bills');
});

test('a reader that goes leaves the electronic card, and comes back on every screen', async ({ world }) => {
  const { glass } = world;
  await world.pull('card-reader-unplug');
  await expect(glass.words()).toContainText('插卡口暂时不好用，请扫电子社保卡');
  await glass.press('start');
  await glass.shows('identify');
  await expect(glass.words()).toContainText('请扫电子社保卡');
  await world.pull('card-reader-replug');
  await glass.press('insert-instead');
  await expect(glass.words()).toContainText('请插入社保卡');
  await world.pull('card-reader-unplug');
  await glass.says('error-code', 'READER_TROUBLE');
  await expect(glass.control('insert-instead')).toHaveCount(0);
  await world.pull('card-reader-replug');
  await expect(glass.field('error-code')).toHaveCount(0);
  await new Resident(world).insertCard();
  await glass.shows('bills');
});
