import { join } from 'node:path';
import type { Log } from '../../drivers/base/log.ts';
import type { Settings } from '../rig/settings.ts';
import type { Terminal } from '../terminal.ts';
import { CardTest } from './card-test.ts';
import { CodeTest } from './code-test.ts';
import { DemoPanel } from './demo-panel.ts';
import { OperatorDesk } from './operator-desk.ts';
import { OperatorLock } from './operator-lock.ts';

/** The technician's desk of a terminal, and what only the demo rig has on it. */
export function openDesk(
  { rig, ledger, visit, reports, health }: Terminal,
  settings: Settings,
  log: Log,
): { readonly desk: OperatorDesk; readonly demo: DemoPanel | null } {
  const { clock } = rig;
  const { pin } = settings.operator;
  const demo = rig.demo === null ? null : new DemoPanel({ desk: rig.demo, ledger, log });
  const desk = new OperatorDesk({
    rig: rig.kind,
    terminal: { id: settings.terminal.id, name: settings.terminal.name },
    fittings: settings.fittings,
    visit,
    health,
    cardTest: rig.reader === null ? null : new CardTest(rig.reader, clock, log),
    codeTest: rig.scanner === null ? null : new CodeTest(rig.scanner),
    reports,
    demo,
    lock: pin === null ? null : new OperatorLock(pin, clock),
    scannerTypes: settings.scannerTypes,
    exportFolder: join(settings.dataDir, 'technician'),
    clock,
    log,
  });
  return { desk, demo };
}
