import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import { ok } from '../../base/result.ts';
import { vectorHex } from '../testing/emulator-bench.ts';
import {
  type GemtwinRig,
  gemtwinRig,
  holding,
  pull,
  read,
  started,
  types,
  WANG,
  within,
} from '../testing/reader-rig.ts';
import { interrogate } from './commands.ts';
import vectors from './fixtures/gemtwin-vectors.json' with { type: 'json' };
import { encodeFrame } from './framing.ts';

type RigOptions = NonNullable<Parameters<typeof gemtwinRig>[0]>;

const gem = (name: string) => fromHex(vectorHex(vectors, name));

const ready = (options: RigOptions = {}): Promise<GemtwinRig> => started(gemtwinRig(options));
const withCard = async (card: string, options: RigOptions = {}): Promise<GemtwinRig> =>
  holding(await ready(options), card);

/** CCID message types of everything that the host says from now on. */
function asked(rig: GemtwinRig): string[] {
  const types: string[] = [];
  rig.wire.line.onData((bytes) => types.push(toHex(bytes.slice(1, 3))));
  return types;
}

const said = (rig: GemtwinRig) => rig.log.lines.join('\n');
const count = (list: readonly string[], what: string) => list.filter((one) => one === what).length;

describe('greeting', () => {
  it('speaks the vectors: firmware, notifications, slot, power, application', async () => {
    const rig = gemtwinRig();
    const heard: string[] = [];
    rig.wire.line.onData((bytes) => heard.push(toHex(bytes)));
    await pull(rig.emulator, 'card-insert', { card: 'captured' });
    rig.reader.start();
    await rig.clock.advance(0);
    await read(rig);
    const names = [
      'Escape firmware',
      'Escape enable notifications',
      'GetSlotStatus',
      'PowerOn',
      'select SSSE',
    ];
    expect(heard.slice(0, 5)).toEqual(names.map((name) => toHex(gem(name))));
  });

  it.each([
    ['GemTwin-V2.00-GT00', 'GemTwin', 'V2.00-GT00'],
    ['GemCore SIM Pro V1.0\0', 'GemCore SIM Pro', 'V1.0'],
    ['SEC1210', 'SEC1210', ''],
    ['\u0001', 'unknown', ''],
    ['', 'unknown', ''],
  ])('takes %j for model %s', async (firmware, model, version) => {
    const rig = await ready({ emulator: { firmware } });
    expect(rig.reader.state()).toMatchObject({ model, firmware: version });
    await rig.reader.close();
    expect(rig.clock.pending).toBe(0);
  });

  it('goes on with a reader that refuses both questions', async () => {
    const rig = gemtwinRig();
    rig.emulator.refuse = 6;
    rig.reader.start();
    await rig.clock.advance(0);
    expect(rig.reader.state()).toMatchObject({ connection: 'ready', model: 'unknown' });
  });

  it('is over when the reader falls silent, before and between the questions', async () => {
    for (const question of ['02', '010101']) {
      const rig = gemtwinRig();
      const { write } = rig.wire.host;
      rig.wire.host.write = (bytes) => {
        if (toHex(bytes).slice(24, -2) === question) rig.emulator.silent = true;
        return write(bytes);
      };
      rig.reader.start();
      await rig.clock.advance(4_000);
      expect(rig.events).toEqual([{ type: 'reader-gone', cause: 'SILENT' }]);
      await rig.reader.close();
    }
  });

  it('knows a reader that answers even though it does not know the question', async () => {
    const failed = { type: 0x83, slot: 0, sequence: 0, card: 'absent', failed: true } as const;
    const answer = { ...failed, timeExtension: false, error: 0x0a, data: new Uint8Array(0) };
    expect(await interrogate({ exchange: async () => ok(answer) })).toEqual(
      ok({ model: 'unknown', firmware: '' }),
    );
  });
});

describe('cards coming and going', () => {
  it.each(['with-answers', 'at-once', 'never'] as const)('are noticed (notifies: %s)', async (notifies) => {
    const rig = await ready({ emulator: { notifies } });
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    await rig.clock.advance(300);
    await pull(rig.emulator, 'card-remove');
    await rig.clock.advance(300);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted', 'card-removed']);
  });

  it('between two looks are told by a reader that notifies', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-remove');
    await pull(rig.emulator, 'card-insert', { card: 'v2-expired' });
    await rig.clock.advance(300);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted', 'card-removed', 'card-inserted']);
  });

  it('may cost the answer to a look, not the reader', async () => {
    const rig = await ready({ emulator: { losesAnswers: true } });
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    await rig.clock.advance(3_000);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted']);
    expect(await read(rig)).toMatchObject(WANG);
  });
});

describe('reading', () => {
  it.each([
    [true, 'auto'],
    [true, true],
    [true, false],
    [false, 'auto'],
    [false, true],
    [false, false],
  ] as const)('a reader that echoes (%s) with echo: %s', async (echo, expected) => {
    const rig = await withCard('v2-wang', { emulator: { echo }, driver: { echo: expected } });
    expect(await read(rig)).toMatchObject(WANG);
    expect(said(rig).includes('echo of a reader that has none')).toBe(echo && expected === false);
  });

  it.each([true, false])('gives the same identity wherever the bytes are cut (echo: %s)', async (echo) => {
    for (let size = 1; size < 40; size++) {
      const pieces = (bytes: Uint8Array) =>
        Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.slice(i * size, (i + 1) * size),
        );
      const rig = await withCard('v2-wang', { emulator: { echo }, wire: { cut: pieces } });
      expect(await read(rig)).toMatchObject(WANG);
      expect(said(rig)).not.toContain('device-protocol');
      await rig.reader.close();
    }
  });

  it('takes echo, movement, plea and answer in one piece', async () => {
    const rig = await withCard('v2-wang', { emulator: { echo: false } });
    const { line } = rig.wire;
    const write = line.write.bind(line);
    const before = concat(gem('select SSSE'), fromHex('5003'), fromHex('8080'));
    line.write = (bytes) => write(concat(before, bytes));
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('of a card pulled in the middle is CARD_REMOVED at every step', async () => {
    for (const losesAnswers of [false, true]) {
      for (let apdus = 0; apdus < 8; apdus++) {
        const rig = await withCard('v2-wang', { emulator: { losesAnswers } });
        await pull(rig.emulator, 'card-pull-after', { apdus });
        expect(await read(rig)).toEqual({ ok: false, error: { code: 'CARD_REMOVED' } });
        await rig.clock.advance(5_000);
        expect(types(rig).at(-1)).toBe('card-removed');
        await rig.reader.close();
      }
    }
  });
});

describe('a bad line', () => {
  it('is cured by sending again what was not taken, and by asking again for what came damaged', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-nak', { count: 2 });
    await pull(rig.emulator, 'card-reader-garble', { count: 2 });
    expect(await read(rig)).toMatchObject(WANG);
    expect(said(rig)).toContain('refused nak');
    expect(said(rig)).toContain('damaged frame');
  });

  it('that stays bad is a READER_FAULT, and the reader is greeted anew', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-garble', { count: 3 });
    expect(await read(rig)).toMatchObject({ ok: false, error: { code: 'READER_FAULT' } });
    await rig.clock.advance(2_000);
    expect(types(rig).slice(-3)).toEqual(['reader-gone', 'reader-ready', 'card-inserted']);
  });

  it('that damages an echo does not matter', async () => {
    const rig = await withCard('v2-wang', {
      wire: { cut: (bytes) => [toHex(bytes.slice(2, 3)) === '6F' ? bytes.with(-1, 0xff) : bytes] },
    });
    expect(await read(rig)).toMatchObject(WANG);
    expect(said(rig)).toContain('damaged echo');
  });

  it('a NAK after the echo asks for the answer, never for the command again', async () => {
    const rig = await withCard('v2-wang');
    const sent = asked(rig);
    const { line } = rig.wire;
    const write = line.write.bind(line);
    let once = true;
    line.write = (bytes) => {
      const answer = toHex(bytes).startsWith('030680') && sent.includes('066F');
      write(answer && once ? gem('NAK') : bytes);
      if (answer) once = false;
    };
    expect(await read(rig)).toMatchObject(WANG);
    expect(count(sent, '1516')).toBe(1);
    expect(said(rig)).not.toContain('refused');
  });

  it('that loses an answer of the card costs the session: no command goes out twice', async () => {
    let lose = false;
    const rig = await withCard('v2-wang', {
      wire: {
        cut: (bytes) => {
          // The first answer of 61xx, which comes after the answer to reset.
          if (!lose || toHex(bytes.slice(0, 4)) !== '03068002') return [bytes];
          lose = false;
          return [];
        },
      },
    });
    const sent = asked(rig);
    lose = true;
    expect(await read(rig)).toMatchObject(WANG);
    expect(count(sent, '0662')).toBe(2);
    expect(count(sent, '1516')).toBe(0);
  });

  it('that loses the end of an answer asks again after a second of silence', async () => {
    let lose = false;
    const rig = await withCard('v2-wang', {
      wire: {
        cut: (bytes) => {
          if (!lose || bytes.length < 20) return [bytes];
          lose = false;
          return [bytes.slice(0, -3)];
        },
      },
    });
    lose = true;
    expect(await read(rig)).toMatchObject(WANG);
    expect(said(rig)).toContain('damaged frame');
  });

  it('that says things unasked is noted', async () => {
    const rig = await ready();
    rig.wire.line.write(gem('NAK'));
    rig.wire.line.write(fromHex('80'));
    rig.wire.line.write(fromHex('41'));
    await rig.clock.advance(1_000);
    expect(said(rig)).toContain('nak unasked');
    expect(said(rig)).toContain('time-request unasked');
    expect(rig.reader.state().connection).toBe('ready');
  });

  it('that brings a stale answer waits for the right one', async () => {
    const rig = await withCard('v2-wang');
    rig.emulator.extend = 1;
    const reading = rig.reader.readIdentity();
    await rig.clock.advance(0);
    rig.wire.line.write(encodeFrame(fromHex('80 02000000 00 FF 00 00 00 9000')));
    expect(await within(rig.clock, reading)).toMatchObject(WANG);
    expect(said(rig)).toContain('stale answer');
  });
});

describe('worn contacts', () => {
  it('are given a second reset', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-contact-bad', { count: 1 });
    const sent = asked(rig);
    expect(await read(rig)).toMatchObject(WANG);
    expect(sent.slice(0, 3)).toEqual(['0662', '0663', '0662']);
  });

  it('that stay mute are CARD_MUTE', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-contact-bad', { count: 2 });
    expect(await read(rig)).toMatchObject({ error: { code: 'CARD_MUTE' } });
  });
});

describe('time', () => {
  it('is granted to a card that asks for it, within bounds', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-slow', { count: 20 });
    expect(await read(rig)).toMatchObject(WANG);
    await pull(rig.emulator, 'card-reader-slow', { clear: true });
    await rig.clock.advance(500); // the power is off again
    const { line } = rig.wire;
    const write = line.write.bind(line);
    line.write = () => write(new Uint8Array(61).fill(0xff));
    const reading = rig.reader.readIdentity();
    expect(await within(rig.clock, reading)).toMatchObject({ ok: false, error: { code: 'READER_FAULT' } });
  });

  it.each([true, false])('a silent reader is gone within four seconds (echo: %s)', async (echo) => {
    const rig = await withCard('v2-wang', { emulator: { echo } });
    await pull(rig.emulator, 'card-reader-silent');
    expect(await within(rig.clock, rig.reader.readIdentity(), 4_000)).toMatchObject({
      ok: false,
      error: { code: 'READER_FAULT' },
    });
    await rig.clock.advance(0);
    expect(rig.events.at(-1)).toEqual({ type: 'reader-gone', cause: 'SILENT' });
    await pull(rig.emulator, 'card-reader-silent', { clear: true });
    await rig.clock.advance(4_000);
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('of a reader that falls silent after its echo is up as well', async () => {
    const rig = await withCard('v2-wang');
    const { line } = rig.wire;
    const write = line.write.bind(line);
    line.write = (bytes) => {
      if (toHex(bytes.slice(2, 3)) >= '60' && toHex(bytes.slice(2, 3)) < '80') write(bytes);
    };
    expect(await within(rig.clock, rig.reader.readIdentity(), 6_000)).toMatchObject({ ok: false });
  });
});

describe('unplug and replug', () => {
  it('is ready again within two seconds, and says that a card is in', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-unplug');
    await rig.clock.advance(30_000);
    expect(rig.reader.state()).toMatchObject({ connection: 'gone', cardPresent: false });
    await pull(rig.emulator, 'card-reader-replug');
    await rig.clock.advance(1_900);
    expect(rig.reader.state()).toMatchObject({ connection: 'ready', cardPresent: true });
    expect(await read(rig)).toMatchObject(WANG);
  });
});
