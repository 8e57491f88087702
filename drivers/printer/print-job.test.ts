import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { afterEach, describe, expect, it } from 'vitest';
import { toHex } from '../base/bytes.ts';
import { err } from '../base/result.ts';
import { SAMPLE_SLIP } from './fixtures/sample-slip.ts';
import type { PrintResult } from './port.ts';
import type { PrinterProfile } from './profile.ts';
import { profileOf, type RigOptions, VirtualRig } from './testing/rig.ts';

let rig: VirtualRig;

async function start(options: RigOptions = {}): Promise<VirtualRig> {
  rig = new VirtualRig(options);
  return rig.started();
}

const print = (jobId?: string): Promise<PrintResult> => rig.print(jobId);

/** Lets the driver find out and, when it must, clear. */
const pass = (ms = 12_000): Promise<void> => rig.clock.advance(ms);

afterEach(async () => {
  await rig.settle(rig.close());
  expect(rig.clock.pending).toBe(0);
});

describe('printing', () => {
  it.each([
    ['demo-80', 'A'],
    ['generic-80', 'B'],
    ['generic-58', 'B'],
  ])('on %s is proven with evidence %s', async (profile, evidence) => {
    await start({ profile });
    expect(await print()).toEqual({ state: 'PRINTED', evidence });
    expect(rig.emulator.paper.slips).toHaveLength(1);
    expect(rig.emulator.violations).toEqual([]);
    expect(rig.log.of('print-ended')).toMatchObject([{ job: 'job-1', state: 'PRINTED', evidence }]);
  });

  it('asks for the proof once, behind the cut, with an id that no other job has', async () => {
    await start();
    await print('a');
    await print('b');
    const [first = '', second = ''] = rig.emulator.paper.slips.map(({ bytes }) => toHex(bytes));
    expect(first).toMatch(/^1B401C26.*1D5642281D284806003030.{8}$/);
    expect(first.split('1D2848')).toHaveLength(2);
    expect(first.slice(-8)).not.toBe(second.slice(-8));
  });

  it('makes a second job wait for the first', async () => {
    await start();
    const both = Promise.all(['a', 'b'].map((jobId) => rig.printer.print({ jobId, slip: SAMPLE_SLIP })));
    expect(await rig.settle(both)).toEqual([
      { state: 'PRINTED', evidence: 'A' },
      { state: 'PRINTED', evidence: 'A' },
    ]);
  });

  it('answers check from what is known while a job runs', async () => {
    await start();
    const job = rig.printer.print({ jobId: 'a', slip: SAMPLE_SLIP });
    await rig.clock.advance(300);
    expect(await rig.printer.check()).toMatchObject({ connection: 'ready' });
    await rig.settle(job);
  });

  it('can go on after a slip that no encoder can hold', async () => {
    await start();
    const slip = { blocks: [{ kind: 'qr', data: 'x'.repeat(2000), caption: '' }] } as const;
    await expect(rig.settle(rig.printer.print({ jobId: 'a', slip }))).rejects.toThrow(RangeError);
    expect(await print()).toMatchObject({ state: 'PRINTED' });
  });

  it('calls it printed with evidence C when the model proves nothing and the time has passed cleanly', async () => {
    const profile = profileOf('generic-80');
    await start({ profile: { ...profile, proof: { kind: 'none' } } });
    const before = rig.clock.now();
    expect(await print()).toEqual({ state: 'PRINTED', evidence: 'C' });
    expect(rig.clock.now() - before).toBeGreaterThanOrEqual(profile.timing.minBudgetMs);
  });
});

describe('a job that cannot begin', () => {
  it.each([
    ['printer-paper-out', 'paper-out'],
    ['printer-cover-open', 'cover-open'],
    ['printer-paper-jam', 'jam'],
    ['printer-head-hot', 'overheated'],
    ['printer-offline', 'offline'],
    ['printer-silent', 'silent'],
  ])('%s leaves it FAILED_CLEAN', async (lever, reason) => {
    await start();
    await rig.pull(lever);
    expect(await print()).toEqual({ state: 'FAILED_CLEAN', reason });
    expect(rig.emulator.holdsData).toBe(false);
    expect(rig.emulator.latestBytes()).toHaveLength(0);
    expect(rig.printer.state().remainder).toBe(false);
  });

  it('is FAILED_CLEAN before the printer has been reached, and after it has gone', async () => {
    rig = new VirtualRig();
    expect(await print()).toEqual({ state: 'FAILED_CLEAN', reason: 'gone' });
    await rig.started();
    await rig.pull('printer-unplug');
    await pass(100);
    expect(await print()).toEqual({ state: 'FAILED_CLEAN', reason: 'gone' });
  });

  it('is FAILED_CLEAN when the wire goes in the same breath', async () => {
    await start();
    const unplugged = rig.emulator.unplug();
    const checked = rig.printer.check();
    expect(await print()).toEqual({ state: 'FAILED_CLEAN', reason: 'gone' });
    await Promise.all([unplugged, checked]);
    expect(rig.readiness).toBe('blocked:gone');
  });

  it('is FAILED_CLEAN when the wire is gone at the first byte', async () => {
    await start({
      wrap: (transport) => ({
        ...transport,
        write: async (bytes) =>
          bytes[0] === 0x1b ? err({ code: 'NOT_OPEN', detail: 'test' }) : transport.write(bytes),
      }),
    });
    expect(await print()).toEqual({ state: 'FAILED_CLEAN', reason: 'gone' });
    expect(rig.printer.state().remainder).toBe(false);
  });
});

describe('a slip with its code as an image', () => {
  const profile: PrinterProfile = {
    ...profileOf('generic-58'),
    qr: { command: 'raster', moduleDots: 5 },
  };

  it('can be scanned from the paper', async () => {
    await start({ profile });
    expect(await print()).toEqual({ state: 'PRINTED', evidence: 'B' });
    expect(rig.emulator.violations).toEqual([]);
    const png = PNG.sync.read(rig.emulator.latestPng() ?? Buffer.alloc(0));
    const code = jsqr(new Uint8ClampedArray(png.data), png.width, png.height);
    expect(code?.data).toMatch(/^https:\/\/pz\.example/);
  });

  it('that was torn off inside the image does not swallow what follows', async () => {
    let writes = 0;
    await start({
      profile,
      wrap: (transport) => ({
        ...transport,
        write: async (bytes) => {
          // The image is the one write that is longer than a bundle.
          if (bytes.length <= 256 || writes++ > 0) return transport.write(bytes);
          await transport.write(bytes.subarray(0, 300));
          return err({ code: 'IO', detail: 'test' });
        },
      }),
    });
    expect(await print()).toEqual({ state: 'UNCERTAIN', evidence: 'D', reason: 'gone' });
    await rig.settle(rig.reaches((state) => !state.remainder));
    expect(rig.emulator.latestText()).toMatch(/以上作废$/);
    expect(await print('next')).toMatchObject({ state: 'PRINTED' });
    expect(rig.emulator.latestText()).toMatch(/^社会保险缴费凭证/);
  });
});
