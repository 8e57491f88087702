import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { Loopback } from '../../transport/loopback.ts';
import { Pn532ReaderEmulator } from '../emulator/pn532-reader.ts';
import { withAntenna } from '../testing/pn532-rig.ts';
import { within } from '../testing/reader-rig.ts';
import { Pn532Protocol } from './protocol.ts';

const SELECT = fromHex('00A404000F7378312E73682EC9E7BBE1B1A3D5CF');

async function bench() {
  const clock = new VirtualClock();
  const wire = new Loopback();
  const emulator = new Pn532ReaderEmulator({ line: wire.line, clock });
  const protocol = new Pn532Protocol(wire.host, clock);
  await wire.host.open();
  expect(await within(clock, protocol.greet())).toMatchObject({ ok: true });
  const [slot] = protocol.slots;
  if (slot === undefined) throw new Error('no slot');
  /** From now on the reader falls silent at this command code. */
  const hangAt = (code: number) => {
    const write = wire.host.write;
    wire.host.write = (bytes) => {
      if (bytes[6] === code) emulator.silent = true;
      return write(bytes);
    };
  };
  const insert = () => emulator.insert(withAntenna('v2-wang'), 'contactless');
  return { clock, wire, emulator, protocol, device: slot.device, hangAt, insert };
}

describe('the antenna as a slot', () => {
  it('has a card, a session with it, and none without power', async () => {
    const { clock, device, insert } = await bench();
    expect(await within(clock, device.transmit(SELECT))).toEqual({ ok: false, error: { code: 'NO_CARD' } });
    insert();
    const atr = await within(clock, device.powerOn());
    expect(atr.ok && toHex(atr.value)).toBe('3B8180018080');
    const fci = await within(clock, device.transmit(SELECT));
    expect(fci.ok && toHex(fci.value)).toBe('6118');
    await within(clock, device.powerOff());
    await within(clock, device.powerOff());
    expect(await within(clock, device.transmit(SELECT))).toEqual({ ok: false, error: { code: 'NO_CARD' } });
  });

  it('does one thing after the other', async () => {
    const { clock, device, insert } = await bench();
    insert();
    const all = Promise.all([
      device.isPresent(),
      device.powerOn(),
      device.transmit(SELECT),
      device.isPresent(),
    ]);
    expect((await within(clock, all)).map((one) => one.ok)).toEqual([true, true, true, true]);
  });

  it('has a bound for commands', async () => {
    const { device } = await bench();
    await expect(device.transmit(new Uint8Array(263))).rejects.toThrow('APDU of 263 bytes');
  });

  it('takes an answer without a status word for an unreadable card', async () => {
    const { clock, wire, device, insert } = await bench();
    insert();
    await within(clock, device.powerOn());
    const write = wire.line.write;
    wire.line.write = (bytes) => write(bytes.length > 6 ? fromHex('0000FF04FCD541006189 00') : bytes);
    expect(await within(clock, device.transmit(SELECT))).toEqual({
      ok: false,
      error: { code: 'UNREADABLE', detail: 'no status word' },
    });
  });

  it.each([
    ['to look for a card', 0x4a, false],
    ['to switch the field off', 0x32, false],
    ['whether the card is still there', 0x00, true],
    ['to let the card go', 0x52, true],
  ])('cannot tell when the reader hangs asked %s', async (_what, code, inserted) => {
    const { clock, device, emulator, hangAt, insert } = await bench();
    if (inserted) {
      insert();
      await within(clock, device.isPresent());
    }
    if (code === 0x52) emulator.remove('contactless');
    hangAt(code);
    expect(await within(clock, device.isPresent())).toMatchObject({
      ok: false,
      error: { code: 'READER_FAULT' },
    });
  });

  it('fails to power what it cannot ask for', async () => {
    const { clock, device, hangAt } = await bench();
    hangAt(0x4a);
    expect(await within(clock, device.powerOn())).toMatchObject({
      ok: false,
      error: { code: 'READER_FAULT' },
    });
  });

  it('goes on when the reader makes no sense of letting go', async () => {
    const { clock, wire, device, insert } = await bench();
    insert();
    await within(clock, device.powerOn());
    const write = wire.line.write;
    wire.line.write = (bytes) => write(toHex(bytes).includes('D553') ? fromHex('0000FF01FF7F8100') : bytes);
    expect(await within(clock, device.powerOn())).toMatchObject({ ok: true });
  });

  it('loses session and wire together', async () => {
    const { clock, wire, protocol, device, insert } = await bench();
    insert();
    await within(clock, device.powerOn());
    await wire.line.unplug();
    expect(await within(clock, device.transmit(SELECT))).toMatchObject({ error: { code: 'READER_GONE' } });
    protocol.onSlotChange()();
    protocol.abort('closed');
  });
});
