import { join } from 'node:path';
import type { Log } from '../../drivers/base/log.ts';
import type { Rig } from '../rig/rig.ts';
import type { Settings } from '../rig/settings.ts';
import type { Terminal } from '../terminal.ts';
import { CardTest } from './card-test.ts';
import { CodeTest } from './code-test.ts';
import { DemoPanel } from './demo-panel.ts';
import { OperatorDesk } from './operator-desk.ts';
import { OperatorLock } from './operator-lock.ts';
import type { PrinterCounters } from './printer-counters.ts';
import { fittingProfiles, PrinterPage } from './printer-page.ts';
import { PrinterTest } from './printer-test.ts';

/** The technician's desk of a terminal, and what only the demo rig has on it. */
export function openDesk(
  { rig, ledger, visit, reports, health, counters, prints }: Terminal,
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
    printer: printerPage(rig, counters, prints, log),
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

function printerPage(
  { printer, printerService: service }: Rig,
  counters: PrinterCounters | null,
  prints: Terminal['prints'],
  log: Log,
): PrinterPage | null {
  if (printer === null || service === null || counters === null) return null;
  const profiles = fittingProfiles(service.facts().profile.name);
  const test = new PrinterTest({ service, profiles, prints, log });
  return new PrinterPage({ printer, service, counters, test });
}
