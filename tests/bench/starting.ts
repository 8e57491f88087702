import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Clock } from '../../drivers/base/clock.ts';
import { type ElectronCommand, ElectronProcess } from './electron-process.ts';
import type { Row } from './row.ts';
import { single, summarise } from './statistics.ts';

/** Cold start, memory and idle processor time of the app on the demo rig, against a bare window. */

export interface StartOptions {
  readonly electron: ElectronCommand;
  /** The checkout: the app as it is built in its dist/. */
  readonly root: string;
  readonly clock: Clock;
  say(line: string): void;
}

/** Starts of each, taken in turns: what else the machine does then hits both alike. */
const TURNS = 9;
const IDLE_MS = 30_000;

interface Start {
  readonly paintMs: number;
  readonly pssMb: number;
}

interface Subject {
  /** Directory and flags. */
  readonly app: readonly string[];
  readonly screen: string;
}

export async function measureStarting({ electron, root, clock, say }: StartOptions): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kiosk-bench-'));
  try {
    const app = { app: [root, '--user-data', join(folder, 'app')], screen: 'attract' };
    const { paintMs: firstMs, size } = await firstStart(electron, app, clock);
    const bare = {
      app: [join(root, 'tests/bench/bare'), `--user-data-dir=${join(folder, 'bare')}`, '--size', size],
      screen: 'bare',
    };
    // Chromium's caches are made at a first start; the second is what a terminal does every morning.
    await oneStart(electron, bare, clock);
    const bares: Start[] = [];
    const apps: Start[] = [];
    for (let turn = 1; turn <= TURNS; turn++) {
      bares.push(await oneStart(electron, bare, clock));
      apps.push(await oneStart(electron, app, clock));
      say(
        `start ${turn} of ${TURNS}: bare ${bares.at(-1)?.paintMs.toFixed(0)} ms, app ${apps.at(-1)?.paintMs.toFixed(0)} ms`,
      );
    }
    say(`idle for ${IDLE_MS / 1000} s`);
    const idle = await idleShare(electron, app, clock);
    return rowsOf(firstMs, bares, apps, idle);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rowsOf(
  firstMs: number,
  bares: readonly Start[],
  apps: readonly Start[],
  idle: number,
): readonly Row[] {
  const paint = (starts: readonly Start[]) => summarise(starts.map(({ paintMs }) => paintMs));
  const memory = (starts: readonly Start[]) => summarise(starts.map(({ pssMb }) => pssMb));
  const bareWindow = { what: 'bare window', result: paint(bares) };
  return [
    {
      what: 'cold start to a touchable attract screen',
      unit: 'ms',
      result: paint(apps),
      comparedWith: bareWindow,
      target: { of: 'ratio', max: 1.5 },
    },
    {
      what: 'first start ever, nothing on the disk',
      unit: 'ms',
      result: single(firstMs),
      comparedWith: bareWindow,
    },
    {
      what: 'memory on attract (PSS, all processes)',
      unit: 'MB',
      result: memory(apps),
      comparedWith: { what: 'bare window', result: memory(bares) },
      target: { of: 'ratio', max: 1.5 },
    },
    {
      what: `processor on attract, share of one core over ${IDLE_MS / 1000} s`,
      unit: '%',
      result: single(idle),
      target: { of: 'result', max: 1 },
    },
  ];
}

/** With nothing on the disk; also tells how large the window came out, for the bare one to be the same. */
async function firstStart(electron: ElectronCommand, { app, screen }: Subject, clock: Clock) {
  return running(electron, app, clock, async (process) => {
    await process.rest();
    const page = await process.page();
    const paintMs = await process.paintedAfter(page, screen);
    const size = await page.evaluate(() => `${window.outerWidth}x${window.outerHeight}`);
    return { paintMs, size };
  });
}

async function oneStart(electron: ElectronCommand, { app, screen }: Subject, clock: Clock): Promise<Start> {
  return running(electron, app, clock, async (process) => {
    await process.rest();
    const { pssMb } = await process.tree();
    const page = await process.page();
    const paintMs = await process.paintedAfter(page, screen);
    if (screen === 'attract') await begins(page);
    return { paintMs, pssMb };
  });
}

/** A screen that nobody can use has not started: the key must lead on. */
async function begins(page: Page): Promise<void> {
  await page.click('[data-screen="attract"] [data-action="start"]');
  await page.waitForSelector('[data-screen="identify"]');
}

async function idleShare(electron: ElectronCommand, { app }: Subject, clock: Clock): Promise<number> {
  return running(electron, app, clock, async (process) => {
    await process.rest();
    return process.cpuShare(IDLE_MS);
  });
}

async function running<T>(
  electron: ElectronCommand,
  app: readonly string[],
  clock: Clock,
  measure: (process: ElectronProcess) => Promise<T>,
): Promise<T> {
  const process = ElectronProcess.spawn(electron, app, clock);
  try {
    return await measure(process);
  } finally {
    await process.close();
  }
}
