import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { Loopback } from '../loopback.ts';
import { formatTape, parseTape, type Tape, type TapeEvent, type TapeHeader } from './tape.ts';
import { TapePlayer, type TapePlayerOptions } from './tape-player.ts';
import { TapeRecorder } from './tape-recorder.ts';

const HEADER: TapeHeader = {
  tape: 1,
  device: 'card-reader',
  protocol: 'any',
  line: { baudRate: 9_600, bitsPerByte: 10 },
  what: 'A question, an answer, and one that nobody asked for',
  synthetic: true,
  outcome: ['done'],
};

const says = (t: number, hex: string): TapeEvent => ({ t, dir: '<', bytes: fromHex(hex) });
const hears = (t: number, hex: string): TapeEvent => ({ t, dir: '>', bytes: fromHex(hex) });

const TAPE: Tape = {
  header: HEADER,
  events: [
    { t: 0, dir: '=', event: 'open', error: 'NOT_FOUND' },
    { t: 100, dir: '=', event: 'open' },
    hears(100, '0102'),
    says(120.5, '0A'),
    says(121.5, '0B0C'),
    says(500, '50'),
    { t: 600, dir: '=', event: 'speed', baudRate: 115_200 },
    hears(600, '03'),
    { t: 700, dir: '=', event: 'gone', error: 'GONE' },
    { t: 700, dir: '=', event: 'end' },
  ],
};

describe('a tape', () => {
  it('is JSON lines, and comes back from them', () => {
    const text = formatTape(TAPE);
    expect(text.split('\n').slice(3, 5)).toEqual([
      '{"t":100,"dir":">","hex":"0102"}',
      '{"t":120.5,"dir":"<","hex":"0A"}',
    ]);
    expect(parseTape(text)).toEqual({ ok: true, value: TAPE });
    const bare: Tape = {
      header: { ...HEADER, device: 'printer' },
      events: TAPE.events,
    };
    expect(parseTape(formatTape(bare))).toEqual({ ok: true, value: bare });
    const { line: _none, ...lineless } = HEADER;
    expect(parseTape(formatTape({ ...TAPE, header: { ...lineless, device: 'code-scanner' } })).ok).toBe(true);
  });

  it.each([
    ['tape', 2],
    ['device', 'toaster'],
    ['protocol', 7],
    ['line', { baudRate: 0, bitsPerByte: 10 }],
    ['line', { baudRate: 9_600 }],
    ['what', null],
    ['synthetic', false],
    ['outcome', 'done'],
    ['outcome', [1]],
  ])('is none with %s %j in its header', (key, value) => {
    const text = formatTape({ ...TAPE, header: { ...HEADER, [key]: value } });
    expect(parseTape(text)).toEqual({ ok: false, error: 'line 1: not the header of a tape' });
  });

  it.each([
    '',
    'null',
    '{"t":"0","dir":"<","hex":"00"}',
    '{"t":0,"dir":"<","hex":"0"}',
    '{"t":0,"dir":"<","hex":""}',
    '{"t":0,"dir":"<","hex":7}',
    '{"t":0,"dir":"|","hex":"00"}',
    '{"t":0,"dir":"=","event":"speed","baudRate":"fast"}',
    '{"t":0,"dir":"=","event":"open","error":"NO"}',
    '{"t":0,"dir":"=","event":"gone"}',
    '{"t":0,"dir":"=","event":"lost","error":"GONE"}',
  ])('has no event %s', (line) => {
    const text = `${JSON.stringify(HEADER)}\n${line}\n{"t":0,"dir":"=","event":"end"}\n`;
    expect(parseTape(text)).toEqual({ ok: false, error: 'line 2: not an event, or before the last' });
  });

  it('goes forward in time, to its end', () => {
    const events = (...all: TapeEvent[]) => parseTape(formatTape({ header: HEADER, events: all }));
    const end: TapeEvent = { t: 5, dir: '=', event: 'end' };
    expect(events(says(6, '00'), end)).toEqual({
      ok: false,
      error: 'line 3: not an event, or before the last',
    });
    expect(events(end, says(6, '00'))).toEqual({ ok: false, error: 'line 3: after the end' });
    expect(events(says(5, '00'))).toEqual({ ok: false, error: 'line 2: no end' });
    expect(events()).toEqual({ ok: false, error: 'line 1: no end' });
    expect(parseTape('')).toEqual({ ok: false, error: 'line 1: not the header of a tape' });
  });
});

describe('the recorder', () => {
  async function bench() {
    const clock = new VirtualClock();
    const wire = new Loopback();
    await clock.advance(50);
    const recorder = new TapeRecorder(wire.host, clock);
    const heard: string[] = [];
    recorder.transport.onData((bytes) => heard.push(toHex(bytes)));
    recorder.transport.onGone(({ code }) => heard.push(code));
    return { clock, wire, recorder, heard, transport: recorder.transport };
  }

  it('keeps what passes, when it passes, and changes nothing', async () => {
    const { clock, wire, recorder, heard, transport } = await bench();
    await wire.line.unplug();
    expect(await transport.open()).toMatchObject({ error: { code: 'NOT_FOUND' } });
    await wire.line.replug();
    await clock.advance(100);
    await transport.open();
    wire.line.onData(() => wire.line.write(fromHex('0A')));
    expect(await transport.write(fromHex('0102'))).toEqual({ ok: true, value: undefined });
    await clock.advance(0.125);
    await transport.setSpeed?.(115_200);
    expect([transport.msPerByte, transport.description]).toEqual([10_000 / 115_200, 'loopback']);
    await wire.line.unplug();
    expect(heard).toEqual(['0A', 'GONE']);
    expect(recorder.stop(HEADER)).toEqual({
      header: HEADER,
      events: [
        { t: 0, dir: '=', event: 'open', error: 'NOT_FOUND' },
        { t: 100, dir: '=', event: 'open' },
        hears(100, '0102'),
        says(100, '0A'),
        { t: 100.125, dir: '=', event: 'speed', baudRate: 115_200 },
        { t: 100.125, dir: '=', event: 'gone', error: 'GONE' },
        { t: 100.125, dir: '=', event: 'end' },
      ],
    });
  });

  it('keeps neither what was never on the wire nor what passes after its end', async () => {
    const { recorder, transport } = await bench();
    expect(await transport.write(fromHex('01'))).toMatchObject({ error: { code: 'NOT_OPEN' } });
    const { events } = recorder.stop(HEADER);
    await transport.open();
    await transport.write(fromHex('02'));
    await transport.close();
    expect(events).toEqual([{ t: 0, dir: '=', event: 'end' }]);
  });

  it('gives a wire without a speed none', () => {
    const { setSpeed: _none, ...host } = new Loopback().host;
    expect(new TapeRecorder(host, new VirtualClock()).transport.setSpeed).toBeUndefined();
  });
});

describe('the player', () => {
  function bench(tape = TAPE, options: TapePlayerOptions = {}) {
    const clock = new VirtualClock();
    const player = new TapePlayer(tape, clock, options);
    const heard: string[] = [];
    const note = (what: string) => heard.push(`${clock.monotonic()} ${what}`);
    player.onData((bytes) => note(toHex(bytes)));
    player.onGone(({ code }) => note(code));
    const ask = (hex: string) => player.write(fromHex(hex));
    return { clock, player, heard, ask };
  }

  async function opened(options: TapePlayerOptions = {}) {
    const all = bench(TAPE, options);
    await all.player.open();
    await all.player.open();
    return all;
  }

  it('plays everything with its delays, counted from the host’s own doings', async () => {
    const { clock, player, heard, ask } = bench();
    expect(player.description).toBe('tape of any');
    expect(await player.open()).toEqual({ ok: false, error: { code: 'NOT_FOUND', detail: 'tape' } });
    expect(await player.open()).toMatchObject({ ok: true });
    expect(player.msPerByte).toBe(10_000 / 9_600);
    await clock.advance(1_000);
    await ask('01');
    await ask('02');
    expect(player.next).toBe('line 5: < 0A');
    await clock.advance(500);
    expect(heard).toEqual(['1020.5 0A', '1021.5 0B0C', '1400 50']);
    expect(player.next).toBe('line 8: speed 115200');
    await player.setSpeed(115_200);
    expect(player.msPerByte).toBe(10_000 / 115_200);
    await ask('03');
    expect(player.ended).toBe(false);
    await clock.advance(100);
    expect(heard.at(-1)).toBe('1600 GONE');
    expect([player.ended, player.next, player.deviation, clock.pending]).toEqual([true, 'the end', null, 0]);
    expect(await ask('04')).toMatchObject({ error: { code: 'NOT_OPEN' } });
    expect(await player.open()).toMatchObject({ ok: false });
    expect(player.deviation).toBeNull();
  });

  it('plays what the device says unasked from the beginning', async () => {
    const { clock, heard } = bench({
      header: HEADER,
      events: [says(10, '0A'), { t: 11, dir: '=', event: 'end' }],
    });
    await clock.advance(11);
    expect(heard).toEqual(['10 0A']);
  });

  it('cuts what the device says, when asked to', async () => {
    const { clock, heard, ask } = await opened({
      cut: (bytes) => [...bytes].map((byte) => Uint8Array.of(byte)),
    });
    await ask('0102');
    await clock.advance(30);
    expect(heard).toEqual(['20.5 0A', '21.5 0B', '21.5 0C']);
  });

  it('swallows what is written after the end', async () => {
    const { clock, player, ask } = bench({
      header: HEADER,
      events: [
        { t: 0, dir: '=', event: 'open' },
        { t: 1, dir: '=', event: 'end' },
      ],
    });
    await player.open();
    await clock.advance(1);
    expect([await ask('99'), player.deviation]).toEqual([{ ok: true, value: undefined }, null]);
    await player.close();
  });

  it('stops at the first byte that is another, and says where', async () => {
    const { clock, player, heard, ask } = await opened();
    expect(await ask('0177')).toMatchObject({ ok: true });
    expect(player.deviation).toEqual({ line: 4, t: 100, byte: 1, expected: '> 02', got: '77' });
    await ask('0102');
    await player.setSpeed(1);
    await clock.advance(1_000);
    expect([heard, player.deviation?.got, clock.pending]).toEqual([[], '77', 0]);
  });

  it('stops when the host says more, or sooner, than it did', async () => {
    const more = await opened();
    await more.ask('010203');
    expect(more.player.deviation).toEqual({ line: 5, t: 120.5, byte: 0, expected: '< 0A', got: '03' });
    const sooner = await opened();
    await sooner.ask('0102');
    await sooner.clock.advance(100);
    await sooner.ask('03');
    expect(sooner.player.deviation).toEqual({ line: 7, t: 500, byte: 0, expected: '< 50', got: '03' });
    expect(sooner.clock.pending).toBe(0);
  });

  it('stops when the host opens or changes its speed where it did not', async () => {
    const { player } = await opened();
    expect(await player.open()).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(player.deviation).toEqual({ line: 4, t: 100, byte: 0, expected: '> 0102', got: 'open' });
    const other = bench();
    await other.player.setSpeed(19_200);
    expect(other.player.deviation).toMatchObject({ line: 2, expected: 'open', got: 'speed 19200' });
  });

  it('has no speed where the wire had none', async () => {
    const { line: _none, ...header } = HEADER;
    const { player } = bench({ ...TAPE, header });
    await player.open();
    expect(player.msPerByte).toBe(0);
  });
});
