import { writeFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { withoutSpace } from './support/receipt-text.ts';
import { Resident, WANG } from './support/resident.ts';
import { test, type World } from './support/world.ts';

/** What is for people at the agency: cases that outlive the visit and the process, and slips for who has to go to a counter. */

for (const orientation of ['portrait', 'landscape'] as const) {
  test.describe(`${orientation} glass`, () => {
    test.use({ terminal: { orientation } });

    test('paid twice: said beside the bills, handed in, printed, and there again after kill -9', async ({
      world,
    }, info) => {
      const picture = async (name: string) =>
        writeFile(info.outputPath(`${name}.png`), await world.app.picture());
      const resident = new Resident(world);
      await world.pull('agency-paid-twice', { insuredId: WANG.insuredId });
      await resident.insertCard();
      await world.glass.shows('bills');
      await expect(world.glass.words()).toContainText('有一笔费用可能重复缴了');
      await picture('1-bills');
      await world.glass.press('register-case');
      await world.glass.shows('case');
      await expect(world.glass.field('case-no')).toHaveText(/^C\d+$/);
      const caseNo = await world.glass.text('case-no');
      await expect(world.glass.field('due-date')).toContainText('工作日');
      await picture('2-case');
      await world.glass.press('print-slip');
      await expect(world.glass.words()).toContainText('请到出票口取走');
      expect(newest(world)).toContain(`受理编号${caseNo}`);
      expect(newest(world)).not.toContain('补打');
      await world.kill();
      await resident.takeCard();

      await world.start();
      await resident.insertCard();
      await world.glass.shows('home');
      await world.glass.says('case-state', 'registered');
      await picture('3-home');
      await world.glass.press('register-case');
      await world.glass.shows('case');
      await expect(world.glass.field('case-no')).toHaveText(caseNo);
      await world.glass.press('print-slip');
      await expect(world.glass.words()).toContainText('请到出票口取走');
      expect(newest(world)).toContain('【补打】第1次');
      expect(newest(world)).toContain(`受理编号${caseNo}`);
      await picture('4-case-again');
      await resident.leave();
    });

    test('an answer that is lost, again and again, and a process that dies: one case, never called refused', async ({
      world,
    }, info) => {
      const picture = async (name: string) =>
        writeFile(info.outputPath(`${name}.png`), await world.app.picture());
      const resident = new Resident(world);
      await world.pull('agency-booking', { next: 'rejected', code: 'ALREADY_PAID' });
      const order = await refunded(world, resident);
      await world.pull('agency-fault', { op: 'case', phase: 'after-commit', kind: 'drop', count: 2 });
      await world.glass.press('register-case');
      await world.glass.shows('case');
      await expect(world.glass.words()).toContainText('还不知道登记好没有');
      await picture('1-unanswered');
      await world.kill();
      await resident.takeCard();

      await world.start();
      await resident.insertCard();
      await world.glass.shows('home');
      await picture('2-home');
      await world.glass.press('view-order', order);
      await world.glass.shows('outcome');
      await expect(world.glass.words()).toContainText('不会重复登记');
      await world.glass.press('register-case');
      await world.glass.shows('case');
      await expect(world.glass.field('case-no')).toHaveText(/^C\d+$/);
      await world.glass.press('back');
      await world.glass.shows('outcome');
      await expect(world.glass.field('case-no')).toBeVisible();
      await picture('3-outcome');
      await world.glass.press('back');
      await world.glass.shows('home');
      await world.glass.press('cancel');
      await world.glass.shows('farewell');
      await resident.takeCard();
      await world.glass.shows('attract');
    });

    test('a dead end: a slip for the counter, and the rest of one that the power cut is no next resident’s', async ({
      world,
    }, info) => {
      const { glass, bench } = world;
      for (const card of ['mute', 'bank', 'worn']) {
        await world.pull('card-insert', { card });
        await glass.says('error-code', /.+/);
        if (card !== 'worn') await world.pull('card-remove');
      }
      await glass.shows('trouble');
      await writeFile(info.outputPath('1-trouble.png'), await world.app.picture());
      await glass.press('print-slip');
      await expect(glass.words()).toContainText('办理单已送出');
      await writeFile(info.outputPath('2-printed.png'), await world.app.picture());
      expect(newest(world)).toContain('柜台办理单');
      expect(newest(world)).toContain('编号105');
      await glass.press('cancel');
      await glass.shows('farewell');
      await world.pull('card-remove');
      await glass.shows('attract');

      for (const card of ['mute', 'bank', 'worn']) {
        await world.pull('card-insert', { card });
        await glass.says('error-code', /.+/);
        if (card !== 'worn') await world.pull('card-remove');
      }
      await glass.shows('trouble');
      const begun = new Promise<void>((resolve) => bench.printer.onPaper(() => resolve()));
      await glass.press('print-slip');
      await begun;
      await world.kill();
      await world.pull('card-remove');
      await world.start();
      expect(bench.slips().at(-1)).toContain('以上作废');
      expect(bench.printer.holdsData).toBe(false);
    });
  });
}

/** Paid, rejected by the agency, given back: answers with the order's number. */
async function refunded({ glass, bench }: World, resident: Resident): Promise<string> {
  await resident.comeToPay();
  await resident.scanAndPay();
  await glass.shows('outcome');
  await glass.says('pay-status', 'refunded');
  const [trade] = bench.wallet.inspect().trades;
  if (trade === undefined) throw new Error('nothing was paid');
  return trade.outTradeNo;
}

function newest({ bench }: World): string {
  return withoutSpace(bench.slips().at(-1) ?? '');
}
