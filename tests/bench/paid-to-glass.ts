import type { Page } from '@playwright/test';
import type { Clock } from '../../drivers/base/clock.ts';
import { Bench } from '../e2e/support/bench.ts';
import { Glass } from '../e2e/support/glass.ts';
import { describeBench } from '../e2e/support/kiosk-file.ts';
import { Resident } from '../e2e/support/resident.ts';
import { drawnAt, isWatching, type Kiosk, withKiosk } from './kiosk.ts';
import type { Row } from './row.ts';
import { type StampedWallet, standBefore } from './stamped-wallet.ts';
import { single, summarise } from './statistics.ts';

/**
 * What a resident who has paid waits for beyond the poll: from the question that the wallet answers with "paid" to 已缴
 * on the glass, with the journal's commit, the signature check and the snapshot between them.
 */

const PAYMENTS = 11;
const TARGET_MS = 150;

export async function measurePaidToGlass(kiosk: Kiosk, clock: Clock): Promise<readonly Row[]> {
  const bench = await Bench.open({ scanner: false });
  const wallet = await standBefore(bench.wallet.baseUrl, clock);
  try {
    const file = describeBench(bench);
    const payment = { wechat: { ...file.payment.wechat, baseUrl: wallet.baseUrl } };
    const took = await withKiosk(kiosk, bench, (page) => payments(page, bench, wallet), { ...file, payment });
    const result = summarise(took);
    return [
      { what: 'paid → on the glass, without the wait for the poll', unit: 'ms', result },
      {
        what: `the same, the slowest of ${PAYMENTS}`,
        unit: 'ms',
        result: single(result.max),
        target: { of: 'result', max: TARGET_MS },
      },
    ];
  } finally {
    await wallet.close();
    await bench.close();
  }
}

async function payments(page: Page, bench: Bench, wallet: StampedWallet): Promise<readonly number[]> {
  const glass = new Glass(page);
  const resident = new Resident({ glass, pull: (lever, args) => bench.pull(lever, args) });
  const took: number[] = [];
  for (let paid = 0; paid < PAYMENTS; paid++) {
    await page.waitForSelector('[data-screen="attract"] [data-field="printer-state"][data-value="ready"]');
    await resident.comeToPay();
    wallet.reset();
    const shown = page.evaluate(drawnAt, '[data-screen="outcome"] [data-field="amount"]');
    await isWatching(page);
    await resident.scanAndPay();
    const shownAt = await shown;
    const askedAt = wallet.paidAskedAt();
    if (askedAt === null) throw new Error('the glass says paid and the wallet was not asked');
    took.push(shownAt - askedAt);
    await glass.says('pay-status', 'booked');
    await resident.printSlip('A');
    await resident.leave();
    // The same bill is due again for the next one.
    await bench.pull('agency-forget-bookings');
  }
  return took;
}
