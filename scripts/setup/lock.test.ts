import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.mjs';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kiosk-lock-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('withLock', () => {
  it('runs one after the other and leaves nothing behind', async () => {
    const file = join(dir, 'deep/er/lock');
    const steps: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = withLock(file, 'test', async () => {
      steps.push('first in');
      await held;
      steps.push('first out');
    });
    const second = withLock(file, 'test', async () => {
      steps.push('second in');
    });
    release();
    await Promise.all([first, second]);
    expect(steps).toEqual(['first in', 'first out', 'second in']);
    expect(existsSync(file)).toBe(false);
  });

  it('lets go when the work fails', async () => {
    const file = join(dir, 'lock');
    await expect(withLock(file, 'test', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(existsSync(file)).toBe(false);
  });

  it('takes over from a process that is gone', async () => {
    const file = join(dir, 'lock');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(file, String(pid));
    expect(await withLock(file, 'test', async () => 'mine')).toBe('mine');
  });
});
