import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fromHex, toHex } from '../base/bytes.ts';
import { VirtualClock } from '../base/clock.ts';
import { ok } from '../base/result.ts';
import { HidPlug, type HidPlugOptions } from './emulator/hid-plug.ts';
import { type HidOptions, HidTransport } from './hid.ts';
import { NodeHidBus } from './hid-bus.ts';
import { KeptWire } from './kept-wire.ts';
import type { HidReport } from './report-port.ts';
import { NUMBERED_SCANNER, UNNUMBERED_READER } from './testing/hid-descriptors.ts';

const READER: HidPlugOptions = {
  vendorId: 0x1209,
  productId: 0xff01,
  manufacturer: 'Maker',
  product: 'Card Reader',
  release: 0x0104,
  usagePage: 0xff00,
  usage: 1,
  descriptor: UNNUMBERED_READER,
  numbered: false,
  outputBytes: 64,
  featureBytes: 8,
};
const SCANNER: HidPlugOptions = {
  vendorId: 0x0c2e,
  productId: 0x0b61,
  usagePage: 0x8c,
  usage: 2,
  beside: [{ usagePage: 1, usage: 6 }],
  descriptor: NUMBERED_SCANNER,
  numbered: true,
  outputBytes: 1,
  featureBytes: 1,
};

function rig(device: HidPlugOptions, options: Partial<HidOptions> = {}) {
  const clock = new VirtualClock();
  const plug = new HidPlug(device);
  const transport = new HidTransport({ address: plug.address, clock, bus: plug, ...options });
  const reports: HidReport[] = [];
  transport.onReport((report) => reports.push(report));
  const gone: string[] = [];
  transport.onGone(({ code }) => gone.push(code));
  const heard: string[] = [];
  plug.onHostReport(({ kind, bytes }) => heard.push(`${kind} ${toHex(bytes)}`));
  return { clock, plug, transport, reports, gone, heard };
}

describe('a HID transport', () => {
  it('pads what it writes and takes no byte from what it reads where reports are not numbered', async () => {
    const { clock, plug, transport, reports, heard } = rig(READER);
    expect((await transport.open()).ok).toBe(true);
    expect(transport.description).toBe('hid 1209:ff01');
    expect((await transport.write({ id: 0, data: fromHex('3200') })).ok).toBe(true);
    expect((await transport.sendFeature({ id: 0, data: fromHex('07') })).ok).toBe(true);
    plug.send(fromHex('0102'));
    await clock.advance(0);
    expect(heard).toEqual([`output 3200${'00'.repeat(62)}`, `feature 07${'00'.repeat(7)}`]);
    expect(reports).toEqual([{ id: 0, data: fromHex('0102') }]);
  });

  it('takes the id off where they are', async () => {
    const { clock, plug, transport, reports, heard } = rig(SCANNER);
    await transport.open();
    await transport.sendFeature({ id: 0xfe, data: fromHex('01') });
    plug.send(fromHex('02 05 AB'));
    plug.send(new Uint8Array(0));
    await clock.advance(0);
    expect(heard).toEqual(['feature FE01']);
    expect(reports).toEqual([{ id: 2, data: fromHex('05 AB') }]);
  });

  it('refuses reports that the device does not have', async () => {
    const { transport } = rig(SCANNER);
    await transport.open();
    const refused = { ok: false, error: { code: 'IO' } };
    expect(await transport.write({ id: 9, data: fromHex('01') })).toMatchObject(refused);
    expect(await transport.write({ id: 4, data: fromHex('0102') })).toMatchObject(refused);
  });

  it('names the device', async () => {
    const { transport } = rig(READER);
    expect(transport.identity()).toBe(null);
    await transport.open();
    expect(transport.identity()).toEqual({
      vendorId: 0x1209,
      productId: 0xff01,
      manufacturer: 'Maker',
      product: 'Card Reader',
      release: '1.04',
      descriptor: UNNUMBERED_READER,
    });
    const nameless = rig(SCANNER);
    await nameless.transport.open();
    expect(nameless.transport.identity()).toMatchObject({ manufacturer: '', product: '', release: '' });
  });

  it('opens the interface with the right usage, and says when only others are there', async () => {
    const first = rig(SCANNER, { address: { vendorId: 0x0c2e, productId: 0x0b61 } });
    expect(await first.transport.open()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    const right = rig(SCANNER);
    expect((await right.transport.open()).ok).toBe(true);
    const wrong = rig(SCANNER, { address: { vendorId: 0x0c2e, productId: 0x0b61, usagePage: 0xff8c } });
    expect(await wrong.transport.open()).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND', detail: expect.stringContaining('another mode') },
    });
  });

  it('opens by path without a scan', async () => {
    const { plug, transport } = rig(READER, { address: { path: '/dev/hidraw0' } });
    expect(transport.description).toBe('hid /dev/hidraw0');
    expect((await transport.open()).ok).toBe(true);
    expect((await transport.open()).ok).toBe(true);
    expect(plug.scans).toBe(0);
    const other = rig(READER, { address: { path: '/dev/hidraw7' } });
    expect(await other.transport.open()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });

  it('needs a descriptor, or somebody who knows', async () => {
    const silent = { ...READER, descriptor: null };
    expect(await rig(silent).transport.open()).toMatchObject({ ok: false, error: { code: 'IO' } });
    const broken = { ...READER, descriptor: fromHex('B4') };
    expect(await rig(broken).transport.open()).toMatchObject({ ok: false, error: { code: 'IO' } });
    const known = rig(silent, { reports: { numbered: false, outputBytes: 64, featureBytes: 8 } });
    expect((await known.transport.open()).ok).toBe(true);
    await known.transport.write({ id: 0, data: fromHex('AA') });
    await known.transport.sendFeature({ id: 0, data: fromHex('BB') });
    await known.clock.advance(0);
    expect(known.heard).toEqual([`output AA${'00'.repeat(63)}`, `feature BB${'00'.repeat(7)}`]);
  });

  it('tells an unplug once, and nothing after its own close', async () => {
    const { clock, plug, transport, reports, gone } = rig(READER);
    await transport.open();
    await plug.unplug();
    expect(gone).toEqual(['GONE']);
    expect(await transport.write({ id: 0, data: fromHex('00') })).toMatchObject({
      ok: false,
      error: { code: 'NOT_OPEN' },
    });
    await plug.replug();
    const opening = transport.open();
    await clock.advance(2_000);
    expect((await opening).ok).toBe(true);
    plug.send(fromHex('01'));
    await transport.close();
    await transport.close();
    await plug.unplug();
    await clock.advance(0);
    expect(gone).toEqual(['GONE']);
    expect(reports).toEqual([]);
  });

  it('looks for the device every two seconds at most', async () => {
    const { clock, plug, transport } = rig(READER);
    await plug.unplug();
    const ups: string[] = [];
    const wire = new KeptWire({
      transport,
      clock,
      greet: async () => ok(),
      onUp: () => ups.push('up'),
      onDown: (cause) => ups.push(cause),
    });
    wire.start();
    await clock.advance(20_000);
    expect(plug.scans).toBe(11);
    await plug.replug();
    await clock.advance(3_000);
    expect(ups).toEqual(['NOT_FOUND', 'up']);
    await wire.close();
    expect(clock.pending).toBe(0);
  });

  it('gives up looking when it is closed, and may be opened again at once', async () => {
    const { clock, plug, transport } = rig(READER);
    await plug.unplug();
    expect(await transport.open()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    const waiting = transport.open();
    expect(transport.open()).toBe(waiting);
    await transport.close();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'NOT_OPEN' } });
    expect(clock.pending).toBe(0);
    await plug.replug();
    const again = transport.open();
    await clock.advance(2_000);
    expect((await again).ok).toBe(true);
  });

  it('gives the device back when it is closed while opening', async () => {
    const { plug, transport } = rig(READER, { address: { path: '/dev/hidraw0' } });
    const close = vi.fn();
    const open = plug.open.bind(plug);
    plug.open = async (path) => {
      const device = await open(path);
      const shut = device.close.bind(device);
      device.close = () => {
        close();
        return shut();
      };
      return device;
    };
    const opening = transport.open();
    await transport.close();
    expect(await opening).toMatchObject({ ok: false, error: { code: 'NOT_OPEN' } });
    expect(close).toHaveBeenCalledTimes(1);
    expect((await transport.open()).ok).toBe(true);
  });

  it('turns what the bus throws into values', async () => {
    const { plug, transport, clock } = rig(READER);
    const open = plug.open.bind(plug);
    plug.devices = () => Promise.reject('no library');
    expect(await transport.open()).toMatchObject({ ok: false, error: { code: 'IO', detail: 'no library' } });
    const byPath = new HidTransport({ address: { path: '/dev/hidraw0' }, clock, bus: plug });
    plug.open = async (path) =>
      Object.assign(await open(path), { getDeviceInfo: () => Promise.reject(new Error('gone')) });
    expect(await byPath.open()).toMatchObject({ ok: false, error: { code: 'IO', detail: 'gone' } });
    plug.open = async (path) =>
      Object.assign(await open(path), {
        write: () => Promise.reject(new Error('Cannot write')),
        close: () => Promise.reject(new Error('cannot close')),
      });
    expect((await byPath.open()).ok).toBe(true);
    expect(await byPath.write({ id: 0, data: fromHex('00') })).toMatchObject({
      ok: false,
      error: { code: 'IO', detail: 'Cannot write' },
    });
    await byPath.close();
  });

  it('does not take a bug of a listener for an unplug', async () => {
    const { clock, plug, transport, gone } = rig(READER);
    await transport.open();
    const surfaced: unknown[] = [];
    const later = queueMicrotask;
    vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((action) =>
      later(() => {
        try {
          action();
        } catch (thrown) {
          surfaced.push(thrown);
        }
      }),
    );
    const bug = new Error('a bug');
    transport.onReport(() => {
      throw bug;
    });
    plug.send(fromHex('01'));
    await clock.advance(0);
    expect(surfaced).toEqual([bug]);
    expect(gone).toEqual([]);
  });
});

describe('this machine’s HID devices', () => {
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  it.runIf(process.platform === 'linux')(
    'are listed, and one that is not there is named as that',
    async () => {
      const bus = new NodeHidBus();
      expect(Array.isArray(await bus.devices())).toBe(true);
      const path = '/dev/hidraw-none';
      await expect(bus.open(path)).rejects.toThrow();
      expect(await bus.explain(path, 'words')).toEqual({ code: 'NOT_FOUND', detail: 'words' });
      const transport = new HidTransport({ address: { path }, clock: new VirtualClock() });
      expect(await transport.open()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    },
  );

  it('have their descriptor where the kernel shows it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kiosk-hid-'));
    cleanUp.push(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, 'class/hidraw3/device'), { recursive: true });
    await writeFile(join(folder, 'class/hidraw3/device/report_descriptor'), UNNUMBERED_READER);
    await writeFile(join(folder, 'hidraw3'), '');
    const bus = new NodeHidBus(join(folder, 'class'));
    expect(await bus.descriptor(join(folder, 'hidraw3'))).toEqual(UNNUMBERED_READER);
    expect(await bus.descriptor(join(folder, 'hidraw4'))).toBe(null);
  });
});
