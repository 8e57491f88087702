import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { FakePrinter } from '../visit/testing/fake-printer.ts';
import { PrinterCounters } from './printer-counters.ts';
import { FakeService } from './testing/fake-service.ts';

const NOON = Date.parse('2026-11-24T12:00:00+08:00');
const SLIP = { mm: 130, slip: true, proven: true };

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'counters-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

async function bench(file = join(folder(), 'data', 'printer-counters.json')) {
  const clock = new VirtualClock(NOON);
  const printer = new FakePrinter(clock);
  const service = new FakeService();
  const logged: unknown[] = [];
  const log = { event: (id: string, fields: object) => logged.push({ id, ...fields }) };
  const counters = await PrinterCounters.open({ printer, service, file, clock, log });
  return { file, clock, printer, service, logged, counters };
}

describe('the printer’s counters', () => {
  it('begin at nothing', async () => {
    const { counters, service } = await bench();
    expect(counters.view()).toEqual({
      since: NOON,
      mm: 0,
      cuts: 0,
      slips: 0,
      unproven: 0,
      roll: { since: NOON, mm: 0, slips: 0, low: null },
    });
    expect(counters.kept).toBe('kept');
    expect(service.roll.slips).toBe(0);
  });

  it('count after each job, and tell slips that are proven from those that are not', async () => {
    const { counters, service } = await bench();
    let changes = 0;
    counters.subscribe(() => {
      changes += 1;
    });
    service.used.emit(SLIP);
    service.used.emit({ ...SLIP, proven: false });
    service.used.emit({ mm: 20, slip: false, proven: true });
    expect(counters.view()).toMatchObject({
      mm: 280,
      cuts: 2,
      slips: 1,
      unproven: 1,
      roll: { mm: 280, slips: 1, low: null },
    });
    expect(changes).toBe(3);
    await counters.settled();
  });

  it('are there again after a restart, and the driver learns what the roll has given', async () => {
    const first = await bench();
    first.printer.become('low');
    first.service.used.emit(SLIP);
    first.service.used.emit({ ...SLIP, proven: false });
    await first.counters.settled();
    expect(statSync(first.file).mode & 0o777).toBe(0o600);

    const second = await bench(first.file);
    expect(second.counters.view()).toEqual(first.counters.view());
    expect(second.counters.view().roll.low).toEqual({ since: NOON, mm: 260, slips: 2 });
    expect(second.service.roll.slips).toBe(2);
  });

  it('begin a roll anew when the sensor says so, or somebody does', async () => {
    const { counters, service, printer, clock } = await bench();
    service.used.emit(SLIP);
    await clock.advance(60_000);
    printer.become('low');
    service.used.emit(SLIP);
    expect(counters.view().roll).toEqual({
      since: NOON,
      mm: 260,
      slips: 2,
      low: { since: NOON + 60_000, mm: 130, slips: 1 },
    });
    // Without paper it says nothing about the roll.
    printer.block('paper-out');
    expect(counters.view().roll.low).not.toBeNull();
    await clock.advance(60_000);
    printer.become('ready');
    expect(counters.view().roll).toEqual({ since: NOON + 120_000, mm: 0, slips: 0, low: null });
    expect(counters.view().mm).toBe(260);

    service.used.emit(SLIP);
    printer.become('low');
    service.used.emit(SLIP);
    counters.newRoll();
    expect(service.rolls).toBe(1);
    // The sensor still sees no more than before: a thin roll, or one that sits badly.
    expect(counters.view().roll).toEqual({
      since: NOON + 120_000,
      mm: 0,
      slips: 0,
      low: { since: NOON + 120_000, mm: 0, slips: 0 },
    });
    await counters.settled();
  });

  it.each(['', '{"format":1,"counters":{"mm":', '{"format":2}', '{"format":1,"counters":{"mm":-1}}'])(
    'begin anew over a damaged file (%s), and say so',
    async (text) => {
      const file = join(folder(), 'printer-counters.json');
      writeFileSync(file, text);
      const { counters, logged, service } = await bench(file);
      expect(counters.kept).toBe('restarted');
      expect(counters.view().mm).toBe(0);
      expect(logged).toEqual([{ id: 'printer-counters', what: 'damaged' }]);
      service.used.emit(SLIP);
      await counters.settled();
      expect(counters.kept).toBe('restarted');
      expect((await bench(file)).counters.view().mm).toBe(130);
      expect((await bench(file)).counters.kept).toBe('kept');
    },
  );

  it('say that they cannot be written, once, and when they can again', async () => {
    const root = folder();
    const file = join(root, 'data', 'printer-counters.json');
    // A file where the folder should be.
    writeFileSync(join(root, 'data'), '');
    const { counters, logged, service } = await bench(file);
    service.used.emit(SLIP);
    service.used.emit(SLIP);
    await counters.settled();
    expect(counters.kept).toBe('unwritable');
    expect(logged).toEqual([
      { id: 'printer-counters', what: 'damaged' },
      { id: 'printer-counters', what: 'unwritable' },
    ]);
    rmSync(join(root, 'data'));
    mkdirSync(join(root, 'data'));
    service.used.emit(SLIP);
    await counters.settled();
    expect(counters.kept).toBe('kept');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ counters: { mm: 390 } });
  });
});
