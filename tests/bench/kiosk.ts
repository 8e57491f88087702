import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import type { Bench } from '../e2e/support/bench.ts';
import { describeBench, type KioskFile, writeKioskFile } from '../e2e/support/kiosk-file.ts';
import type { ElectronCommand } from './electron-process.ts';

/** Where and how the app is started. */
export interface Kiosk {
  readonly electron: ElectronCommand;
  readonly root: string;
}

const PATIENCE_MS = 30_000;

/** Runs the real rig in front of a bench for as long as `use` takes; leaves nothing behind but the bench. */
export async function withKiosk<Result>(
  { electron, root }: Kiosk,
  bench: Bench,
  use: (page: Page) => Promise<Result>,
  file: KioskFile = describeBench(bench),
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'kiosk-bench-'));
  try {
    const config = await writeKioskFile(folder, bench, file);
    const app = await _electron.launch({
      executablePath: electron.executablePath,
      args: [...electron.args, root, '--config', config, '--user-data', join(folder, 'user-data')],
      env: electron.env,
      timeout: PATIENCE_MS,
    });
    try {
      const page = await app.firstWindow();
      page.setDefaultTimeout(PATIENCE_MS);
      return await use(page);
    } finally {
      await app.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In the page: epoch milliseconds at the end of the frame in which something that matches the selector is drawn. */
export function drawnAt(selector: string): Promise<number> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (document.querySelector(selector) === null) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
    });
    observer.observe(document.body, { childList: true, subtree: true, attributes: true });
  });
}

/** Messages to the page keep their order: when it answers this one, it is watching for what it was asked to before. */
export async function isWatching(page: Page): Promise<void> {
  await page.evaluate(() => document.readyState);
}
