import { afterEach, describe, expect, it } from 'vitest';
import { textOf } from './emulator/paper.ts';
import { PROFILE_NAMES } from './profile.ts';
import type { Slip } from './slip.ts';
import { profileOf, type RigOptions, VirtualRig } from './testing/rig.ts';

/** How slips come off the roll: nobody takes them here, and what a hand would find at the exit is looked at. */

let rig: VirtualRig;

async function start(options: RigOptions): Promise<void> {
  rig = new VirtualRig({ ...options, taken: false, pictures: false });
  await rig.started();
}

const slip = (text: string): Slip => ({ blocks: [{ kind: 'text', text }] });

const print = (text: string) => rig.settle(rig.printer.print({ jobId: text, slip: slip(text) }));

const hasPresenter = (name: string): boolean => {
  const { presenter, status } = profileOf(name);
  return presenter.present !== 'none' || status.presenterBit || status.extra !== 'none';
};

afterEach(() => rig.settle(rig.close()));

describe.each(PROFILE_NAMES.filter(hasPresenter))('%s, which has a presenter', (profile) => {
  it('cuts through: what is joined to the roll could not be drawn back', async () => {
    await start({ profile });
    expect(await print('甲')).toMatchObject({ state: 'PRINTED' });
    expect(rig.emulator.paper.exit).toMatchObject([{ tab: false }]);
    expect(rig.emulator.violations).toEqual([]);
  });
});

describe.each(PROFILE_NAMES.filter((name) => !hasPresenter(name)))('%s, which has none', (profile) => {
  it('leaves a bridge, so that no slip falls into the cabinet', async () => {
    await start({ profile });
    expect(await print('甲')).toMatchObject({ state: 'PRINTED' });
    expect(rig.emulator.paper.exit).toMatchObject([{ tab: true }]);
    expect(rig.emulator.violations).toEqual([]);
  });
});

describe.each(PROFILE_NAMES)('What %s could not print to its end', (profile) => {
  it('ends above 以上作废, and hangs on the next slip only where every slip does', async () => {
    await start({ profile });
    await rig.pull('printer-paper-out', { afterMm: 3 });
    expect(await print('甲')).toMatchObject({ state: 'UNCERTAIN' });
    await rig.pull('printer-paper-load');
    await rig.settle(
      rig.reaches(({ remainder }) => !remainder),
      120_000,
    );
    if (hasPresenter(profile)) rig.emulator.takeSlip();
    await rig.clock.advance(2_500);
    expect(await print('乙')).toMatchObject({ state: 'PRINTED' });
    const hanging = rig.emulator.paper.piece().map(textOf);
    expect(hanging.at(-1)).toBe('乙');
    if (hasPresenter(profile)) expect(hanging).toHaveLength(1);
    else expect(hanging.at(-2)).toContain('以上作废');
  });
});

describe('A slip that nobody tears off', () => {
  it('hangs on the next one, and no sensor tells', async () => {
    await start({ profile: 'generic-80' });
    await print('甲');
    expect(await print('乙')).toEqual({ state: 'PRINTED', evidence: 'B' });
    expect(rig.emulator.paper.piece().map(textOf)).toEqual(['甲', '乙']);
    expect(rig.emulator.takeSlip().map(textOf)).toEqual(['甲', '乙']);
  });
});

describe('A blunt knife', () => {
  it('is not seen until a forgotten slip is drawn back, which jams', async () => {
    await start({ profile: 'vkp80' });
    await rig.pull('printer-half-cut');
    expect(await print('甲')).toEqual({ state: 'PRINTED', evidence: 'B' });
    expect(rig.emulator.paper.exit).toMatchObject([{ tab: true }]);
    await rig.clock.advance(40_000);
    expect(rig.emulator.mechanism.retracted).toBe(0);
    expect(rig.readiness).toBe('blocked:jam');
    expect(await print('乙')).toEqual({ state: 'FAILED_CLEAN', reason: 'jam' });
    await rig.pull('printer-half-cut', { clear: true });
    await rig.pull('printer-take-slip');
    await rig.pull('printer-paper-jam', { clear: true });
    await rig.clock.advance(2_500);
    expect(await print('乙')).toMatchObject({ state: 'PRINTED' });
    expect(rig.emulator.takeSlip().map(textOf)).toEqual(['乙']);
  });
});
