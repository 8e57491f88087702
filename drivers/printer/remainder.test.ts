import { afterEach, describe, expect, it } from 'vitest';
import { err } from '../base/result.ts';
import { textOf } from './emulator/paper.ts';
import { SAMPLE_SLIP } from './fixtures/sample-slip.ts';
import type { PrintResult } from './port.ts';
import { type RigOptions, VirtualRig } from './testing/rig.ts';

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

describe.each(['demo-80', 'generic-80', 'generic-58'])(
  'a job that breaks in the middle, on %s',
  (profile) => {
    const marker = '以上作废';

    /** What a resident who comes later could take out of the tray: the slips cut since. */
    async function nextResidentGets(): Promise<readonly string[]> {
      const before = rig.emulator.paper.slips.length;
      expect(await print('next')).toMatchObject({ state: 'PRINTED' });
      return rig.emulator.paper.slips.slice(before).map(textOf);
    }

    it.each([
      ['printer-paper-out', 'printer-paper-load', 'paper-out', { afterMm: 60 }],
      ['printer-cutter-jam', 'printer-cutter-jam', 'cutter', {}],
    ])('%s: UNCERTAIN, and nothing of it reaches the next resident', async (lever, remedy, reason, args) => {
      await start({ profile });
      await rig.pull(lever, args);
      expect(await print()).toEqual({ state: 'UNCERTAIN', evidence: 'D', reason });
      expect(rig.printer.state().remainder).toBe(true);
      expect(rig.readiness).toBe(`blocked:${reason}`);
      await rig.pull(remedy, remedy === lever ? { clear: true } : {});
      await rig.settle(rig.reaches((state) => !state.remainder));
      expect(rig.readiness).toBe('ready');
      expect(rig.emulator.latestText()).toContain(marker);
      expect(await nextResidentGets()).toHaveLength(1);
      expect(rig.emulator.latestText()).not.toContain(marker);
      expect(rig.emulator.latestText().startsWith('社会保险缴费凭证')).toBe(true);
    });

    it('cover opened while it prints', async () => {
      await start({ profile });
      const job = rig.printer.print({ jobId: 'a', slip: SAMPLE_SLIP });
      await rig.clock.advance(400);
      await rig.pull('printer-cover-open');
      expect(await rig.settle(job)).toEqual({ state: 'UNCERTAIN', evidence: 'D', reason: 'cover-open' });
      await pass(5_000);
      expect(rig.printer.state().remainder).toBe(true);
      await rig.pull('printer-cover-close');
      await rig.settle(rig.reaches((state) => !state.remainder));
      expect(await nextResidentGets()).toHaveLength(1);
    });

    it('unplugged while it prints', async () => {
      await start({ profile });
      const job = rig.printer.print({ jobId: 'a', slip: SAMPLE_SLIP });
      await rig.clock.advance(400);
      await rig.pull('printer-unplug');
      expect(await rig.settle(job)).toEqual({ state: 'UNCERTAIN', evidence: 'D', reason: 'gone' });
      await pass(3_000);
      await rig.pull('printer-replug');
      await rig.settle(rig.reaches((state) => state.connection === 'ready' && !state.remainder));
      expect(await nextResidentGets()).toHaveLength(1);
    });

    it('switched off and on while it prints: never taken for printed', async () => {
      await start({ profile });
      const job = rig.printer.print({ jobId: 'a', slip: SAMPLE_SLIP });
      await rig.clock.advance(400);
      await rig.pull('printer-power-cycle');
      expect(await rig.settle(job)).toMatchObject({ state: 'UNCERTAIN', reason: 'timeout', evidence: 'C' });
      await rig.settle(
        rig.reaches((state) => !state.remainder),
        120_000,
      );
      expect(await nextResidentGets()).toHaveLength(1);
    });

    it('the proof is lost: UNCERTAIN with a clean machine, and blocked until a proof comes', async () => {
      await start({ profile });
      await rig.pull('printer-proof-lost');
      expect(await print()).toEqual({ state: 'UNCERTAIN', evidence: 'C', reason: 'timeout' });
      await pass(60_000);
      expect(rig.readiness).toBe('blocked:remainder');
      expect(await print('too early')).toEqual({ state: 'FAILED_CLEAN', reason: 'remainder' });
      await rig.pull('printer-proof-lost', { clear: true });
      await rig.settle(
        rig.reaches((state) => !state.remainder),
        120_000,
      );
      expect(await nextResidentGets()).toHaveLength(1);
    });

    it('falls silent while it prints', async () => {
      await start({ profile });
      const job = rig.printer.print({ jobId: 'a', slip: SAMPLE_SLIP });
      await rig.clock.advance(400);
      await rig.pull('printer-silent');
      expect(await rig.settle(job)).toEqual({ state: 'UNCERTAIN', evidence: 'D', reason: 'silent' });
    });

    it('is offline to the end of its budget', async () => {
      await start({ profile });
      const job = rig.printer.print({ jobId: 'a', slip: SAMPLE_SLIP });
      await rig.clock.advance(400);
      await rig.pull('printer-offline');
      expect(await rig.settle(job)).toEqual({ state: 'UNCERTAIN', evidence: 'D', reason: 'offline' });
    });

    it('waits for a hot head within the budget', async () => {
      await start({ profile });
      const job = rig.printer.print({ jobId: 'a', slip: SAMPLE_SLIP });
      await rig.clock.advance(400);
      await rig.pull('printer-head-hot');
      await rig.clock.advance(3_000);
      await rig.pull('printer-head-hot', { clear: true });
      expect(await rig.settle(job)).toMatchObject({ state: 'PRINTED' });
    });

    it('never becomes a second copy by itself', async () => {
      await start({ profile });
      await rig.pull('printer-paper-out', { afterMm: 60 });
      await print();
      await rig.pull('printer-paper-load');
      await rig.settle(rig.reaches((state) => !state.remainder));
      await pass(60_000);
      const titles = [...rig.emulator.paper.slips, rig.emulator.paper.current]
        .flatMap((strip) => strip.marks)
        .filter((mark) => mark.kind === 'line' && mark.cells[0]?.char === '社');
      expect(titles).toHaveLength(1);
    });
  },
);

describe('a remainder', () => {
  it('from before a restart is cleared first', async () => {
    rig = new VirtualRig();
    rig.printer.start({ remainder: true });
    await rig.settle(rig.reaches((state) => state.connection === 'ready' && !state.remainder));
    expect(rig.emulator.latestText()).toBe('以上作废');
    expect(
      rig.states.some(({ readiness }) => readiness.kind === 'blocked' && readiness.reason === 'remainder'),
    ).toBe(true);
    expect(rig.emulator.violations).toEqual([]);
  });

  it('stays when the paper ends again while it is cleared', async () => {
    await start({ profile: 'generic-80' });
    await rig.pull('printer-paper-out', { afterMm: 60 });
    await print();
    await rig.pull('printer-paper-out', { afterMm: 10 });
    await pass(20_000);
    expect(rig.printer.state().remainder).toBe(true);
    expect(rig.readiness).toBe('blocked:paper-out');
    await rig.pull('printer-paper-load');
    await rig.settle(rig.reaches((state) => !state.remainder));
  });

  it('stays when the knife is stuck behind 以上作废', async () => {
    rig = new VirtualRig();
    await rig.pull('printer-cutter-jam');
    rig.printer.start({ remainder: true });
    await pass(10_000);
    expect(rig.printer.state().remainder).toBe(true);
    expect(rig.readiness).toBe('blocked:cutter');
    await rig.pull('printer-cutter-jam', { clear: true });
    expect(await rig.printer.check()).toMatchObject({ remainder: true });
    await rig.settle(rig.reaches((state) => !state.remainder));
  });

  it('follows a write that fails in the same breath as the wire goes', async () => {
    let writes = 0;
    await start({
      wrap: (transport) => ({
        ...transport,
        write: async (bytes) => {
          if (bytes.length <= 100 || ++writes !== 2) return transport.write(bytes);
          queueMicrotask(() => void rig.emulator.unplug());
          return err({ code: 'GONE', detail: 'test' });
        },
      }),
    });
    expect(await print()).toEqual({ state: 'UNCERTAIN', evidence: 'D', reason: 'gone' });
  });

  it('of a write that never ends is taken back with the wire', async () => {
    let writes = 0;
    await start({
      wrap: (transport) => ({
        ...transport,
        // The third chunk is never taken: a printer that has stopped reading.
        write: (bytes) => {
          const isJob = bytes.length > 100;
          if (isJob) writes += 1;
          return isJob && writes === 3 ? new Promise(() => undefined) : transport.write(bytes);
        },
      }),
    });
    expect(await print()).toMatchObject({ state: 'UNCERTAIN', reason: 'timeout' });
    await pass(10_000);
    expect(rig.log.of('device-gone')).toEqual([{ device: 'printer', cause: 'stuck' }]);
    await rig.settle(rig.reaches((state) => state.connection === 'ready' && !state.remainder));
  });

  it('of a wire that does not even take the order to forget is taken back with it, and the job has its result', async () => {
    let refusals = 0;
    const isClear = ([dle, command, kind]: Uint8Array) =>
      dle === 0x10 && (command === 0x05 || (command === 0x14 && kind === 8));
    await start({
      wrap: (transport) => ({
        ...transport,
        // Flow control: a printer without paper that holds the line.
        write: (bytes) => {
          if (!isClear(bytes) || refusals > 0) return transport.write(bytes);
          refusals += 1;
          return new Promise(() => undefined);
        },
      }),
    });
    await rig.pull('printer-paper-out', { afterMm: 60 });
    expect(await print()).toMatchObject({ state: 'UNCERTAIN', reason: 'paper-out' });
    await pass(2_000);
    expect(refusals).toBe(1);
    expect(rig.log.of('device-gone')).toEqual([{ device: 'printer', cause: 'stuck' }]);
    await rig.pull('printer-paper-load');
    await rig.settle(rig.reaches((state) => state.connection === 'ready' && !state.remainder));
  });

  it('follows a write that breaks off', async () => {
    let writes = 0;
    await start({
      wrap: (transport) => ({
        ...transport,
        write: async (bytes) => {
          if (bytes.length > 100) writes += 1;
          return writes === 2 && bytes.length > 100
            ? err({ code: 'IO', detail: 'test' })
            : transport.write(bytes);
        },
      }),
    });
    expect(await print()).toEqual({ state: 'UNCERTAIN', evidence: 'D', reason: 'gone' });
    await rig.settle(rig.reaches((state) => !state.remainder));
  });
});
