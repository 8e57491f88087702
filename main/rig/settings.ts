import { join, resolve } from 'node:path';
import type { Log } from '../../drivers/base/log.ts';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import type { Config } from './config/config.ts';
import { DEMO_TERMINAL, DEMO_TIMEOUTS } from './demo-terminal.ts';
import { DEMO_FITTINGS, type Fittings, fittingsOf } from './fittings.ts';
import type { Rig } from './rig.ts';

/** What the composition root needs to know before any device is touched: the same for both rigs. */
export interface Settings {
  readonly rig: Rig['kind'];
  readonly terminal: Config['terminal'];
  readonly timeouts: Config['timeouts'];
  /** Journal, receipts, log and, on the demo rig, the emulated servers' books. */
  readonly dataDir: string;
  readonly journalFile: string;
  /** What the technician's window says about each device. */
  readonly fittings: Fittings;
  readonly operator: Config['operator'];
  /** Codes reach this terminal as key strokes. */
  readonly scannerTypes: boolean;
  openRig(log: Log): Promise<Rig>;
}

/** Loaded only when chosen: the demo rig never reads a configuration, the real rig never loads an emulator. */

/** A folder of its own: a demo order must never stand in the journal of a real terminal. */
export function demoSettings(userData: string, fontFile: string): Settings {
  const dataDir = join(userData, 'demo');
  return {
    rig: 'demo',
    terminal: DEMO_TERMINAL,
    timeouts: DEMO_TIMEOUTS,
    dataDir,
    journalFile: join(dataDir, 'journal.sqlite'),
    fittings: DEMO_FITTINGS,
    operator: { pin: null },
    scannerTypes: false,
    openRig: async (log) => {
      const { openDemoRig } = await import('./demo.ts');
      return openDemoRig({ stateDir: join(dataDir, 'servers'), fontFile, log });
    },
  };
}

/** Every problem of the file in one text, ready for the terminal's console. */
export async function realSettings(userData: string, configFile: string): Promise<Result<Settings, string>> {
  const [{ loadConfig }, { describeProblems }] = await Promise.all([
    import('./config/load.ts'),
    import('./config/problem.ts'),
  ]);
  const config = await loadConfig(configFile);
  if (!config.ok) return err(describeProblems(configFile, config.error));
  return ok({
    rig: 'real',
    terminal: config.value.terminal,
    timeouts: config.value.timeouts,
    dataDir: userData,
    journalFile: resolve(userData, config.value.journal.file),
    fittings: fittingsOf(config.value),
    operator: config.value.operator,
    scannerTypes: config.value.codeScanner?.protocol === 'wedge',
    openRig: async (log) => {
      const { openRealRig } = await import('./real.ts');
      return openRealRig(config.value, log);
    },
  });
}
