import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { descendants, parsePss, parseStat, readCpuMs, readProcessTree } from './process-tree.ts';

/** As the kernel writes it: pid (name) state ppid pgrp … utime stime … */
function stat(pid: number, parent: number, user: number, system: number, name = 'electron'): string {
  return `${pid} (${name}) S ${parent} 1 1 0 -1 4194304 100 0 0 0 ${user} ${system} 0 0 20 0 30 0 500 1 1\n`;
}

const ROLLUP =
  '55d0-7ffd ---p 00000000 00:00 0 [rollup]\nRss:  204800 kB\nPss:   1000 kB\nPss_Anon:  900 kB\n';

describe('reading /proc', () => {
  it('finds parent and time behind a name with brackets and spaces', () => {
    expect(parseStat(stat(42, 7, 130, 20, 'a) b (c'))).toEqual({ pid: 42, parent: 7, cpuMs: 1_500 });
  });

  it('takes Pss and not its parts', () => {
    expect(parsePss(ROLLUP)).toBeCloseTo(1.024);
  });

  it('counts what may not be read as nothing', () => {
    expect(parsePss('')).toBe(0);
  });

  it('follows the zygote to its renderers and leaves strangers alone', () => {
    const all = [stat(3, 2, 0, 0), stat(1, 0, 0, 0), stat(2, 1, 0, 0), stat(9, 8, 0, 0)].map(parseStat);
    expect(descendants(1, all).map(({ pid }) => pid)).toEqual([1, 2, 3]);
  });
});

describe('a whole tree', () => {
  let proc = '';
  beforeEach(() => {
    proc = mkdtempSync(join(tmpdir(), 'kiosk-proc-'));
  });
  afterEach(() => rmSync(proc, { recursive: true }));

  function put(pid: number, files: Readonly<Record<string, string>>): void {
    mkdirSync(join(proc, String(pid)));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(proc, String(pid), name), text);
  }

  it('adds up memory and time', async () => {
    put(10, { stat: stat(10, 1, 5, 5), smaps_rollup: ROLLUP });
    put(11, { stat: stat(11, 10, 20, 0), smaps_rollup: ROLLUP });
    put(12, { stat: stat(12, 1, 500, 0), smaps_rollup: ROLLUP });
    writeFileSync(join(proc, 'uptime'), '1 1');
    const tree = await readProcessTree(10, proc);
    expect(tree).toMatchObject({ cpuMs: 300, processes: 2 });
    expect(tree.pssMb).toBeCloseTo(2.048);
    expect(await readCpuMs(10, proc)).toBe(300);
  });

  it('overlooks a process that ends meanwhile', async () => {
    put(10, { stat: stat(10, 1, 5, 5), smaps_rollup: ROLLUP });
    put(11, {});
    expect((await readProcessTree(10, proc)).processes).toBe(1);
  });
});
