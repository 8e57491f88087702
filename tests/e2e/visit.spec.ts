import { writeFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { onlyBooking } from './support/books.ts';
import { withoutSpace } from './support/receipt-text.ts';
import { PREMIUM_FEN, Resident, WANG } from './support/resident.ts';
import { test, type World } from './support/world.ts';

for (const [orientation, size] of [
  ['portrait', [1080, 1920]],
  ['landscape', [1920, 1080]],
] as const) {
  test.describe(`${orientation} glass, printer with GS ( H over TCP`, () => {
    test.use({ terminal: { orientation } });

    test('card to slip: glass, paper and PDF say what is booked, and nothing of the resident stays', async ({
      world,
    }, info) => {
      const { glass } = world;
      const picture = async (name: string) =>
        writeFile(info.outputPath(`${name}.png`), await world.app.picture());
      const resident = new Resident(world);
      expect(await glass.page.evaluate(() => [innerWidth, innerHeight])).toEqual(size);
      await picture('1-attract');
      await resident.insertCard();
      await glass.shows('bills');
      expect(await glass.text('insured-name')).toBe(WANG.maskedName);
      expect(await glass.text('id-number')).toBe(WANG.maskedIdNumber);
      await picture('2-bills');
      await resident.chooseMedical();
      await glass.says('total', String(PREMIUM_FEN));
      await glass.says('printer-state', 'ready');
      await picture('3-review');
      await resident.askForCode();
      await picture('4-pay');
      await resident.scanAndPay();
      // Nobody touches anything: the screen finds out by itself.
      await glass.shows('outcome');
      await glass.says('pay-status', 'booked');
      await glass.says('amount', String(PREMIUM_FEN));
      expect(await glass.text('voucher-no')).toBe((await onlyBooking(world)).voucherNo);
      await picture('5-outcome');
      await resident.printSlip('A');
      await expectSlip(world);
      await picture('6-receipt');
      await glass.press('finish');
      await glass.shows('farewell');
      await picture('7-farewell');
      await glass.page.evaluate(() => Reflect.set(window, 'lastResident', 'was here'));
      await resident.takeCard();
      await glass.shows('attract');
      await expectNobody(world);
    });
  });
}

test.describe('printer without GS ( H', () => {
  test.use({ terminal: { processId: false } });

  test('is believed when GS r answers', async ({ world }) => {
    const resident = new Resident(world);
    await resident.payMedical();
    await resident.printSlip('B');
    await expectSlip(world);
    await resident.leave();
  });
});

test.describe('printer on a serial line', () => {
  test.use({ terminal: { printer: 'serial' } });

  test('prints the same', async ({ world }) => {
    const resident = new Resident(world);
    await resident.payMedical();
    await resident.printSlip('A');
    await expectSlip(world);
    await resident.leave();
  });
});

test('an electronic card under the scanner stands for the plastic one', async ({ world }) => {
  const { glass } = world;
  const resident = new Resident(world);
  await world.bench.showEcode(WANG.insuredId);
  await glass.shows('bills');
  expect(await glass.text('insured-name')).toBe(WANG.maskedName);
  await resident.chooseMedical();
  await resident.askForCode();
  await resident.scanAndPay();
  await glass.shows('outcome');
  await glass.says('pay-status', 'booked');
  await resident.printSlip('A');
  await expectSlip(world);
  await glass.press('finish');
  await glass.shows('farewell');
  await glass.press('finish');
  await glass.shows('attract');
});

/** The newest strip and the PDF: the facts of the agency's one booking, each behind its label. */
async function expectSlip(world: World): Promise<void> {
  const booked = await onlyBooking(world);
  expect(booked).toMatchObject({ status: 'booked', amountFen: PREMIUM_FEN });
  const facts = [
    '已缴费成功',
    `参保人${WANG.maskedName}`,
    `证件号码${WANG.maskedIdNumber}`,
    `费款所属期${new Date().getFullYear()}年`,
    '合计金额￥380.00',
    '大写叁佰捌拾元整',
    `凭证号${booked.voucherNo}`,
    '支付方式微信支付',
    `支付时间${booked.paidAt.slice(0, 19).replace('T', '')}`,
    `订单号${booked.bookingKey}`,
    `交易单号${booked.channelTransactionId}`,
  ];
  const slip = withoutSpace(world.bench.slips().at(-1) ?? '');
  const receipt = withoutSpace(await world.receipt(booked.bookingKey));
  for (const fact of facts) {
    expect(slip).toContain(fact);
    expect(receipt).toContain(fact);
  }
  expect(slip).not.toContain('补打】');
  expect(slip).not.toContain('演示');
  expect(world.bench.printer.violations).toEqual([]);
}

/** The page after the visit: a new one, in which the last resident never was. */
async function expectNobody({ glass, bench }: World): Promise<void> {
  const isOldPage = () => glass.page.evaluate(() => 'lastResident' in window);
  await expect(async () => expect(await isOldPage()).toBe(false)).toPass();
  await glass.shows('attract');
  const page = await glass.page.content();
  const traces = [
    WANG.name,
    WANG.maskedName,
    WANG.idNumber,
    WANG.maskedIdNumber,
    WANG.insuredId,
    'weixin://',
  ];
  for (const trace of traces) expect(page).not.toContain(trace);
  expect(bench.printer.holdsData).toBe(false);
}
