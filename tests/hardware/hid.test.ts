/**
 * HID down to the system calls: the shipped node-hid, its hidapi, udev and sysfs as on a machine with the devices plugged in,
 * under the production transport and drivers. The devices behind the nodes are the emulators that the other tests use. What
 * is left out is the kernel's own USB and HID code.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../drivers/base/clock.ts';
import { NibbleHidLine, nibblePlug } from '../../drivers/card-reader/emulator/nibble-hid.ts';
import { NibbleReaderEmulator } from '../../drivers/card-reader/emulator/nibble-reader.ts';
import { HidPosScannerEmulator, hidPosPlug } from '../../drivers/code-scanner/emulator/hid-pos-scanner.ts';
import { Testbed, whyNoTestbed } from './testbed.ts';

const whyNot = whyNoTestbed();

describe.skipIf(whyNot !== null)(`HID on virtual device nodes${whyNot === null ? '' : `: ${whyNot}`}`, () => {
  const [scannerDevice, readerDevice] = [hidPosPlug('honeywell'), nibblePlug()];
  let bed: Testbed;
  let scanner: HidPosScannerEmulator;
  let reader: NibbleReaderEmulator;
  /** What the program has said and nobody has waited for yet. */
  const lines: { readonly what: string; readonly line: Record<string, unknown> }[] = [];
  let wake: () => void = () => undefined;

  beforeAll(async () => {
    bed = await Testbed.start(
      `${import.meta.dirname}/host.ts`,
      [scannerDevice.device, readerDevice.device],
      [JSON.stringify([scannerDevice.address, readerDevice.address])],
    );
    scanner = new HidPosScannerEmulator({ socket: bed.socket(0) });
    reader = new NibbleReaderEmulator({ line: new NibbleHidLine(bed.socket(1)), clock: new SystemClock() });
    bed.onLine((line) => {
      lines.push(JSON.parse(line));
      wake();
    });
  });

  afterAll(async () => {
    expect(await bed.stop()).toBe(0);
  });

  /** The next line of that kind, from `what`, is taken out of those that have come or is waited for. */
  async function next(what: string, type?: string): Promise<Record<string, unknown>> {
    for (;;) {
      const at = lines.findIndex(
        (one) => one.what === what && (type === undefined || one.line.type === type),
      );
      const [found] = at < 0 ? [] : lines.splice(at, 1);
      if (found !== undefined) return found.line;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  async function pull(
    emulator: HidPosScannerEmulator | NibbleReaderEmulator,
    id: string,
    args: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const applied = await emulator.levers.find((lever) => lever.id === id)?.apply(args);
    expect(applied?.ok).toBe(true);
  }

  it('finds the scanner by its ids and usage, names it, and switches it to its mode', async () => {
    expect((await next('scanner', 'scanner-ready')).state).toEqual({
      connection: 'ready',
      model: 'Honeywell POS Scanner',
      firmware: '1.02',
    });
  });

  it('hears codes of one report and of several', async () => {
    for (const text of ['SYNTHETIC-QR-0001', '0123456789'.repeat(30)]) {
      scanner.scan(text);
      expect((await next('scanner', 'code')).text).toBe(text);
    }
  });

  it('reads a card through a reader whose reports are not numbered', async () => {
    await next('reader', 'reader-ready');
    await pull(reader, 'card-insert', { card: 'v2-rare' });
    expect(await next('identity')).toMatchObject({ ok: true, value: { cardNumber: 'YS0000003' } });
  });

  it('tells an unplug, and finds the device again under another node', async () => {
    await pull(scanner, 'scanner-unplug');
    await next('scanner', 'scanner-gone');
    await pull(scanner, 'scanner-replug');
    await next('scanner', 'scanner-ready');
    scanner.scan('AFTER-REPLUG');
    expect((await next('scanner', 'code')).text).toBe('AFTER-REPLUG');
  });
});
