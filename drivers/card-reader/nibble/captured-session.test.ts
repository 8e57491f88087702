/** The captured session of card notes 1.8, byte for byte as it went over the captured unit's wire, against the driver. */
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { HidTransport } from '../../transport/hid.ts';
import { Loopback } from '../../transport/loopback.ts';
import type { ByteTransport } from '../../transport/port.ts';
import { nibblePlug } from '../emulator/nibble-hid.ts';
import { within } from '../testing/reader-rig.ts';
import vectors from './fixtures/nibble-vectors.json' with { type: 'json' };
import { NibbleProtocol } from './protocol.ts';
import { NibbleReports } from './report-wire.ts';

function vector(name: string): Uint8Array {
  const found = vectors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return fromHex(found.hex);
}

/** Who says what, in order. */
const TAPE = [
  ['info', 'info reply'],
  ['power on', 'ATR'],
  ['select SSSE', '6118'],
  ['get response', 'FCI'],
  ['select EF05', '9000'],
  ['read all FF', '6C40'],
  ['read all 40', 'EF05'],
  ['verify', '9000'],
  ['power off', 'power off ok'],
  ['power on', 'no card'],
] as const;

type Say = (bytes: Uint8Array) => void;

/** A device that knows nothing but the tape; what it is told otherwise it notes. */
function player(say: Say) {
  let next = 0;
  let heard: Uint8Array = new Uint8Array(0);
  return {
    hear(bytes: Uint8Array) {
      heard = concat(heard, bytes);
      const [question, answer] = TAPE[next] ?? [];
      if (question === undefined || answer === undefined) return;
      if (toHex(heard) !== toHex(vector(question))) return;
      heard = new Uint8Array(0);
      next++;
      say(vector(answer));
    },
    /** Questions answered, and what has come that is not on the tape. */
    end: () => ({ answered: next, left: toHex(heard) }),
  };
}

async function session(transport: ByteTransport, clock: VirtualClock) {
  const protocol = new NibbleProtocol(transport, clock);
  await transport.open();
  const device = protocol.slots[0]?.device;
  if (device === undefined) throw new Error('no slot');
  const send = async (tpdu: string) => {
    const answer = await device.transmit(fromHex(tpdu));
    return answer.ok ? toHex(answer.value) : answer.error;
  };
  const talk = async () => ({
    greeting: await protocol.greet(),
    atr: await device.powerOn(),
    answers: [
      await send('00A404000F7378312E73682EC9E7BBE1B1A3D5CF'),
      await send('00C0000018'),
      await send('00A4000002EF05'),
      await send('00B20105FF'),
      await send('00B2010540'),
      await send('0020000003666666'),
    ],
    off: await device.powerOff(),
    after: await device.powerOn(),
  });
  return within(clock, talk());
}

const EXPECTED = {
  greeting: { ok: true, value: { model: 'GWI-IC20', firmware: '', reportsChanges: false } },
  atr: { ok: true, value: fromHex('3B6D000000813147318650430200000013') },
  answers: [
    '6118',
    '6F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E9000',
    '9000',
    '6C40',
    '0110430299D156000005000000133A05F2E30201330304322E3000040C9156000002430200430100D50504323031320604323032320709' +
      '4230303030303133319000',
    '9000',
  ],
  off: undefined,
  after: { ok: false, error: { code: 'NO_CARD' } },
};
const PLAYED = { answered: TAPE.length, left: '' };

async function onLine(cut?: (bytes: Uint8Array) => readonly Uint8Array[]) {
  const wire = new Loopback(cut === undefined ? {} : { cut });
  const device = player((bytes) => wire.line.write(bytes));
  wire.line.onData((bytes) => device.hear(bytes));
  return { result: await session(wire.host, new VirtualClock()), end: device.end() };
}

describe('the captured session on a line', () => {
  it('is reproduced byte for byte', async () => {
    expect(await onLine()).toEqual({ result: EXPECTED, end: PLAYED });
  });

  const longest = Math.max(...vectors.map(({ hex }) => hex.length / 2));

  it(`is the same with every answer in two pieces, at each of ${longest} places`, async () => {
    for (let at = 0; at <= longest; at++) {
      const played = await onLine((bytes) => [bytes.slice(0, at), bytes.slice(at)]);
      expect(played, `cut at ${at}`).toEqual({ result: EXPECTED, end: PLAYED });
    }
  });

  it('is the same byte by byte, and with what is no frame around every answer', async () => {
    const single = await onLine((bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect(single).toEqual({ result: EXPECTED, end: PLAYED });
    const noise = Uint8Array.of(0xff, 0x00, 0x03, 0x31);
    const noisy = await onLine((bytes) => [concat(noise, bytes, noise)]);
    expect(noisy).toEqual({ result: EXPECTED, end: PLAYED });
  });
});

/** Frames as the captured reports carry them: 64 bytes each, zeros at the end of the last. */
function reports(frame: Uint8Array): readonly Uint8Array[] {
  const padded = concat(frame, new Uint8Array((64 - (frame.length % 64)) % 64));
  return Array.from({ length: padded.length / 64 }, (_, i) => padded.slice(i * 64, (i + 1) * 64));
}

describe('the captured session in HID reports', () => {
  it('is reproduced report for report, with EF05 in three', async () => {
    expect(reports(vector('EF05')).length).toBe(3);
    const clock = new VirtualClock();
    const plug = nibblePlug();
    const written: string[] = [];
    const device = player((bytes) => {
      for (const report of reports(bytes)) plug.send(report);
    });
    plug.onHostReport(({ kind, bytes }) => {
      written.push(`${kind} ${toHex(bytes)}`);
      // What fills the report up is no part of what the tape knows.
      device.hear(bytes.slice(0, bytes.indexOf(0x03) + 1));
    });
    const transport = new NibbleReports(new HidTransport({ address: plug.address, clock, bus: plug }));
    expect(await session(transport, clock)).toEqual(EXPECTED);
    expect(device.end()).toEqual(PLAYED);
    expect(written).toEqual(
      TAPE.flatMap(([question]) => reports(vector(question)).map((report) => `output ${toHex(report)}`)),
    );
  });
});
