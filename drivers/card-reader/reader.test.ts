import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../base/bytes.ts';
import { CARD_IMAGES } from './emulator/card-images.ts';
import {
  holding,
  type LoopbackRig,
  loopbackRig,
  pull,
  read,
  started,
  types,
  WANG,
  within,
} from './testing/reader-rig.ts';

type RigOptions = NonNullable<Parameters<typeof loopbackRig>[0]>;

const ready = (options: RigOptions = {}): Promise<LoopbackRig> => started(loopbackRig(options));
const withCard = async (card: string, options: RigOptions = {}): Promise<LoopbackRig> =>
  holding(await ready(options), card);

describe('interrogation', () => {
  it('names model and firmware, and says connecting before', async () => {
    const rig = loopbackRig();
    expect(rig.reader.state()).toEqual({
      connection: 'connecting',
      model: '',
      firmware: '',
      cardPresent: false,
    });
    rig.reader.start();
    rig.reader.start();
    await rig.clock.advance(0);
    expect(rig.reader.state()).toMatchObject({ connection: 'ready', model: 'ACR1281S', firmware: 'V103' });
    expect(rig.events).toEqual([{ type: 'reader-ready', model: 'ACR1281S', firmware: 'V103' }]);
    await rig.reader.close();
    expect(rig.reader.state().connection).toBe('gone');
    expect(rig.clock.pending).toBe(0);
  });

  it.each([
    ['ACR122S', 'ACR122S', ''],
    ['\u0001\u0002', 'unknown', ''],
    ['', 'unknown', ''],
  ])('takes %j for model %s', async (firmware, model, version) => {
    const rig = await ready({ firmware });
    expect(rig.reader.state()).toMatchObject({ model, firmware: version });
  });

  it('finds a card that was in before', async () => {
    const rig = loopbackRig();
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    rig.reader.start();
    await rig.clock.advance(0);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted']);
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('is not over before somebody was understood: a bad line would hide the model', async () => {
    const rig = loopbackRig();
    rig.emulator.refuse = 6; // three times the question for its firmware, three times the first of an ACR122
    rig.reader.start();
    await rig.clock.advance(0);
    expect(rig.reader.state().connection).toBe('gone');
    await rig.clock.advance(100);
    expect(rig.reader.state()).toMatchObject({ connection: 'ready', model: 'ACR1281S' });
  });

  it('goes on with a reader that knows neither the question nor the slot of an ACR122', async () => {
    const rig = await ready({ firmware: '', contactless: false });
    expect(rig.reader.state()).toMatchObject({ connection: 'ready', model: 'unknown' });
  });

  it('polls when the reader refuses to report changes', async () => {
    const rig = loopbackRig();
    const { host } = rig.wire;
    const write = host.write;
    host.write = (bytes) => {
      if (toHex(bytes).includes('4480')) rig.emulator.refuse = 3;
      return write(bytes);
    };
    rig.reader.start();
    await rig.clock.advance(0);
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    await rig.clock.advance(300);
    expect(rig.reader.state()).toMatchObject({ connection: 'ready', cardPresent: true });
  });
});

describe('cards coming and going', () => {
  it('is told at once by a reader that reports', async () => {
    const rig = await ready();
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    await rig.clock.advance(0);
    await pull(rig.emulator, 'card-remove');
    await rig.clock.advance(0);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted', 'card-removed']);
  });

  it('is found by asking a reader that does not', async () => {
    const rig = await ready({ reportsChanges: false });
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    await rig.clock.advance(0);
    expect(types(rig)).toEqual(['reader-ready']);
    await rig.clock.advance(300);
    await pull(rig.emulator, 'card-remove');
    await rig.clock.advance(300);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted', 'card-removed']);
  });

  it('is found by the heartbeat when a report was lost', async () => {
    const rig = await ready();
    rig.emulator.silent = true;
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    rig.emulator.silent = false;
    await rig.clock.advance(2_000);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted']);
  });

  it('tells of one card at a time in auto, the contact one first, and never of one in place of the other', async () => {
    const rig = await ready();
    await pull(rig.emulator, 'card-insert', { card: 'v3-sam', slot: 'contactless' });
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    await rig.clock.advance(0);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted']);
    expect(await read(rig)).toMatchObject(WANG);
    await pull(rig.emulator, 'card-remove');
    await rig.clock.advance(0);
    // Whoever was read has left, whatever else lies there.
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted', 'card-removed', 'card-inserted']);
    expect(rig.reader.state().cardPresent).toBe(true);
    expect(await read(rig)).toMatchObject({ ok: true, value: { outcome: 'NEEDS_SAM' } });
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    await rig.clock.advance(0);
    expect(types(rig).at(-1)).toBe('card-inserted');
    await pull(rig.emulator, 'card-remove');
    await pull(rig.emulator, 'card-remove', { slot: 'contactless' });
    await rig.clock.advance(0);
    expect(types(rig).slice(4)).toEqual(['card-removed']);
    expect(rig.reader.state().cardPresent).toBe(false);
  });

  it.each([
    ['contact', 'contactless'],
    ['contactless', 'contact'],
  ] as const)('looks at the %s slot only when told so', async (slot, other) => {
    const rig = await ready({ slot });
    await pull(rig.emulator, 'card-insert', { card: 'v3-sam', slot: other });
    await rig.clock.advance(5_000);
    expect(rig.reader.state().cardPresent).toBe(false);
    await pull(rig.emulator, 'card-insert', { card: 'v3-sam', slot });
    await rig.clock.advance(0);
    expect(await read(rig)).toMatchObject({ ok: true, value: { outcome: 'NEEDS_SAM', version: '3' } });
  });

  it('does without a slot that the reader does not have', async () => {
    const rig = await withCard('v2-wang', { contactless: false });
    expect(await read(rig)).toMatchObject(WANG);
  });
});

describe('reading', () => {
  it('logs outcome and time, and nothing of the holder', async () => {
    for (const { cardId } of CARD_IMAGES) {
      const rig = await withCard(cardId);
      const result = await read(rig);
      const lines = rig.log.lines.join('\n');
      expect(lines).toContain(
        `"card-read","outcome":"${result.ok ? result.value.outcome : result.error.code}"`,
      );
      for (const { name, idNumber, cardNumber, cardIdentifier } of CARD_IMAGES) {
        for (const secret of [name, idNumber, cardNumber, cardIdentifier]) {
          if (secret !== undefined) expect(lines).not.toContain(secret);
        }
      }
      await rig.reader.close();
    }
  });

  it('that ends in a bug costs no other', async () => {
    const rig = await withCard('v2-wang');
    const { now } = rig.clock;
    rig.clock.now = () => {
      throw new Error('a bug');
    };
    const bug = rig.reader.readIdentity().catch((error: Error) => error.message);
    expect(await within(rig.clock, bug)).toBe('a bug');
    rig.clock.now = now;
    expect(await read(rig)).toMatchObject(WANG);
    await rig.reader.close();
  });

  it('is BUSY while one is under way, and takes the power off after it', async () => {
    const rig = await withCard('v2-wang');
    const asked: string[] = [];
    rig.wire.line.onData((bytes) => asked.push(toHex(bytes).slice(2, 4)));
    const [first, second] = await Promise.all([read(rig), rig.reader.readIdentity()]);
    expect(first).toMatchObject(WANG);
    expect(second).toEqual({ ok: false, error: { code: 'BUSY' } });
    await rig.clock.advance(0);
    expect(asked.at(-1)).toBe('63');
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('asks for nothing that it does not need', async () => {
    const rig = await withCard('v2-wang');
    const asked: string[] = [];
    rig.wire.line.onData((bytes) => asked.push(toHex(bytes).slice(22, -4)));
    await read(rig);
    expect(asked.filter((apdu) => apdu !== '').map((apdu) => apdu.slice(0, 10))).toEqual([
      '00A404000F',
      '00C0000018',
      '00A4000002',
      '00B2010500',
      '00B2010540',
      '00A4000002',
      '00B2010500',
      '00B201055B',
    ]);
  });

  it('says NO_CARD and READER_GONE without asking', async () => {
    const rig = await ready();
    expect(await rig.reader.readIdentity()).toEqual({ ok: false, error: { code: 'NO_CARD' } });
    await pull(rig.emulator, 'card-reader-unplug');
    await rig.clock.advance(0);
    expect(await rig.reader.readIdentity()).toEqual({ ok: false, error: { code: 'READER_GONE' } });
  });

  it('does not look into slots while a resident waits', async () => {
    const rig = await withCard('v2-wang', { reportsChanges: false });
    rig.emulator.extend = 3;
    const asked: string[] = [];
    rig.wire.line.onData((bytes) => asked.push(toHex(bytes).slice(2, 4)));
    const reading = rig.reader.readIdentity().then((result) => ({ result, asked: [...asked] }));
    const seen = await within(rig.clock, reading);
    expect(seen.result).toMatchObject(WANG);
    expect(seen.asked).toContain('6F');
    expect(seen.asked).not.toContain('65');
  });

  it('stops a look that a read overtakes', async () => {
    const rig = await withCard('v2-wang', { reportsChanges: false });
    rig.emulator.extend = 1;
    await rig.clock.advance(300); // the look into the first slot is under way, extended
    const reading = rig.reader.readIdentity();
    expect(await within(rig.clock, reading)).toMatchObject(WANG);
  });
});

describe('a card pulled in the middle', () => {
  it.each([true, false])('is CARD_REMOVED at every step (reporting: %s)', async (reportsChanges) => {
    for (let apdus = 0; apdus < 8; apdus++) {
      const rig = await withCard('v2-wang', { reportsChanges });
      await pull(rig.emulator, 'card-pull-after', { apdus });
      expect(await read(rig)).toEqual({ ok: false, error: { code: 'CARD_REMOVED' } });
      await rig.clock.advance(0);
      expect(types(rig).at(-1)).toBe('card-removed');
      await rig.reader.close();
    }
  });

  it('and put back at once is CARD_REMOVED, then readable', async () => {
    const rig = await withCard('v2-wang');
    rig.emulator.extend = 1;
    const reading = rig.reader.readIdentity();
    await rig.clock.advance(0);
    await pull(rig.emulator, 'card-remove');
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    expect(await within(rig.clock, reading)).toEqual({ ok: false, error: { code: 'CARD_REMOVED' } });
    await rig.clock.advance(2_000);
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('before the reader told is NO_CARD', async () => {
    const rig = await withCard('v2-wang', { reportsChanges: false });
    rig.emulator.remove('contact');
    expect(await read(rig)).toEqual({ ok: false, error: { code: 'NO_CARD' } });
    await rig.clock.advance(0);
    expect(types(rig).at(-1)).toBe('card-removed');
  });
});

describe('a bad line', () => {
  it('is cured by asking again, in both directions', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-garble', { count: 2 });
    await pull(rig.emulator, 'card-reader-nak', { count: 2 });
    expect(await read(rig)).toMatchObject(WANG);
    expect(rig.log.lines.join()).toContain('damaged frame');
    expect(rig.log.lines.join()).toContain('refused checksum');
  });

  it('that stays bad is a READER_FAULT, and the reader is greeted anew', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-garble', { count: 3 });
    expect(await read(rig)).toMatchObject({ ok: false, error: { code: 'READER_FAULT' } });
    await rig.clock.advance(2_000);
    expect(types(rig).slice(-3)).toEqual(['reader-gone', 'reader-ready', 'card-inserted']);
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('on which a command cannot be brought across costs a session, not the read', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-nak', { count: 3 });
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('on which commands are refused for good is a READER_FAULT', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-nak', { count: 6 });
    expect(await read(rig)).toEqual({
      ok: false,
      error: { code: 'READER_FAULT', detail: 'REFUSED checksum' },
    });
  });

  it('gives the same identity wherever the bytes are cut', async () => {
    for (let size = 1; size < 40; size++) {
      const rig = await withCard('v2-wang', {
        cut: (bytes) =>
          Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.slice(i * size, (i + 1) * size),
          ),
      });
      expect(await read(rig)).toMatchObject(WANG);
      await rig.reader.close();
    }
  });

  it('that loses the end of an answer is cured after a second of silence', async () => {
    let lose = false;
    const rig = await withCard('v2-wang', {
      cut: (bytes) => {
        if (!lose || bytes.length < 20) return [bytes];
        lose = false;
        return [bytes.slice(0, -3)];
      },
    });
    lose = true;
    expect(await read(rig)).toMatchObject(WANG);
    expect(rig.log.lines.join()).toContain('damaged frame');
  });

  it('that says things unasked is noted', async () => {
    const rig = await ready();
    rig.wire.line.write(fromHex('02000003'));
    rig.wire.line.write(concat(fromHex('0280'), fromHex('02')));
    await rig.clock.advance(1_500);
    expect(rig.log.lines.join()).toContain('ack unasked');
    expect(rig.reader.state().connection).toBe('ready');
  });

  it('that brings a stale answer waits for the right one', async () => {
    const rig = await withCard('v2-wang');
    rig.emulator.extend = 1;
    const reading = rig.reader.readIdentity();
    await rig.clock.advance(0);
    rig.wire.line.write(fromHex('028002000000010000810090009203'));
    expect(await within(rig.clock, reading)).toMatchObject(WANG);
    expect(rig.log.lines.join()).toContain('stale answer');
  });
});

describe('a slow card', () => {
  it('may ask for patience as often as it likes', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-slow', { count: 20 });
    expect(await read(rig)).toMatchObject(WANG);
    expect(rig.clock.monotonic()).toBeGreaterThan(4_000);
  });
});

describe('a silent reader', () => {
  it('in the middle of reading is a READER_FAULT within four seconds, then gone', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-silent');
    const start = rig.clock.monotonic();
    expect(await read(rig)).toMatchObject({ ok: false, error: { code: 'READER_FAULT' } });
    expect(rig.clock.monotonic() - start).toBeLessThan(4_000);
    await rig.clock.advance(0);
    expect(rig.events.at(-1)).toEqual({ type: 'reader-gone', cause: 'SILENT' });
    await rig.clock.advance(60_000);
    expect(types(rig).filter((type) => type === 'reader-gone').length).toBe(1);
    await pull(rig.emulator, 'card-reader-silent', { clear: true });
    await rig.clock.advance(6_000);
    expect(rig.reader.state()).toMatchObject({ connection: 'ready', cardPresent: true });
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('is found by the heartbeat', async () => {
    const rig = await ready();
    await pull(rig.emulator, 'card-reader-silent');
    await rig.clock.advance(6_000);
    expect(rig.events.at(-1)).toEqual({ type: 'reader-gone', cause: 'SILENT' });
  });

  it('that falls silent between two questions of the interrogation is not ready', async () => {
    const rig = loopbackRig();
    const { host } = rig.wire;
    const write = host.write;
    host.write = (bytes) => {
      if (toHex(bytes).includes('4480')) rig.emulator.silent = true;
      return write(bytes);
    };
    rig.reader.start();
    await rig.clock.advance(4_000);
    expect(types(rig)).toEqual(['reader-gone']);
  });
});

describe('unplug and replug', () => {
  it('is ready again within two seconds, and says that a card is in', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-unplug');
    await rig.clock.advance(30_000);
    expect(rig.reader.state()).toMatchObject({ connection: 'gone', cardPresent: false });
    expect(rig.log.lines.filter((line) => line.includes('gone')).length).toBe(1);
    expect(rig.log.lines.filter((line) => line.includes('open-failed')).length).toBe(1);
    await pull(rig.emulator, 'card-reader-replug');
    await rig.clock.advance(1_900);
    expect(rig.reader.state()).toMatchObject({ connection: 'ready', cardPresent: true });
    expect(types(rig)).toEqual([
      'reader-ready',
      'card-inserted',
      'reader-gone',
      'reader-ready',
      'card-inserted',
    ]);
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('in the middle of reading is READER_GONE', async () => {
    const rig = await withCard('v2-wang');
    rig.emulator.extend = 1;
    const reading = rig.reader.readIdentity();
    await rig.clock.advance(0);
    await pull(rig.emulator, 'card-reader-unplug');
    expect(await within(rig.clock, reading)).toEqual({
      ok: false,
      error: { code: 'READER_GONE', detail: 'GONE' },
    });
  });

  it('in the middle of the interrogation begins anew', async () => {
    const rig = loopbackRig();
    rig.emulator.extend = 1;
    rig.reader.start();
    await rig.clock.advance(0);
    await pull(rig.emulator, 'card-reader-unplug');
    await pull(rig.emulator, 'card-reader-replug');
    await rig.clock.advance(500);
    expect(rig.reader.state().connection).toBe('ready');
  });
});

describe('closing', () => {
  it.each([0, 1, 2, 5, 10])(
    'gives up a read under way (after %i turns) and leaves no timer',
    async (turns) => {
      const rig = await withCard('v2-wang');
      const reading = rig.reader.readIdentity();
      for (let i = 0; i < turns; i++) await Promise.resolve();
      await rig.reader.close();
      expect((await reading).ok).toBe(false);
      await rig.clock.advance(0);
      expect(rig.clock.pending).toBe(0);
      await rig.reader.close();
    },
  );

  it('may come before the start', async () => {
    const rig = loopbackRig();
    await rig.reader.close();
    rig.reader.start();
    await rig.clock.advance(10_000);
    expect(rig.events).toEqual([]);
  });
});
