import { expect } from '@playwright/test';
import { test as demoTest } from './support/demo.ts';
import { withoutSpace } from './support/receipt-text.ts';
import { Resident } from './support/resident.ts';
import { test } from './support/world.ts';

/** Ways of the money that a resident chooses: another wallet in the middle, no payment at all, a case for the agency. */

demoTest(
  'from WeChat to Alipay on the pay screen: one code at a time, one payment, booked',
  async ({ demo }) => {
    const { glass } = demo;
    const resident = new Resident(demo);
    const first = await resident.comeToPay();
    await glass.press('choose-channel', 'alipay');
    await expect.poll(async () => (await demo.state()).orders.length).toBe(2);
    await glass.shows('pay');
    await expect(glass.field('pay-code')).toBeVisible();
    await expect(glass.field('pay-code')).not.toHaveAttribute('data-value', first);
    await demo.pull('alipay-scan-pay');
    await glass.shows('outcome');
    await glass.says('pay-status', 'booked');
    const { orders } = await demo.state();
    expect(orders.map(({ status }) => status).sort()).toEqual(['booked', 'closed']);
  },
);

demoTest(
  'an Alipay code that nobody scanned is void at once, and its bill can be paid again',
  async ({ demo }) => {
    const { glass } = demo;
    const resident = new Resident(demo);
    await resident.insertCard();
    await glass.shows('bills');
    await resident.chooseMedical();
    await glass.press('choose-channel', 'alipay');
    await resident.askForCode();
    await glass.press('cancel');
    await glass.shows('farewell');
    await expect(glass.words()).toContainText('刚才的码已作废，请不要再扫');
    await resident.takeCard();
    await glass.shows('attract');
    await resident.payMedical();
  },
);

test('paid elsewhere before: the money goes back, and the case has a number and a slip', async ({
  world,
}) => {
  const { glass, bench } = world;
  const resident = new Resident(world);
  await world.pull('agency-booking', { next: 'rejected', code: 'ALREADY_PAID' });
  await resident.comeToPay();
  await resident.scanAndPay();
  await glass.shows('outcome');
  await glass.says('pay-status', 'refunded');
  await glass.press('register-case');
  await glass.shows('case');
  await expect(glass.field('case-no')).toHaveText(/^C\d+$/);
  const caseNo = (await glass.field('case-no').textContent()) ?? '';
  await glass.press('print-slip');
  await expect(glass.words()).toContainText('请到出票口取走');
  expect(withoutSpace(bench.slips().at(-1) ?? '')).toContain(`受理编号${caseNo}`);
  await resident.leave();
});
