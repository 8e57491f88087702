import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { afterEach, describe, expect, it } from 'vitest';
import { toHex } from '../base/bytes.ts';
import { err, ok } from '../base/result.ts';
import type { ByteTransport } from '../transport/port.ts';
import { SAMPLE_SLIP } from './fixtures/sample-slip.ts';
import type { PrintResult } from './port.ts';
import type { PrinterProfile } from './profile.ts';
import { profileOf, type RigOptions, VirtualRig } from './testing/rig.ts';

let rig: VirtualRig;

async function start(options: RigOptions = {}): Promise<VirtualRig> {
  rig = new VirtualRig(options);
  return rig.started();
}

const print = (jobId = 'job-1'): Promise<PrintResult> =>
  rig.settle(rig.printer.print({ jobId, slip: SAMPLE_SLIP }));

/** Lets the driver find out and, when it must, clear. */
const pass = (ms = 12_000): Promise<void> => rig.clock.advance(ms);

afterEach(async () => {
  await rig.settle(rig.close());
  expect(rig.clock.pending).toBe(0);
});

describe('connecting', () => {
  it('is blocked until the printer has answered, then names it', async () => {
    rig = new VirtualRig();
    expect(rig.printer.state()).toMatchObject({ connection: 'connecting', remainder: false });
    expect(rig.readiness).toBe('blocked:gone');
    await rig.started();
    expect(rig.printer.state()).toEqual({
      connection: 'ready',
      model: 'Kiosk Demo 80',
      firmware: '1.0',
      readiness: { kind: 'ready' },
      remainder: false,
    });
    expect(rig.log.of('device-ready')).toEqual([
      { device: 'printer', model: 'Kiosk Demo 80', firmware: '1.0' },
    ]);
  });

  it('does not ask a clone for its name', async () => {
    await start({ profile: 'generic-80' });
    expect(rig.printer.state()).toMatchObject({ model: '通用 80 mm 热敏打印机', firmware: '' });
    expect(rig.emulator.violations).toEqual([]);
  });

  it('keeps the profile’s name for a printer that does not give its own', async () => {
    await start();
    await rig.pull('printer-unplug');
    await pass(1_000);
    await rig.pull('printer-silent');
    await rig.pull('printer-replug');
    await pass(3_000);
    expect(rig.readiness).toBe('blocked:silent');
    await rig.pull('printer-silent', { clear: true });
    await pass(3_000);
    expect(rig.readiness).toBe('ready');
  });

  it('goes on with the profile’s name when an inquiry stays unanswered', async () => {
    const wrap = (transport: ByteTransport): ByteTransport => ({
      ...transport,
      // A model that swallows GS I.
      write: async (bytes) => (bytes[0] === 0x1d && bytes[1] === 0x49 ? ok() : transport.write(bytes)),
    });
    await start({ wrap });
    await pass(2_000);
    expect(rig.printer.state()).toMatchObject({
      connection: 'ready',
      model: '演示打印机 80 mm',
      firmware: '',
    });
  });

  it('comes up with its paper out and says so', async () => {
    rig = new VirtualRig();
    await rig.pull('printer-paper-out');
    await rig.started();
    expect(rig.readiness).toBe('blocked:paper-out');
    expect(rig.printer.state().connection).toBe('ready');
  });

  it('survives an unplug and is back by itself', async () => {
    await start();
    await rig.pull('printer-unplug');
    await pass(100);
    expect(rig.printer.state().connection).toBe('gone');
    expect(rig.readiness).toBe('blocked:gone');
    expect(await rig.printer.check()).toBe(rig.printer.state());
    await pass(5_000);
    await rig.pull('printer-replug');
    await pass(2_000);
    expect(rig.readiness).toBe('ready');
    expect(rig.log.of('device-gone')).toEqual([{ device: 'printer', cause: 'GONE' }]);
    expect(rig.log.of('device-open-failed')).toEqual([{ device: 'printer', cause: 'NOT_FOUND' }]);
  });

  it('notes what it cannot understand, without the bytes', async () => {
    const listeners: ((bytes: Uint8Array) => void)[] = [];
    await start({
      wrap: (transport) => ({
        ...transport,
        onData: (listener) => {
          listeners.push(listener);
          return transport.onData(listener);
        },
      }),
    });
    listeners[0]?.(Uint8Array.of(0xff));
    expect(rig.log.of('device-protocol')).toEqual([{ device: 'printer', what: 'unknown-reply' }]);
  });
});

describe('naming', () => {
  it('is not disturbed by what else the printer says', async () => {
    let tell: (bytes: Uint8Array) => void = () => undefined;
    await start({
      wrap: (transport) => ({
        ...transport,
        onData: (listener) => {
          tell = listener;
          return transport.onData(listener);
        },
        write: (bytes) => {
          if (bytes[0] === 0x1d && bytes[1] === 0x49) tell(Uint8Array.of(0x11));
          return transport.write(bytes);
        },
      }),
    });
    expect(rig.printer.state()).toMatchObject({ model: 'Kiosk Demo 80', firmware: '1.0' });
  });
});

describe('state', () => {
  it.each([
    ['printer-paper-out', 'printer-paper-load', 'blocked:paper-out'],
    ['printer-cover-open', 'printer-cover-close', 'blocked:cover-open'],
  ])('%s is seen at the next look, and so is %s', async (lever, back, seen) => {
    await start();
    await rig.pull(lever);
    await pass(2_500);
    expect(rig.readiness).toBe(seen);
    await rig.pull(back);
    await pass(2_500);
    expect(rig.readiness).toBe('ready');
  });

  it.each([
    ['printer-paper-low', 'low'],
    ['printer-paper-jam', 'blocked:jam'],
    ['printer-offline', 'blocked:offline'],
    ['printer-silent', 'blocked:silent'],
  ])('%s is told by check at once, and forgotten when it passes', async (lever, seen) => {
    await start();
    await rig.pull(lever);
    await rig.settle(rig.printer.check());
    expect(rig.readiness).toBe(seen);
    await rig.pull(lever, { clear: true });
    await pass(5_000);
    expect(rig.readiness).toBe('ready');
  });

  it('lets a hot head cool for half a minute before it says so', async () => {
    await start();
    await rig.pull('printer-head-hot');
    await pass(25_000);
    expect(rig.readiness).toBe('ready');
    await pass(10_000);
    expect(rig.readiness).toBe('blocked:overheated');
    await rig.pull('printer-head-hot', { clear: true });
    await pass(2_500);
    expect(rig.readiness).toBe('ready');
  });

  it('opens the wire anew after three silent looks', async () => {
    await start();
    await rig.pull('printer-silent');
    await pass(4_000);
    expect(rig.printer.state().connection).toBe('ready');
    await pass(8_000);
    expect(rig.printer.state().connection).toBe('gone');
    expect(rig.readiness).toBe('blocked:silent');
    expect(rig.log.of('device-gone')).toEqual([{ device: 'printer', cause: 'silent' }]);
  });

  it('tells listeners only what has changed', async () => {
    await start();
    const told = rig.states.length;
    await pass(20_000);
    expect(rig.states).toHaveLength(told);
  });
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
    await start({ profile: { ...profile, proof: { kind: 'none', source: 'test' } } });
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

describe.each(['demo-80', 'generic-80', 'generic-58'])(
  'a job that breaks in the middle, on %s',
  (profile) => {
    const marker = '以上作废';

    /** What a resident who comes later could take out of the tray: the slips cut since. */
    async function nextResidentGets(): Promise<readonly string[]> {
      const before = rig.emulator.paper.slips.length;
      expect(await print('next')).toMatchObject({ state: 'PRINTED' });
      const { textOf } = await import('./emulator/paper.ts');
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
    rig = new VirtualRig({ remainder: true });
    rig.printer.start();
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
    rig = new VirtualRig({ remainder: true });
    await rig.pull('printer-cutter-jam');
    rig.printer.start();
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

describe('a slip with its code as an image', () => {
  const profile: PrinterProfile = {
    ...profileOf('generic-58'),
    qr: { command: 'raster', moduleDots: 5, source: 'test' },
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

describe('closing', () => {
  it('ends a running job and starts nothing new', async () => {
    await start();
    const job = rig.printer.print({ jobId: 'a', slip: SAMPLE_SLIP });
    await rig.clock.advance(400);
    await rig.settle(rig.printer.close());
    expect(await job).toEqual({ state: 'UNCERTAIN', evidence: 'D', reason: 'gone' });
  });
});
