import { execFile } from 'node:child_process';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';

/** Where the numbers come from: without these they cannot be read. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  /** Of the last minute; above `cores` somebody else is working too. */
  readonly loadAverage: number;
  readonly electron: string;
  readonly node: string;
}

/** @param electron the binary that is measured */
export async function readMachine(electron: string, env: NodeJS.ProcessEnv): Promise<Machine> {
  // As plain Node the binary needs no display and tells its version in a few milliseconds.
  const { stdout } = await promisify(execFile)(electron, ['-p', 'process.versions.electron'], {
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${arch()}`,
    loadAverage: loadNow(),
    electron: stdout.trim(),
    node: process.versions.node,
  };
}

export function loadNow(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

export function describeMachine(machine: Machine, loadAfter: number): string {
  const { cpu, cores, memoryGb, system, loadAverage, electron, node } = machine;
  return [
    `${cpu}, ${cores} cores, ${memoryGb} GB, ${system}`,
    `load average ${loadAverage} before, ${loadAfter} after`,
    `Electron ${electron}, Node ${node}`,
  ].join('; ');
}
