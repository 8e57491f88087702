import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { ok } from '../../base/result.ts';
import { HidPlug, type HidPlugOptions } from '../../transport/emulator/hid-plug.ts';
import { HidTransport } from '../../transport/hid.ts';
import type { ReportTransport } from '../../transport/report-port.ts';
import { NUMBERED_SCANNER, UNNUMBERED_READER } from '../../transport/testing/hid-descriptors.ts';
import { type EmulatedHidPosModel, HidPosScannerEmulator, hidPosPlug } from '../emulator/hid-pos-scanner.ts';
import vectors from '../fixtures/hid-pos-vectors.json' with { type: 'json' };
import type { ScannerEvent } from '../port.ts';
import { HID_POS_REPORTS, type LayoutName } from './layout.ts';
import { HidPosScanner } from './scanner.ts';

function driver(plug: HidPlug, layout: LayoutName | null = null) {
  const clock = new VirtualClock();
  const lines: string[] = [];
  const log = {
    event: (id: string, fields: unknown) => lines.push(JSON.stringify({ id, ...(fields as object) })),
  };
  const transport = new HidTransport({ address: plug.address, clock, bus: plug, reports: HID_POS_REPORTS });
  const scanner = new HidPosScanner({ transport, clock, log, layout });
  const events: ScannerEvent[] = [];
  scanner.subscribe((event) => events.push(event));
  const codes = () => events.flatMap((event) => (event.type === 'code' ? [event.text] : []));
  return { clock, lines, scanner, events, codes };
}

interface RigOptions {
  readonly model?: EmulatedHidPosModel;
  readonly describes?: boolean;
  readonly layout?: LayoutName;
}

function rig({ model, describes, layout }: RigOptions = {}) {
  const plug = hidPosPlug(model, describes);
  const emulator = new HidPosScannerEmulator({ socket: plug, model });
  const pull = (id: string, args = {}) => emulator.levers.find((lever) => lever.id === id)?.apply(args);
  return { emulator, pull, ...driver(plug, layout) };
}

function bare(options: Partial<HidPlugOptions>, layout?: LayoutName) {
  const plug = new HidPlug({
    vendorId: 0x0c2e,
    productId: 1,
    usagePage: 0x8c,
    usage: 2,
    descriptor: NUMBERED_SCANNER,
    ...HID_POS_REPORTS,
    ...options,
  });
  const heard: string[] = [];
  plug.onHostReport(({ kind, bytes }) => heard.push(`${kind} ${toHex(bytes)}`));
  return { plug, heard, ...driver(plug, layout) };
}

const LONG = 'SYNTHETIC-'.repeat(14);

describe('a HID POS scanner', () => {
  it.each(['honeywell', 'newland', 'off-by-one', 'microscan'] as const)(
    'is understood by its own description: %s',
    async (model) => {
      const { clock, emulator, scanner, codes } = rig({ model });
      expect(scanner.state()).toEqual({ connection: 'connecting', model: '', firmware: '' });
      scanner.start();
      await clock.advance(0);
      expect(scanner.state()).toMatchObject({ connection: 'ready', firmware: '1.02' });
      emulator.scan('SYNTHETIC-QR-0001');
      await clock.advance(0);
      expect(codes()).toEqual(['SYNTHETIC-QR-0001']);
      await scanner.close();
      await clock.advance(2_000);
      expect(scanner.state().connection).toBe('gone');
      expect(clock.pending).toBe(0);
    },
  );

  it.each(['honeywell', 'newland', 'off-by-one'] as const)(
    'is understood by its maker where the system tells no descriptor, codes of several reports too: %s',
    async (model) => {
      const { clock, emulator, scanner, codes } = rig({ model, describes: false });
      scanner.start();
      await clock.advance(0);
      emulator.scan(LONG);
      await clock.advance(0);
      expect(codes()).toEqual([LONG]);
    },
  );

  it('is understood by the layout that the configuration names', async () => {
    const { clock, emulator, scanner, codes } = rig({
      model: 'microscan',
      describes: false,
      layout: 'microscan',
    });
    scanner.start();
    await clock.advance(0);
    emulator.scan('NAMED');
    await clock.advance(0);
    expect(codes()).toEqual(['NAMED']);
  });

  it('is said not to be understood when nobody knows its layout', async () => {
    const { clock, scanner, lines } = rig({ model: 'microscan', describes: false });
    scanner.start();
    await clock.advance(0);
    expect(scanner.state().connection).toBe('gone');
    expect(lines.map((line) => JSON.parse(line).cause)).toEqual(['NO_LAYOUT']);
  });

  it('switches a Honeywell to this mode at every connect, with the bytes of the manual', async () => {
    const wanted = vectors.find(({ name }) => name === 'feature enable redirection')?.hex;
    for (const options of [{}, { descriptor: null }]) {
      const { clock, plug, heard, scanner } = bare(options);
      scanner.start();
      await clock.advance(0);
      expect(heard).toEqual([`feature ${wanted}`]);
      await plug.unplug();
      await plug.replug();
      await clock.advance(3_000);
      expect(heard).toEqual([`feature ${wanted}`, `feature ${wanted}`]);
    }
  });

  it('sends no switch to who has none, and goes on where it is refused', async () => {
    const none = bare({ descriptor: UNNUMBERED_READER, numbered: false });
    none.scanner.start();
    await none.clock.advance(0);
    expect(none.scanner.state().connection).toBe('ready');
    expect(none.heard).toEqual([]);
    const refused = bare({ descriptor: NUMBERED_SCANNER, featureBytes: 5 });
    refused.scanner.start();
    await refused.clock.advance(0);
    expect(refused.scanner.state()).toEqual({ connection: 'ready', model: '0c2e:0001', firmware: '' });
    expect(refused.lines.join()).toContain('output redirection refused');
  });

  it('survives unplug and replug, forgetting what had half arrived', async () => {
    const { clock, emulator, pull, scanner, events, codes } = rig();
    scanner.start();
    await clock.advance(0);
    await pull('scanner-no-end');
    emulator.scan('HALF');
    await clock.advance(0);
    await pull('scanner-unplug');
    await clock.advance(500);
    expect(scanner.state()).toEqual({ connection: 'gone', model: 'Honeywell POS Scanner', firmware: '1.02' });
    await pull('scanner-replug');
    await clock.advance(3_000);
    emulator.scan('WHOLE');
    await clock.advance(0);
    expect(codes()).toEqual(['WHOLE']);
    expect(events.map(({ type }) => type)).toEqual([
      'scanner-ready',
      'scanner-gone',
      'scanner-ready',
      'code',
    ]);
    await emulator.close();
  });

  it('drops a code whose end does not come within half a second', async () => {
    const { clock, emulator, pull, scanner, codes, lines } = rig();
    scanner.start();
    await clock.advance(0);
    await pull('scanner-no-end');
    emulator.scan('LOST');
    await clock.advance(499);
    expect(lines.join()).not.toContain('without its end');
    await clock.advance(1);
    expect(lines.join()).toContain('without its end');
    emulator.scan('GOOD');
    await clock.advance(0);
    expect(codes()).toEqual(['GOOD']);
  });

  it.each(['scanner-half-report', 'scanner-bad-length'])('rejects a code after %s', async (fault) => {
    const { clock, emulator, pull, scanner, codes, lines } = rig();
    scanner.start();
    await clock.advance(0);
    await pull(fault);
    await pull('scanner-scan', { text: LONG });
    await clock.advance(0);
    expect(codes()).toEqual([]);
    expect(lines.join()).toContain('scan report of a wrong length');
    expect(lines.join()).not.toContain('SYNTHETIC');
    await pull(fault);
    await pull(fault, { clear: true });
    emulator.scan(LONG);
    await clock.advance(0);
    expect(codes()).toEqual([LONG]);
  });

  it('reports a code that stays in view once', async () => {
    const { clock, emulator, scanner, codes } = rig();
    scanner.start();
    await clock.advance(0);
    for (let times = 0; times < 5; times++) {
      emulator.scan('A');
      await clock.advance(800);
    }
    expect(codes()).toEqual(['A']);
  });
});

describe('the emulated HID POS scanner', () => {
  it.each([
    ['honeywell', 'single', 'SYNTHETIC-QR-0001'],
    ['honeywell', 'two-part 70 bytes', '0123456789'.repeat(7)],
    ['newland', 'single', 'SYNTHETIC-QR-0001'],
  ] as const)('sends the reports of the manual: %s, %s', async (model, name, text) => {
    const plug = hidPosPlug(model);
    const emulator = new HidPosScannerEmulator({ socket: plug, model });
    const device = await plug.open('/dev/hidraw0');
    const sent: string[] = [];
    device.on('data', (bytes) => sent.push(toHex(bytes)));
    await device.sendFeatureReport(Buffer.from(fromHex('FE01')));
    await Promise.resolve();
    emulator.scan(text);
    await Promise.resolve();
    const wanted = vectors.filter((one) => one.proto === `hidpos-${model}` && one.name === name);
    expect(sent).toEqual(wanted.map(({ hex }) => hex));
  });

  it('keeps a Honeywell’s codes to itself until it is switched', async () => {
    const plug = hidPosPlug();
    const emulator = new HidPosScannerEmulator({ socket: plug });
    const device = await plug.open('/dev/hidraw0');
    const sent: string[] = [];
    device.on('data', (bytes) => sent.push(toHex(bytes)));
    emulator.scan('A');
    await Promise.resolve();
    expect(sent).toEqual([]);
  });
});

describe('a device that goes between opening and greeting', () => {
  it('is told as gone', async () => {
    const clock = new VirtualClock();
    const transport: ReportTransport = {
      description: 'hid test',
      open: async () => ok(),
      write: async () => ok(),
      sendFeature: async () => ok(),
      onReport: () => () => undefined,
      onGone: () => () => undefined,
      identity: () => null,
      close: async () => undefined,
    };
    const scanner = new HidPosScanner({ transport, clock, log: silentLog, layout: null });
    const events: ScannerEvent[] = [];
    scanner.subscribe((event) => events.push(event));
    scanner.start();
    await clock.advance(0);
    expect(events).toEqual([{ type: 'scanner-gone', cause: 'GONE' }]);
    await scanner.close();
    expect(clock.pending).toBe(0);
  });
});
