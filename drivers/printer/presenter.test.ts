import { afterEach, describe, expect, it } from 'vitest';
import type { PrintResult } from './port.ts';
import { type RigOptions, VirtualRig } from './testing/rig.ts';

let rig: VirtualRig;

async function start(options: RigOptions): Promise<void> {
  rig = new VirtualRig(options);
  await rig.started();
}

const print = (): Promise<PrintResult> => rig.print();

afterEach(async () => {
  await rig.settle(rig.close());
  expect(rig.clock.pending).toBe(0);
});

describe.each(['masung', 'vkp80', 'citizen'])('a slip at the exit of %s', (profile) => {
  it('blocks the next one until it is taken, and is no fault of the job that put it there', async () => {
    await start({ profile, taken: false });
    expect(await print()).toEqual({ state: 'PRINTED', evidence: 'B' });
    expect(rig.emulator.violations).toEqual([]);
    await rig.settle(rig.printer.check());
    expect(rig.readiness).toBe('blocked:presenter-full');
    expect(await print()).toEqual({ state: 'FAILED_CLEAN', reason: 'presenter-full' });
    await rig.pull('printer-take-slip');
    await rig.clock.advance(2_500);
    expect(rig.readiness).toBe('ready');
    await expect(rig.pull('printer-take-slip')).rejects.toThrow('没有凭条');
    expect(rig.log.of('slip-left')).toEqual([]);
  });

  it('that nobody takes is told after 20 s and drawn back after 30, where the printer can', async () => {
    await start({ profile, taken: false });
    await print();
    await rig.clock.advance(15_000);
    expect(rig.printer.state().forgotten).toBe(false);
    await rig.clock.advance(7_500);
    expect(rig.printer.state().forgotten).toBe(true);
    expect(rig.log.of('slip-left')).toEqual([{ what: 'reminded' }]);
    await rig.clock.advance(15_000);
    const canRetract = profile === 'vkp80';
    expect(rig.emulator.mechanism.retracted).toBe(canRetract ? 1 : 0);
    expect(rig.log.of('slip-left').at(-1)).toEqual({ what: canRetract ? 'retracted' : 'left' });
    expect(rig.readiness).toBe(canRetract ? 'ready' : 'blocked:presenter-full');
    expect(rig.printer.state().forgotten).toBe(!canRetract);
  });
});

describe('a roll near its end', () => {
  it('counts as used up after as many slips as the profile allows, until it is changed', async () => {
    await start({ profile: 'generic-80' });
    await rig.pull('printer-paper-low');
    await rig.clock.advance(2_500);
    for (let slip = 0; slip < 20; slip++) expect(await print()).toMatchObject({ state: 'PRINTED' });
    await rig.clock.advance(2_500);
    expect(rig.readiness).toBe('blocked:paper-out');
    expect(await print()).toEqual({ state: 'FAILED_CLEAN', reason: 'paper-out' });
    await rig.pull('printer-paper-load');
    await rig.clock.advance(2_500);
    expect(rig.readiness).toBe('ready');
    expect(await print()).toMatchObject({ state: 'PRINTED' });
  });
});

describe('automatic status', () => {
  it.each(['epson-tm', 'snbc'])('of %s tells an open cover before the next look', async (profile) => {
    await start({ profile });
    await rig.clock.advance(2_100);
    await rig.pull('printer-cover-open');
    await rig.clock.advance(1);
    expect(rig.readiness).toBe('blocked:cover-open');
    await rig.pull('printer-cover-close');
    await rig.clock.advance(1);
    expect(rig.readiness).toBe('ready');
  });
});

describe('a maker’s own question', () => {
  it.each([
    ['masung', 'blocked:jam'],
    ['vkp80', 'blocked:jam'],
    ['citizen', 'blocked:fault'],
    ['dumb-clone', 'blocked:fault'],
  ])('names a jam on %s: %s', async (profile, seen) => {
    await start({ profile });
    await rig.pull('printer-paper-jam');
    await rig.settle(rig.printer.check());
    expect(rig.readiness).toBe(seen);
    await rig.pull('printer-paper-jam', { clear: true });
    await rig.clock.advance(2_500);
    expect(rig.readiness).toBe('ready');
  });

  it.each(['masung', 'vkp80'])('that a unit of %s does not answer is not asked again', async (profile) => {
    rig = new VirtualRig({ profile });
    await rig.pull('printer-clone');
    await rig.started();
    await rig.clock.advance(10_000);
    expect(rig.readiness).toBe('ready');
    await rig.pull('printer-clone', { clear: true });
  });
});
