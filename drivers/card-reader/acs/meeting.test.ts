import { describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { err, ok } from '../../base/result.ts';
import { Loopback, type LoopbackOptions } from '../../transport/loopback.ts';
import { Acr122ReaderEmulator } from '../emulator/acr122-reader.ts';
import { AcsReaderEmulator } from '../emulator/acs-reader.ts';
import { pull, type ReaderRig, readerRig, within } from '../testing/reader-rig.ts';
import { AcsCcidProtocol } from './protocol.ts';

interface Speeds {
  /** In the configuration. */
  readonly line: number;
  /** What the reader listens at after power-on. */
  readonly reader: number;
}

function rigAt({ line, reader }: Speeds, options: Pick<LoopbackOptions, 'cut'> = {}) {
  const clock = new VirtualClock();
  const wire = new Loopback({ ...options, baudRate: line });
  const emulator = new AcsReaderEmulator({ line: wire.line, clock, baudRate: reader });
  const protocol = new AcsCcidProtocol(wire.host, clock);
  return { ...readerRig({ clock, emulator, protocol, transport: wire.host }), wire };
}

const speedOf = ({ wire }: { wire: Loopback }) => Math.round(10_000 / wire.host.msPerByte);
const READY = { connection: 'ready', model: 'ACR1281S', firmware: 'V103' };
const WANG = { ok: true, value: { name: '王建明' } };

async function readsWang(rig: ReaderRig<AcsReaderEmulator>): Promise<void> {
  await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
  await rig.clock.advance(300);
  expect(await within(rig.clock, rig.reader.readIdentity())).toMatchObject(WANG);
}

describe('a reader at another speed than the line', () => {
  it.each([
    [{ line: 115_200, reader: 9_600 }],
    [{ line: 9_600, reader: 115_200 }],
    [{ line: 19_200, reader: 9_600 }],
    [{ line: 38_400, reader: 115_200 }],
  ])('is found and brought to it: %j', async (speeds) => {
    const rig = rigAt(speeds);
    rig.reader.start();
    await rig.clock.advance(8_000);
    expect(rig.reader.state()).toMatchObject(READY);
    expect(rig.events).toHaveLength(1);
    expect(speedOf(rig)).toBe(speeds.line);
    await readsWang(rig);
    await rig.reader.close();
    expect(rig.clock.pending).toBe(0);
  });

  it('is found again after a power cut', async () => {
    const rig = rigAt({ line: 115_200, reader: 9_600 });
    rig.reader.start();
    await rig.clock.advance(8_000);
    await pull(rig.emulator, 'card-reader-unplug');
    await rig.clock.advance(1_000);
    await pull(rig.emulator, 'card-reader-replug');
    await rig.clock.advance(8_000);
    expect(rig.reader.state()).toMatchObject(READY);
    expect(speedOf(rig)).toBe(115_200);
    await readsWang(rig);
  });

  it('is kept at its own when it has no word for the line’s', async () => {
    const rig = rigAt({ line: 4_800, reader: 9_600 });
    rig.reader.start();
    await rig.clock.advance(8_000);
    expect(rig.reader.state()).toMatchObject(READY);
    expect(speedOf(rig)).toBe(9_600);
    await readsWang(rig);
  });

  it('is kept at its own when it refuses', async () => {
    const rig = rigAt({ line: 115_200, reader: 9_600 });
    const { write } = rig.wire.host;
    rig.wire.host.write = (bytes) => {
      if (toHex(bytes).slice(22, 26) === '4404') rig.emulator.refuse = 3;
      return write(bytes);
    };
    rig.reader.start();
    await rig.clock.advance(8_000);
    expect(rig.reader.state()).toMatchObject(READY);
    expect(speedOf(rig)).toBe(9_600);
  });

  it('is brought to it even if its agreement is lost in the change', async () => {
    const rig = rigAt(
      { line: 115_200, reader: 9_600 },
      { cut: (bytes) => (toHex(bytes).includes('9004') ? [] : [bytes]) },
    );
    rig.reader.start();
    await rig.clock.advance(10_000);
    expect(rig.reader.state()).toMatchObject(READY);
    expect(speedOf(rig)).toBe(115_200);
  });

  it('and silent is SILENT, once', async () => {
    const rig = rigAt({ line: 115_200, reader: 9_600 });
    rig.emulator.silent = true;
    rig.reader.start();
    await rig.clock.advance(30_000);
    expect(rig.events).toEqual([{ type: 'reader-gone', cause: 'SILENT' }]);
  });

  it.each([0, 500, 1_500, 2_500])('unplugged while it is looked for (after %i ms) is gone', async (ms) => {
    const rig = rigAt({ line: 115_200, reader: 9_600 });
    rig.emulator.silent = true;
    rig.reader.start();
    await rig.clock.advance(ms);
    await pull(rig.emulator, 'card-reader-unplug');
    await rig.clock.advance(0);
    expect(rig.events).toEqual([{ type: 'reader-gone', cause: 'GONE' }]);
    await rig.reader.close();
    expect(rig.clock.pending).toBe(0);
  });

  it.each([9_600, 115_200])('cannot be followed by a port that refuses %i', async (refused) => {
    const rig = rigAt({ line: 115_200, reader: 9_600 });
    const { setSpeed } = rig.wire.host;
    rig.wire.host.setSpeed = async (speed) =>
      speed === refused ? err({ code: 'IO', detail: 'no such speed' }) : (setSpeed?.(speed) ?? ok());
    rig.reader.start();
    await rig.clock.advance(4_000);
    expect(rig.events[0]).toEqual({ type: 'reader-gone', cause: 'GONE' });
  });

  it('is not looked for on a wire without speeds', async () => {
    const rig = rigAt({ line: 115_200, reader: 9_600 });
    Reflect.deleteProperty(rig.wire.host, 'setSpeed');
    rig.reader.start();
    await rig.clock.advance(30_000);
    expect(rig.events).toEqual([{ type: 'reader-gone', cause: 'SILENT' }]);
  });
});

describe('an ACR122S at another speed', () => {
  it.each([
    [115_200, 115_200],
    [19_200, 9_600],
  ])('is brought to %i if it knows it: %i', async (line, ends) => {
    const clock = new VirtualClock();
    const wire = new Loopback({ baudRate: line });
    const emulator = new Acr122ReaderEmulator({ line: wire.line, clock });
    const protocol = new AcsCcidProtocol(wire.host, clock);
    const rig = readerRig({ clock, emulator, protocol, transport: wire.host });
    rig.reader.start();
    await clock.advance(8_000);
    expect(rig.reader.state()).toMatchObject({ connection: 'ready', model: 'ACR122S', firmware: '100' });
    expect(speedOf({ wire })).toBe(ends);
  });
});
