import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What a program and all its descendants use, from Linux's /proc. Electron is half a dozen processes that share most of
 * their pages, so only PSS (each shared page divided by those who share it) can be added up.
 */
export interface ProcessTree {
  /** Megabytes (10⁶ bytes). */
  readonly pssMb: number;
  /** User and system time since each process began, milliseconds, in steps of 10. Processes that have ended are not in it. */
  readonly cpuMs: number;
  readonly processes: number;
}

/** sysconf(_SC_CLK_TCK), which is 100 on every Linux that Electron runs on. */
const MS_PER_TICK = 10;

export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
}

/** One `/proc/<pid>/stat` (proc(5)); the name in it may hold spaces and brackets. */
export function parseStat(text: string): ProcessStat {
  const afterName = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [, parent, , , , , , , , , , user, system] = afterName.map(Number);
  return {
    pid: Number.parseInt(text, 10),
    parent: parent ?? 0,
    cpuMs: ((user ?? 0) + (system ?? 0)) * MS_PER_TICK,
  };
}

/** The Pss line of one `/proc/<pid>/smaps_rollup`, in megabytes. */
export function parsePss(text: string): number {
  return (Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024) / 1e6;
}

/** The process and everything that descends from it. Chromium's renderers are grandchildren, by way of its zygote. */
export function descendants(root: number, all: readonly ProcessStat[]): readonly ProcessStat[] {
  const family = all.filter(({ pid }) => pid === root);
  // The list grows while it is walked.
  for (const { pid } of family) family.push(...all.filter(({ parent }) => parent === pid));
  return family;
}

/** @param proc where the process file system is; another place in tests */
export async function readProcessTree(root: number, proc = '/proc'): Promise<ProcessTree> {
  const family = descendants(root, await allProcesses(proc));
  const pss = await Promise.all(
    family.map(({ pid }) => readIfThere(join(proc, String(pid), 'smaps_rollup')).then(parsePss)),
  );
  return { pssMb: sum(pss), cpuMs: sum(family.map(({ cpuMs }) => cpuMs)), processes: family.length };
}

/** Only the processor time: cheap enough to be asked several times a second. */
export async function readCpuMs(root: number, proc = '/proc'): Promise<number> {
  return sum(descendants(root, await allProcesses(proc)).map(({ cpuMs }) => cpuMs));
}

async function allProcesses(proc: string): Promise<readonly ProcessStat[]> {
  const pids = (await readdir(proc)).filter((name) => /^\d+$/.test(name));
  const texts = await Promise.all(pids.map((pid) => readIfThere(join(proc, pid, 'stat'))));
  return texts.filter((text) => text !== '').map(parseStat);
}

/** A process may end between being listed and being read. */
function readIfThere(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
