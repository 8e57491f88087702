import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../drivers/base/clock.ts';
import { FakePrinter } from '../../visit/testing/fake-printer.ts';
import { PrinterCounters } from '../printer-counters.ts';
import { fittingProfiles, PrinterPage } from '../printer-page.ts';
import { PrinterTest } from '../printer-test.ts';
import { FakePrints } from './fake-prints.ts';
import { FakeService } from './fake-service.ts';

/** The printer page over a printer that does as it is told; its counters lie in a folder that `close` takes away. */
export async function printerBench(clock: Clock, service = new FakeService()) {
  const folder = mkdtempSync(join(tmpdir(), 'printer-page-'));
  const printer = new FakePrinter(clock);
  const log = { event: () => undefined };
  const file = join(folder, 'printer-counters.json');
  const counters = await PrinterCounters.open({ printer, service, file, clock, log });
  const profiles = fittingProfiles(service.facts().profile.name);
  const test = new PrinterTest({ service, profiles, prints: new FakePrints(), log });
  const page = new PrinterPage({ printer, service, counters, test });
  return {
    printer,
    service,
    page,
    async close() {
      await counters.settled();
      rmSync(folder, { recursive: true });
    },
  };
}
