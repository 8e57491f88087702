import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { Loopback } from '../../transport/loopback.ts';
import { within } from '../testing/reader-rig.ts';
import { exchangeData, FETCH_MORE, GET_FIRMWARE, LIST } from './commands.ts';
import vectors from './fixtures/pn532-vectors.json' with { type: 'json' };
import { Pn532Link } from './link.ts';

function vector(name: string): string {
  const found = vectors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found.hex;
}

const ACK = vector('ACK');
const NACK = vector('NACK');
const QUESTION = vector('GetFirmwareVersion');
const ANSWER = vector('GetFirmwareVersion reply');
const SPOILED = ANSWER.replace('E800', 'E900');
const SELECT = exchangeData(fromHex('00A404000F7378312E73682EC9E7BBE1B1A3D5CF'));
const VERIFY = exchangeData(fromHex('0020000003111111'));

/** A device that says what the test wants, and notes what it hears. */
async function bench(script: readonly (readonly string[])[] = [], cut?: (bytes: Uint8Array) => Uint8Array[]) {
  const clock = new VirtualClock();
  const wire = new Loopback(cut === undefined ? {} : { cut });
  await wire.host.open();
  const heard: string[] = [];
  wire.line.onData((bytes) => {
    const answers = script[heard.length] ?? [];
    heard.push(toHex(bytes));
    for (const one of answers) wire.line.write(fromHex(one));
  });
  const link = new Pn532Link(wire.host, clock);
  const trouble: string[] = [];
  link.onTrouble((what) => trouble.push(what));
  link.onFailed((code) => trouble.push(`failed ${code}`));
  const ask = async (command = GET_FIRMWARE) => {
    const result = await within(clock, link.exchange(command));
    return result.ok ? toHex(result.value) : result.error;
  };
  return { clock, wire, heard, link, trouble, ask };
}

const FIRMWARE = '32010607';
const onlyAck = Array.from({ length: 4 }, () => [ACK]);

describe('an exchange', () => {
  it('is acknowledged, then answered', async () => {
    const { ask, heard, trouble, clock } = await bench([[ACK, ANSWER]]);
    expect(await ask()).toBe(FIRMWARE);
    expect([heard, trouble, clock.pending]).toEqual([[QUESTION], [], 0]);
  });

  it('survives every split of acknowledgement and answer, and both in one piece', async () => {
    const whole = ACK + ANSWER;
    for (let at = 0; at <= whole.length / 2; at++) {
      const { ask } = await bench([[whole]], (bytes) => [bytes.slice(0, at), bytes.slice(at)]);
      expect(await ask()).toBe(FIRMWARE);
    }
    const { ask } = await bench([[whole]], (bytes) => [...bytes].map((byte) => Uint8Array.of(byte)));
    expect(await ask()).toBe(FIRMWARE);
  });

  it('follows another, never overtakes it', async () => {
    const { link, heard, clock } = await bench([
      [ACK, ANSWER],
      [ACK, vector('none')],
    ]);
    const both = Promise.all([link.exchange(GET_FIRMWARE), link.exchange(LIST.A)]);
    expect((await within(clock, both)).map((one) => one.ok)).toEqual([true, true]);
    expect(heard).toEqual([QUESTION, vector('InListPassiveTarget A')]);
  });

  it('takes an answer whose acknowledgement got lost or spoiled', async () => {
    expect(await (await bench([[ANSWER]])).ask()).toBe(FIRMWARE);
    const { ask, trouble } = await bench([['0000FF00FE00', ANSWER]]);
    expect(await ask()).toBe(FIRMWARE);
    expect(trouble).toEqual(['damaged frame']);
  });

  it('passes over stale answers and its own echo', async () => {
    const { ask, trouble } = await bench([[QUESTION, vector('none'), ACK, ANSWER]]);
    expect(await ask()).toBe(FIRMWARE);
    expect(trouble).toEqual(['foreign frame', 'stale answer']);
  });

  it('ends with the reader’s own word for nonsense', async () => {
    const { ask } = await bench([[ACK, vector('error frame')]]);
    expect(await ask()).toEqual({ code: 'REFUSED', detail: 'syntax' });
  });
});

describe('a damaged answer', () => {
  it('is asked for again, not executed again', async () => {
    const { ask, heard } = await bench([[ACK, SPOILED], [SPOILED], [ANSWER]]);
    expect(await ask(VERIFY)).toMatchObject({ code: 'SILENT' });
    const again = await bench([[ACK, SPOILED], [SPOILED], [ANSWER]]);
    expect(await again.ask()).toBe(FIRMWARE);
    expect(again.heard).toEqual([QUESTION, NACK, NACK]);
    expect(heard.filter((one) => one.includes('D440')).length).toBe(1);
  });

  it('is asked for only when the line has become quiet, whatever its rest looks like', async () => {
    // The length is spoiled; the rest would make an answer of its own.
    const { ask, heard, trouble } = await bench([[ACK, `0000FF07FA${ANSWER}`, ANSWER, ACK], [ANSWER]]);
    expect(await ask()).toBe(FIRMWARE);
    expect(heard).toEqual([QUESTION, NACK]);
    expect(trouble).toEqual(['damaged frame']);
  });

  it('is given up after two repeats, and the reader with it', async () => {
    const { ask, heard, trouble, clock } = await bench([[ACK, SPOILED], [SPOILED], [SPOILED]]);
    expect(await ask()).toEqual({ code: 'SPOILED', detail: 'after 2 repeats' });
    expect(heard).toEqual([QUESTION, NACK, NACK]);
    expect(trouble).toContain('failed SPOILED');
    expect(clock.pending).toBe(0);
  });

  it('is also one whose rest does not come within a second', async () => {
    const { ask, heard, clock } = await bench([[ACK, ANSWER.slice(0, 12)], [ANSWER]]);
    const begun = clock.monotonic();
    expect(await ask()).toBe(FIRMWARE);
    expect(heard).toEqual([QUESTION, NACK]);
    expect(clock.monotonic() - begun).toBeGreaterThanOrEqual(1_000);
  });
});

describe('a command', () => {
  it('that the reader refuses is sent again, twice at most', async () => {
    const { ask, heard } = await bench([['0000FFFF0000'], [ACK, vector('FCI')]]);
    expect(await ask(SELECT)).toMatch(/9000$/);
    expect(heard).toHaveLength(2);
    const hopeless = await bench([['0000FFFF0000'], ['0000FFFF0000'], ['0000FFFF0000']]);
    expect(await hopeless.ask()).toEqual({ code: 'REFUSED', detail: 'NACK' });
    expect(hopeless.heard).toEqual([QUESTION, QUESTION, QUESTION]);
  });

  it('that leaves no trace is sent again when that is harmless, and given up with an ACK', async () => {
    const { ask, heard, trouble } = await bench();
    expect(await ask()).toEqual({ code: 'SILENT', detail: 'after 2 resends' });
    expect(heard).toEqual([QUESTION, QUESTION, QUESTION, ACK]);
    expect(trouble).toContain('failed SILENT');
    const second = await bench([[], [ACK, vector('FCI')]]);
    expect(await second.ask(SELECT)).toMatch(/9000$/);
  });

  it.each([
    ['to verify a PIN', VERIFY],
    ['to fetch the next piece', FETCH_MORE],
  ])('%s is sent once, whatever becomes of it', async (_what, command) => {
    const { ask, heard, trouble } = await bench();
    expect(await ask(command)).toEqual({ code: 'LOST', detail: 'no ACK' });
    expect(heard).toHaveLength(2);
    expect(heard[1]).toBe(ACK);
    expect(trouble).toEqual(['no ACK']);
  });

  it('that was acknowledged is waited for, with a card longer, then given up with an ACK', async () => {
    for (const [command, ms] of [
      [GET_FIRMWARE, 1_000],
      [SELECT, 3_000],
    ] as const) {
      const { ask, heard, clock } = await bench(onlyAck);
      const begun = clock.monotonic();
      expect(await ask(command)).toEqual({ code: 'SILENT', detail: 'after 0 resends' });
      expect(heard.slice(1)).toEqual([ACK]);
      const lineTime = 550 * (10 / 9.6);
      expect(clock.monotonic() - begun).toBeCloseTo(ms + lineTime, 2);
    }
  });
});

describe('unasked', () => {
  it('frames are reported, damage leads to no answer', async () => {
    const { wire, trouble, heard, clock } = await bench();
    wire.line.write(fromHex(ANSWER));
    wire.line.write(fromHex(ANSWER.slice(0, 12)));
    await clock.advance(1_000);
    expect(trouble).toEqual(['answer unasked', 'damaged frame']);
    expect([heard, clock.pending]).toEqual([[], 0]);
  });
});

describe('a lost wire', () => {
  it('ends the exchange', async () => {
    const { link, wire, clock } = await bench(onlyAck);
    const asked = link.exchange(GET_FIRMWARE);
    await clock.advance(0);
    await wire.line.unplug();
    expect(await asked).toEqual({ ok: false, error: { code: 'GONE', detail: 'GONE' } });
    expect(clock.pending).toBe(0);
  });

  it('is noticed in writing', async () => {
    const { wire, ask } = await bench();
    await wire.host.close();
    expect(await ask()).toEqual({ code: 'GONE', detail: 'NOT_OPEN' });
  });

  it('ends also the wait for quiet', async () => {
    const { link, clock } = await bench([[ACK, SPOILED]]);
    const asked = link.exchange(GET_FIRMWARE);
    await clock.advance(0);
    link.abort('closed');
    expect(await asked).toEqual({ ok: false, error: { code: 'GONE', detail: 'closed' } });
    expect(clock.pending).toBe(0);
  });
});
