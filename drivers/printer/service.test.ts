import { afterEach, describe, expect, it } from 'vitest';
import { calibrationSlip } from './calibration-slip.ts';
import { EPSON_TM, type Extension, MASUNG, POLITE_CLONE } from './emulator/model.ts';
import { textOf } from './emulator/paper.ts';
import { findProfile, type PrinterProfile } from './profile.ts';
import type { PaperUse, ProcessIdProbe } from './service.ts';
import { profileOf, type RigOptions, VirtualRig } from './testing/rig.ts';

let rig: VirtualRig;
let uses: PaperUse[];

async function start(options: RigOptions): Promise<void> {
  rig = new VirtualRig(options);
  uses = [];
  rig.printer.onPaperUsed((use) => uses.push(use));
  await rig.started();
}

const probe = (): Promise<ProcessIdProbe> => rig.settle(rig.printer.probeProcessId());
const slips = (): readonly string[] => rig.emulator.paper.slips.map(textOf);
const print = () => rig.print();

/** A profile as kiosk.yaml has it once the probe has succeeded. */
function proving(name: string): PrinterProfile {
  const found = findProfile(name, { processId: true });
  if (!found.ok) throw new Error(`no profile ${name}`);
  return found.value;
}

afterEach(async () => {
  await rig.settle(rig.close());
  expect(rig.clock.pending).toBe(0);
});

describe('the probe for process ids', () => {
  it.each(['epson-tm', 'demo-80'])('%s echoes, whatever the configured profile proves by', async (model) => {
    await start({ profile: model });
    expect(await probe()).toEqual({ kind: 'supported' });
    expect(rig.emulator.violations).toEqual([]);
    expect(slips()).toHaveLength(1);
  });

  it('finds a printer that could prove more than its profile says', async () => {
    await start({ profile: 'generic-80', model: EPSON_TM });
    expect(await probe()).toEqual({ kind: 'supported' });
    expect(await print()).toEqual({ state: 'PRINTED', evidence: 'B' });
  });

  it('a clone prints its tail on the strip of the probe, and the next slip is clean', async () => {
    await start({ profile: 'generic-80' });
    expect(await probe()).toEqual({ kind: 'unsupported' });
    const [strip = ''] = slips();
    const [tail = '', ...rest] = strip.split('\n').filter((line) => line !== '');
    expect(tail).toMatch(/^00\d{4}$/);
    expect(rest.join('')).toContain(`如果有 ${tail}，`);
    expect(await print()).toEqual({ state: 'PRINTED', evidence: 'B' });
    expect(slips()[1]).not.toContain(tail);
  });

  it('a well-mannered one prints nothing', async () => {
    await start({ profile: 'generic-80', model: POLITE_CLONE });
    expect(await probe()).toEqual({ kind: 'unsupported' });
    expect(slips()[0]).not.toMatch(/^00\d{4}/m);
    expect(rig.emulator.violations).toEqual([]);
  });

  it('one that answers nothing in its turn leaves it open; the paper tells', async () => {
    await start({ profile: 'dumb-clone' });
    expect(await probe()).toEqual({ kind: 'unknown', reason: 'timeout' });
    expect(slips()[0]).toMatch(/^00\d{4}/m);
    expect(rig.printer.state().remainder).toBe(false);
    expect(await print()).toEqual({ state: 'PRINTED', evidence: 'C' });
  });

  it('a clone that was configured as proving is found out', async () => {
    await start({ profile: proving('generic-80') });
    expect(await probe()).toEqual({ kind: 'unsupported' });
  });

  it('what was lost is not taken for an answer', async () => {
    await start({ profile: 'generic-80' });
    await rig.pull('printer-proof-lost');
    expect(await probe()).toEqual({ kind: 'unknown', reason: 'timeout' });
    await rig.pull('printer-proof-lost', { clear: true });
    await rig.settle(rig.reaches(({ remainder }) => !remainder));
    expect(await print()).toEqual({ state: 'PRINTED', evidence: 'B' });
  });

  it('an answer to GS r that stays out is not waited for, so the maker’s own question is asked again', async () => {
    const knows = new Set<Extension>(['gsSize', 'escG', 'masungExit', 'processId']);
    await start({ profile: proving('masung'), model: { ...MASUNG, knows } });
    expect(await probe()).toEqual({ kind: 'supported' });
    await rig.settle(rig.reaches(({ remainder }) => !remainder));
    await rig.clock.advance(2_500);
    expect(rig.printer.facts().raw?.maker).toEqual([0]);
    expect(await print()).toEqual({ state: 'PRINTED', evidence: 'A' });
  });

  it('asks nothing while it is not safe', async () => {
    await start({ profile: 'generic-80' });
    await rig.pull('printer-paper-out');
    expect(await probe()).toEqual({ kind: 'refused', reason: 'paper-out' });
    expect(rig.emulator.holdsData).toBe(false);
    expect(uses).toEqual([]);
  });

  it('paper that ends in the middle leaves it open, unless the echo had come', async () => {
    await start({ profile: 'generic-80' });
    await rig.pull('printer-paper-out', { afterMm: 6 });
    expect(await probe()).toEqual({ kind: 'unknown', reason: 'paper-out' });
    await rig.settle(rig.close());
    await start({ profile: 'epson-tm' });
    await rig.pull('printer-paper-out', { afterMm: 6 });
    expect(await probe()).toEqual({ kind: 'supported' });
  });
});

describe('printing as another profile', () => {
  it('lays out and cuts as that one says, and proves as the configured one', async () => {
    await start({ profile: 'generic-80' });
    const other = profileOf('generic-58');
    const job = { jobId: 'T1', slip: calibrationSlip(other) };
    expect(await rig.settle(rig.printer.printAs(job, other))).toEqual({ state: 'PRINTED', evidence: 'B' });
    expect(slips()[0]).toContain('....+....1....+....2....+....3..\n');
    expect(rig.printer.facts().profile.name).toBe('generic-80');
  });

  it('is honest about one that the printer cannot follow', async () => {
    await start({ profile: 'dumb-clone' });
    const other = profileOf('epson-tm');
    await rig.settle(rig.printer.printAs({ jobId: 'T1', slip: calibrationSlip(other) }, other));
    expect(rig.emulator.violations.length).toBeGreaterThan(0);
  });
});

describe('the facts for a technician', () => {
  it('tell the last status as it was understood and as it came', async () => {
    rig = new VirtualRig({ profile: 'masung', taken: false });
    expect(rig.printer.facts()).toMatchObject({ status: null, raw: null });
    rig.printer.newRoll();
    await rig.started();
    await rig.clock.advance(2_500);
    expect(rig.printer.facts().raw).toEqual({ realTime: [0x12, 0x12, 0x12, 0x12], maker: [0] });
    await print();
    await rig.settle(rig.printer.check());
    expect(rig.printer.facts()).toMatchObject({
      status: { presenterFull: true },
      raw: { realTime: [0x12, 0x12, 0x12, 0x12], maker: [4] },
    });
  });

  it('count the slips of a roll near its end over a restart, until there is a new one', async () => {
    rig = new VirtualRig({ profile: 'generic-80' });
    rig.printer.rememberRoll(19);
    await rig.pull('printer-paper-low');
    await rig.started();
    expect(rig.printer.facts().roll).toEqual({ isLow: true, slips: 19, of: 20 });
    expect(await print()).toMatchObject({ state: 'PRINTED' });
    expect(await print()).toEqual({ state: 'FAILED_CLEAN', reason: 'paper-out' });
    await rig.clock.advance(2_500);
    expect(rig.readiness).toBe('blocked:paper-out');
    rig.printer.newRoll();
    expect(rig.readiness).toBe('low');
    expect(rig.printer.facts().roll).toEqual({ isLow: true, slips: 0, of: 20 });
    await rig.pull('printer-paper-low', { clear: true });
    await rig.clock.advance(2_500);
    expect(rig.printer.facts().roll).toEqual({ isLow: false, slips: 0, of: 20 });
  });
});

describe('paper that was used', () => {
  it('is told after each job: how much, and whether it is proven', async () => {
    await start({ profile: 'generic-80' });
    await print();
    expect(uses).toEqual([{ mm: expect.any(Number), slip: true, proven: true }]);
    const [{ mm } = { mm: 0 }] = uses;
    expect(Math.abs(mm - rig.emulator.mechanism.fedMm)).toBeLessThan(2);
  });

  it('is told of a failed job as a whole, and of the strip that declares it void', async () => {
    await start({ profile: 'generic-80' });
    await rig.pull('printer-paper-out', { afterMm: 30 });
    await print();
    expect(uses).toMatchObject([{ slip: true, proven: false }]);
    await rig.pull('printer-paper-load');
    await rig.settle(rig.reaches(({ remainder }) => !remainder));
    expect(uses).toMatchObject([
      { slip: true, proven: false },
      { slip: false, proven: true },
    ]);
    const [slip, strip] = uses;
    expect(strip?.mm).toBeLessThan(slip?.mm ?? 0);
  });
});
