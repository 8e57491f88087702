import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import type { Clock } from '../../drivers/base/clock.ts';
import { Bench } from '../e2e/support/bench.ts';
import { describeBench, writeKioskFile } from '../e2e/support/kiosk-file.ts';
import { type CountedLine, openCountedLine, USUAL_SPEED } from './counted-line.ts';
import type { ElectronCommand } from './electron-process.ts';
import type { Row } from './row.ts';
import { summarise } from './statistics.ts';

/** What a resident waits for: from the card in the slot to the bills on the glass, on the real rig at 9600 baud. */

const VISITS = 7;
const PATIENCE_MS = 30_000;

export async function measureCardToBills(
  electron: ElectronCommand,
  root: string,
  clock: Clock,
): Promise<readonly Row[]> {
  const line = await openCountedLine(USUAL_SPEED);
  const bench = await Bench.open({ readerLine: line, scanner: false });
  const folder = await mkdtemp(join(tmpdir(), 'kiosk-bench-'));
  try {
    const config = await writeKioskFile(folder, bench, describeBench(bench));
    const app = await _electron.launch({
      executablePath: electron.executablePath,
      args: [...electron.args, root, '--config', config, '--user-data', join(folder, 'user-data')],
      env: electron.env,
      timeout: PATIENCE_MS,
    });
    try {
      const page = await app.firstWindow();
      page.setDefaultTimeout(PATIENCE_MS);
      return await visits(page, bench, line, clock);
    } finally {
      await app.close();
    }
  } finally {
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function visits(page: Page, bench: Bench, line: CountedLine, clock: Clock): Promise<readonly Row[]> {
  const took: number[] = [];
  const onLine: number[] = [];
  for (let visit = 0; visit < VISITS; visit++) {
    await page.waitForSelector('[data-screen="attract"] [data-field="printer-state"][data-value="ready"]');
    const [shownAt, insertedAt] = await Promise.all([
      page.evaluate(billsShownAt),
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
  // Messages to the page keep their order: when it answers this one, it is watching for the bills.
  await page.evaluate(() => document.readyState);
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

/** In the page: epoch milliseconds at the end of the frame in which the list of bills is drawn. */
function billsShownAt(): Promise<number> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('[data-screen="bills"] [data-action="select-line"]') === null) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
}
