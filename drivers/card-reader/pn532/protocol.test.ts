import { describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import type { Chip } from '../emulator/card-image.ts';
import { type Pn532Rig, pn532Rig, withAntenna } from '../testing/pn532-rig.ts';
import { holding, pull, read, started, types, WANG, within } from '../testing/reader-rig.ts';

type RigOptions = NonNullable<Parameters<typeof pn532Rig>[0]>;

const ready = (options: RigOptions = {}): Promise<Pn532Rig> => started(pn532Rig(options));
const withCard = async (card: string, options: RigOptions = {}): Promise<Pn532Rig> =>
  holding(await ready(options), card);

const only = (cardId: string, chip: Partial<Chip> = {}): RigOptions => ({
  cards: [withAntenna(cardId, chip)],
});

/** What the host writes from now on, hex. */
function tap(rig: Pn532Rig): string[] {
  const written: string[] = [];
  const write = rig.wire.host.write;
  rig.wire.host.write = (bytes) => {
    written.push(toHex(bytes));
    return write(bytes);
  };
  return written;
}

describe('interrogation', () => {
  it('wakes the reader and names it', async () => {
    const rig = await ready();
    expect(rig.reader.state()).toEqual({
      connection: 'ready',
      model: 'PN532',
      firmware: '1.6',
      cardPresent: false,
    });
    await rig.reader.close();
    expect(rig.clock.pending).toBe(0);
  });

  it('wakes it again after a loss of its supply', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-unplug');
    await pull(rig.emulator, 'card-reader-replug');
    await rig.clock.advance(1_000);
    expect(types(rig)).toEqual([
      'reader-ready',
      'card-inserted',
      'reader-gone',
      'reader-ready',
      'card-inserted',
    ]);
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('does with a relative that makes no sense of the first two commands', async () => {
    const rig = pn532Rig();
    const written = tap(rig);
    // The emulator calls nonsense what is not its own: spoil the parameters on the way.
    const write = rig.wire.host.write;
    rig.wire.host.write = (bytes) => {
      const hex = toHex(bytes);
      if (hex.includes('D41401')) return write(Uint8Array.of(...bytes.slice(0, -3), 0x09, 0x0f, 0x00));
      if (hex.includes('D402')) return write(Uint8Array.of(...bytes.slice(0, -3), 0x0a, 0x22, 0x00));
      return write(bytes);
    };
    rig.reader.start();
    await rig.clock.advance(0);
    expect(written.length).toBeGreaterThan(2);
    expect(rig.reader.state()).toMatchObject({ connection: 'ready', model: 'unknown', firmware: '' });
  });

  it.each([0, 1, 2])('is not ready when it falls silent after %i answers', async (answers) => {
    const rig = pn532Rig();
    let left = answers;
    const { line } = rig.wire;
    const write = line.write;
    line.write = (bytes) => {
      const isAck = bytes.length === 6;
      if (!isAck && left-- === 0) rig.emulator.silent = true;
      if (!rig.emulator.silent) write(bytes);
    };
    rig.reader.start();
    await rig.clock.advance(10_000);
    expect(rig.reader.state().connection).not.toBe('ready');
    expect(rig.events).toEqual([{ type: 'reader-gone', cause: 'SILENT' }]);
  });
});

describe('cards coming and going', () => {
  it('are found by asking', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-remove');
    await rig.clock.advance(300);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted', 'card-removed']);
  });

  it('are asked for without a new session while they lie there', async () => {
    const rig = await withCard('v2-wang');
    const written = tap(rig);
    await rig.clock.advance(900);
    // Diagnose, test 6, and nothing else.
    expect(written).toEqual(Array.from({ length: 3 }, () => '0000FF03FDD400062600'));
  });

  it('are looked for anew when the reader does not know how to ask', async () => {
    const rig = await withCard('v2-wang');
    const write = rig.wire.host.write;
    rig.wire.host.write = (bytes) =>
      // Test 7 is none that the emulator knows.
      write(toHex(bytes).includes('D40006') ? Uint8Array.of(...bytes.slice(0, -3), 0x07, 0x25, 0x00) : bytes);
    await rig.clock.advance(900);
    expect(rig.reader.state().cardPresent).toBe(true);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted']);
  });

  it('are told when one has taken the place of another between two looks', async () => {
    const rig = await withCard('bank');
    rig.emulator.remove('contactless');
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    await rig.clock.advance(600);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted', 'card-removed', 'card-inserted']);
  });

  it('are not told of one that lost its session for a moment', async () => {
    const rig = await withCard('v2-wang');
    rig.emulator.remove('contactless');
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    await rig.clock.advance(600);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted']);
  });

  it('of type B are found as well', async () => {
    const rig = await withCard('v2-wang', { air: 'B' });
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('leave the field off when there is none', async () => {
    const rig = await ready();
    const written = tap(rig);
    await rig.clock.advance(300);
    expect(written.at(-1)).toBe('0000FF04FCD4320100F900');
  });
});

describe('reading', () => {
  it.each(['A', 'B'] as const)('gives the holder of a card of type %s', async (air) => {
    const rig = await withCard('v2-rare', { air });
    expect(await read(rig)).toMatchObject({
      ok: true,
      value: { outcome: 'complete', cardNumber: 'YS0000003' },
    });
    await rig.clock.advance(900);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted']);
    expect(await read(rig)).toMatchObject({ ok: true });
  });

  it('gives what a third generation card gives away', async () => {
    const rig = await withCard('v3-sam');
    expect(await read(rig)).toMatchObject({ ok: true, value: { outcome: 'NEEDS_SAM', version: '3' } });
  });

  it.each([
    ['bank', 'NOT_SOCIAL_CARD'],
    ['transport', 'NOT_SOCIAL_CARD'],
    ['worn', 'UNREADABLE'],
  ])('of a %s card fails with %s', async (card, code) => {
    const rig = await withCard(card);
    expect(await read(rig)).toMatchObject({ ok: false, error: { code } });
    await rig.clock.advance(600);
    expect(rig.reader.state().cardPresent).toBe(true);
  });

  it('fails with CARD_REMOVED when the card is lifted, at whatever command', async () => {
    for (let apdus = 0; apdus < 12; apdus++) {
      const rig = await withCard('v2-rare');
      await pull(rig.emulator, 'card-pull-after', { apdus });
      const result = await read(rig);
      await rig.clock.advance(600);
      if (result.ok) {
        expect(apdus).toBeGreaterThan(4);
        continue;
      }
      expect(result).toEqual({ ok: false, error: { code: 'CARD_REMOVED', detail: 'status 01' } });
      expect(types(rig)).toEqual(['reader-ready', 'card-inserted', 'card-removed']);
    }
  });

  it('fails with NO_CARD when the card has left since the last look', async () => {
    const rig = await withCard('v2-wang');
    rig.emulator.remove('contactless');
    expect(await read(rig)).toMatchObject({ ok: false, error: { code: 'NO_CARD' } });
  });

  it('reads another card that has taken its place since the last look', async () => {
    const rig = await withCard('bank');
    rig.emulator.remove('contactless');
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('fails with UNREADABLE when a card is too far away to begin', async () => {
    const rig = await withCard('v2-wang');
    const { line } = rig.wire;
    const write = line.write;
    line.write = (bytes) => {
      // ISO 14443-4 announced, but no ATS behind it.
      const hex = toHex(bytes).replace(
        '0000FF12EED54B01010004200401020304067577810280B700',
        '0000FF0CF4D54B01010004200401020304AC00',
      );
      write(Uint8Array.from(Buffer.from(hex, 'hex')));
    };
    expect(await read(rig)).toEqual({ ok: false, error: { code: 'UNREADABLE', detail: 'no ATS' } });
  });

  it('puts together what comes in pieces', async () => {
    const rig = await withCard('v2-wang', { pieceLength: 30, ...only('v2-wang', { reads: ['to-last'] }) });
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('has an end, even when the pieces have none', async () => {
    const rig = await withCard('v2-wang', { pieceLength: 1 });
    expect(await read(rig)).toEqual({ ok: false, error: { code: 'UNREADABLE', detail: 'endless answer' } });
  });

  it('takes answers that need an extended frame', async () => {
    const long = withAntenna('v2-wang');
    const ef05 = [...long.chip.ef05, [0x5f, '20'.repeat(185)] as const];
    const rig = await withCard('v2-wang', only('v2-wang', { ef05, reads: ['to-last'] }));
    const { line } = rig.wire;
    const write = line.write;
    let extended = 0;
    line.write = (bytes) => {
      if (toHex(bytes).startsWith('0000FFFFFF')) extended++;
      write(bytes);
    };
    expect(await read(rig)).toMatchObject(WANG);
    expect(extended).toBe(1);
  });

  it('gives the same whatever pieces the answers arrive in', async () => {
    for (const size of [1, 2, 3, 5, 7, 11]) {
      const cut = (bytes: Uint8Array) =>
        Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.slice(i * size, (i + 1) * size),
        );
      const rig = await withCard('v2-wang', { cut });
      expect(await read(rig)).toMatchObject(WANG);
    }
  });
});

describe('trouble on the line', () => {
  it('with the answers is cured by asking again', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-garble', { count: 2 });
    expect(await read(rig)).toMatchObject(WANG);
    expect(rig.reader.state().connection).toBe('ready');
    expect(rig.log.lines.some((line) => line.includes('damaged frame'))).toBe(true);
  });

  it('with the commands is cured by sending them again', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-nak', { count: 2 });
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('does not hurry a slow card', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-slow', { count: 30 });
    expect(await read(rig)).toMatchObject(WANG);
    expect(rig.clock.monotonic()).toBeGreaterThan(5_000);
  });

  it('that lasts costs the read and the connection, until it is over', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-garble', { count: 5 });
    expect(await read(rig)).toMatchObject({ ok: false, error: { code: 'READER_FAULT' } });
    await rig.clock.advance(10_000);
    expect(rig.reader.state()).toMatchObject({ connection: 'ready', cardPresent: true });
    expect(await read(rig)).toMatchObject(WANG);
  });

  it('of a hung reader is told, and its end', async () => {
    const rig = await withCard('v2-wang');
    await pull(rig.emulator, 'card-reader-silent');
    await rig.clock.advance(10_000);
    expect(rig.reader.state()).toMatchObject({ connection: 'gone', cardPresent: false });
    await pull(rig.emulator, 'card-reader-silent', { clear: true });
    await rig.clock.advance(3_000);
    expect(types(rig)).toEqual([
      'reader-ready',
      'card-inserted',
      'reader-gone',
      'reader-ready',
      'card-inserted',
    ]);
  });

  it('of a reader that is pulled out in the middle ends the read', async () => {
    const rig = await withCard('v2-wang');
    rig.emulator.extend = 1;
    const reading = rig.reader.readIdentity();
    await rig.clock.advance(100);
    await pull(rig.emulator, 'card-reader-unplug');
    expect(await within(rig.clock, reading)).toMatchObject({ ok: false, error: { code: 'READER_GONE' } });
  });
});
