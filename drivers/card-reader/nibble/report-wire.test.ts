import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { HidTransport } from '../../transport/hid.ts';
import { nibblePlug } from '../emulator/nibble-hid.ts';
import vectors from './fixtures/nibble-vectors.json' with { type: 'json' };
import { NIBBLE_REPORTS, NibbleReports } from './report-wire.ts';

const EF05 = fromHex(vectors.find(({ name }) => name === 'EF05')?.hex ?? '');

async function bench() {
  const clock = new VirtualClock();
  const plug = nibblePlug();
  const wire = new NibbleReports(new HidTransport({ address: plug.address, clock, bus: plug }));
  const written: string[] = [];
  plug.onHostReport(({ bytes }) => written.push(toHex(bytes)));
  let read = '';
  wire.onData((bytes) => {
    read += toHex(bytes);
  });
  expect(await wire.open()).toEqual({ ok: true, value: undefined });
  return { clock, plug, wire, written, read: () => read };
}

describe('frames in reports', () => {
  it('are cut, with what selects the port in front, and filled up with zeros', async () => {
    const { clock, wire, written } = await bench();
    await wire.write(concat(fromHex('1B2542'), EF05));
    await clock.advance(0);
    const whole = `1B2542${toHex(EF05)}${'00'.repeat(45)}`;
    expect(written).toEqual([whole.slice(0, 128), whole.slice(128, 256), whole.slice(256)]);
    expect(written[2]?.length).toBe(128);
  });

  it('that fill their reports to the last byte take no more of them', async () => {
    const { clock, wire, written } = await bench();
    await wire.write(EF05.slice(0, 128));
    await clock.advance(0);
    expect(written.length).toBe(2);
  });

  it('arrive joined', async () => {
    const { clock, plug, read } = await bench();
    for (const at of [0, 64, 128]) plug.send(EF05.slice(at, at + 64));
    await clock.advance(0);
    expect(read()).toBe(toHex(EF05));
  });

  it('stop at the first report that cannot be written', async () => {
    const { plug, wire, written } = await bench();
    await plug.unplug();
    expect(await wire.write(EF05)).toMatchObject({ ok: false, error: { code: 'NOT_OPEN' } });
    expect(written).toEqual([]);
  });

  it('are those of the emulated device', () => {
    expect(NIBBLE_REPORTS).toEqual({ numbered: false, outputBytes: 64, featureBytes: 0 });
  });
});

it('is the wire underneath in everything else', async () => {
  const { plug, wire } = await bench();
  expect(wire.description).toBe('hid 1234:5678');
  const gone: string[] = [];
  wire.onGone(({ code }) => gone.push(code));
  await plug.unplug();
  expect(gone).toEqual(['GONE']);
  await wire.close();
});
