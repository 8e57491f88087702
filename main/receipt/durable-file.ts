import { open } from 'node:fs/promises';
import type { Clock, Timer } from '../../drivers/base/clock.ts';
import type { Unsubscribe } from '../../drivers/base/subscribe.ts';

/**
 * Writes a file for the kiosk's user only, on disk when it answers, with the given time stamp (epoch milliseconds).
 *
 * @param flag `wx`: a new file; `w`: also in place of one that is there
 */
export async function writeStamped(
  path: string,
  flag: 'wx' | 'w',
  content: Uint8Array,
  stampMs: number,
): Promise<void> {
  const file = await open(path, flag, 0o600);
  try {
    await file.writeFile(content);
    const stamp = new Date(stampMs);
    await file.utimes(stamp, stamp);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The new name itself must survive a power cut. Windows has no such call for folders and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  /* v8 ignore next -- Windows */
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const DAY_MS = 24 * 3_600_000;

/** Now and then once a day, because a terminal runs for months. */
export function everyDay(clock: Clock, act: () => unknown): Unsubscribe {
  let next: Timer;
  const once = () => {
    next = clock.after(DAY_MS, once);
    act();
  };
  once();
  return () => next.cancel();
}
