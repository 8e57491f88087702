import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '../base/result.ts';
import type { ByteTransport } from '../transport/port.ts';
import { SAMPLE_SLIP } from './fixtures/sample-slip.ts';
import { type RigOptions, VirtualRig } from './testing/rig.ts';

let rig: VirtualRig;

async function start(options: RigOptions = {}): Promise<VirtualRig> {
  rig = new VirtualRig(options);
  return rig.started();
}

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
      forgotten: false,
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

describe('closing', () => {
  it('ends a running job and starts nothing new', async () => {
    await start();
    const job = rig.printer.print({ jobId: 'a', slip: SAMPLE_SLIP });
    await rig.clock.advance(400);
    await rig.settle(rig.printer.close());
    expect(await job).toEqual({ state: 'UNCERTAIN', evidence: 'D', reason: 'gone' });
  });
});
