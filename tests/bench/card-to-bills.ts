import type { Page } from '@playwright/test';
import type { Clock } from '../../drivers/base/clock.ts';
import { Bench } from '../e2e/support/bench.ts';
import { type CountedLine, openCountedLine, USUAL_SPEED } from './counted-line.ts';
import { drawnAt, isWatching, type Kiosk, withKiosk } from './kiosk.ts';
import type { Row } from './row.ts';
import { summarise } from './statistics.ts';

/** What a resident waits for: from the card in the slot to the bills on the glass, on the real rig at 9600 baud. */

const VISITS = 7;
const BILLS = '[data-screen="bills"] [data-action="select-line"]';

export async function measureCardToBills(kiosk: Kiosk, clock: Clock): Promise<readonly Row[]> {
  const line = await openCountedLine(USUAL_SPEED);
  const bench = await Bench.open({ readerLine: line, scanner: false });
  try {
    return await withKiosk(kiosk, bench, (page) => visits(page, bench, line, clock));
  } finally {
    await bench.close();
  }
}

async function visits(page: Page, bench: Bench, line: CountedLine, clock: Clock): Promise<readonly Row[]> {
  const took: number[] = [];
  const onLine: number[] = [];
  for (let visit = 0; visit < VISITS; visit++) {
    await page.waitForSelector('[data-screen="attract"] [data-field="printer-state"][data-value="ready"]');
    const [shownAt, insertedAt] = await Promise.all([
      page.evaluate(drawnAt, BILLS),
      insertCard(page, bench, line, clock),
    ]);
    took.push(shownAt - insertedAt);
    onLine.push(line.lineMs());
    await leave(page, bench);
  }
  return [
    {
      what: 'card in → bills on the glass',
      unit: 'ms',
      result: summarise(took),
      comparedWith: { what: 'line time of the bytes', result: summarise(onLine) },
    },
  ];
}

/** @returns when, in epoch milliseconds */
async function insertCard(page: Page, bench: Bench, line: CountedLine, clock: Clock): Promise<number> {
  await isWatching(page);
  line.reset();
  const insertedAt = clock.now();
  await bench.pull('card-insert', { card: 'v2-wang' });
  return insertedAt;
}

/** Leaves, takes the card, and the next resident finds a fresh page. */
async function leave(page: Page, bench: Bench): Promise<void> {
  await page.click('[data-screen="bills"] [data-action="cancel"]');
  await page.waitForSelector('[data-screen="farewell"]');
  await Promise.all([page.waitForEvent('domcontentloaded'), bench.pull('card-remove')]);
}
