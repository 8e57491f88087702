import { describe, expect, it } from 'vitest';
import { toHex } from '../base/bytes.ts';
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
