import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../base/bytes.ts';
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

/** When the wire, the reader or the card does not do as it should. */

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
