/** Driver and emulator of the nibble readers, joined on both wires. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { EmulatedCard } from '../emulator/card.ts';
import { CARD_IMAGES } from '../emulator/card-images.ts';
import { type NibbleRig, type NibbleRigOptions, nibbleRig } from '../testing/nibble-rig.ts';
import { holding, pull, read, started, types, WANG, within } from '../testing/reader-rig.ts';

const POWER_ON = '3222000000';
const POWER_OFF = '322300';
const SELECT_SSSE = '32260000A404000F7378312E73682EC9E7BBE1B1A3D5CF';

describe.each(['line', 'hid'] as const)('a nibble reader on %s', (wire) => {
  const ready = (options: NibbleRigOptions = {}): Promise<NibbleRig> =>
    started(nibbleRig({ wire, ...options }), 200);

  async function withCard(card: string, options: NibbleRigOptions = {}): Promise<NibbleRig> {
    const rig = await holding(await ready(options), card, 1_000);
    rig.heard.length = 0;
    return rig;
  }

  describe('interrogation', () => {
    it('names the model', async () => {
      const rig = await ready();
      const firmware = wire === 'hid' ? '1.02' : '';
      expect(rig.events).toEqual([{ type: 'reader-ready', model: 'GWI-IC20', firmware }]);
      expect(rig.heard[0]).toBe('311101');
    });

    it.each([
      ['GWI IC20', 'unknown'], // a space is no part of a model's name
      ['', 'unknown'],
      ['X'.repeat(32), 'X'.repeat(32)],
      ['X'.repeat(33), 'unknown'],
    ])('takes %j for %j', async (model, expected) => {
      const rig = await ready({ device: { model } });
      expect(rig.reader.state().model).toBe(expected);
    });

    it('asks a unit that does not know the question something else', async () => {
      const rig = nibbleRig({ wire, device: { model: null, commandClass: 0 }, driver: { commandClass: 0 } });
      rig.reader.start();
      await rig.clock.advance(10_000);
      expect(rig.events).toEqual([expect.objectContaining({ type: 'reader-ready', model: 'unknown' })]);
      expect(rig.heard.slice(0, 3)).toEqual(['311101', '311101', '002300']);
    });

    it('finds nobody behind a multiplexer that was not told to select the port', async () => {
      const rig = nibbleRig({ wire, device: { portSelect: '1B2542' } });
      rig.reader.start();
      await rig.clock.advance(10_000);
      expect(rig.events).toEqual([{ type: 'reader-gone', cause: 'SILENT' }]);
    });

    it.each([
      ['1B2542', 0x32],
      ['7E2541FFFFFF', 0x00],
      ['7e2541ffffff', 0x00],
    ])('selects port %s, and speaks class %i', async (portSelect, commandClass) => {
      const profile = { portSelect, commandClass };
      const rig = await withCard('v2-wang', { driver: profile, device: profile });
      expect(await read(rig)).toMatchObject(WANG);
      expect(rig.heard[0]).toBe(toHex(Uint8Array.of(commandClass, 0x22, 0, 0, 0)));
    });

    it('begins anew when the answers stay spoiled', async () => {
      const rig = nibbleRig({ wire });
      rig.emulator.garble = 3;
      rig.reader.start();
      await rig.clock.advance(3_000);
      expect(types(rig)).toEqual(['reader-gone', 'reader-ready']);
    });
  });

  describe('looking for a card', () => {
    it('powers an empty slot once a second, and nothing else', async () => {
      const rig = await ready();
      await rig.clock.advance(3_000);
      expect(rig.heard).toEqual(['311101', POWER_ON, POWER_ON, POWER_ON, POWER_ON]);
    });

    it('takes the power off a card that it has found', async () => {
      const rig = await withCard('v2-wang');
      await rig.clock.advance(2_000);
      expect(rig.heard).toEqual([POWER_ON, POWER_OFF, POWER_ON, POWER_OFF]);
      await pull(rig.emulator, 'card-remove');
      await rig.clock.advance(1_000);
      expect(types(rig)).toEqual(['reader-ready', 'card-inserted', 'card-removed']);
    });

    it('takes a card that does not answer for one', async () => {
      const rig = await withCard('mute');
      expect(await read(rig)).toMatchObject({ error: { code: 'CARD_MUTE', detail: 'status 1006' } });
      expect(rig.reader.state().cardPresent).toBe(true);
    });

    it('is not put off by a spoiled answer or two, or by one that does not come', async () => {
      const rig = await withCard('v2-wang');
      await pull(rig.emulator, 'card-reader-garble', { count: 2 });
      await rig.clock.advance(2_000);
      await pull(rig.emulator, 'card-reader-nak', { count: 1 });
      await rig.clock.advance(8_000);
      expect(types(rig)).toEqual(['reader-ready', 'card-inserted']);
      expect(rig.log.lines.join()).toContain('damaged frame');
      expect(rig.log.lines.join()).toContain('no answer');
    });

    it('gives a reader up that spoils everything, and finds it again', async () => {
      const rig = await withCard('v2-wang');
      await pull(rig.emulator, 'card-reader-garble', { count: 3 });
      await rig.clock.advance(6_000);
      expect(rig.events.slice(-3)).toMatchObject([
        { type: 'reader-gone', cause: 'SPOILED' },
        { type: 'reader-ready' },
        { type: 'card-inserted' },
      ]);
    });

    it('never comes between the commands of a read', async () => {
      const rig = await withCard('v2-wang');
      rig.emulator.extend = 8; // each answer takes half a second: four looks would fall due
      expect(await read(rig)).toMatchObject(WANG);
      const session = rig.heard.slice(0, rig.heard.indexOf(POWER_OFF));
      expect(session.filter((command) => command === POWER_ON).length).toBe(1);
      expect(session[1]).toBe(SELECT_SSSE);
    });

    it('ends before a read that it was overtaken by begins', async () => {
      const rig = await withCard('v2-wang');
      rig.emulator.extend = 1;
      await rig.clock.advance(1_000); // the look is under way, and slow
      expect(await read(rig)).toMatchObject(WANG);
      expect(rig.heard.slice(0, 4)).toEqual([POWER_ON, POWER_OFF, POWER_ON, SELECT_SSSE]);
    });
  });

  describe('reading', () => {
    it.each(CARD_IMAGES.map(({ cardId }) => cardId))(
      '%s: logs outcome and nothing of the holder',
      async (cardId) => {
        const rig = await withCard(cardId);
        const result = await read(rig);
        const outcome = result.ok ? result.value.outcome : result.error.code;
        const lines = rig.log.lines.join('\n');
        expect(lines).toContain(`"card-read","outcome":"${outcome}"`);
        for (const { name, idNumber, cardNumber, cardIdentifier } of CARD_IMAGES) {
          for (const secret of [name, idNumber, cardNumber, cardIdentifier]) {
            if (secret !== undefined) expect(lines).not.toContain(secret);
          }
        }
        await rig.reader.close();
        expect(rig.clock.pending).toBe(0);
      },
    );

    it('takes the power off afterwards', async () => {
      const rig = await withCard('v2-wang');
      expect(await read(rig)).toMatchObject(WANG);
      await rig.clock.advance(0);
      expect(rig.heard.at(-1)).toBe(POWER_OFF);
    });

    it('tells worn contacts from a bank card', async () => {
      expect(await read(await withCard('worn'))).toMatchObject({
        error: { code: 'UNREADABLE', detail: 'status 1008' },
      });
      expect(await read(await withCard('bank'))).toMatchObject({ error: { code: 'NOT_SOCIAL_CARD' } });
    });

    it('a card that is pulled, at every step', async () => {
      for (let apdus = 0; apdus < 8; apdus++) {
        const rig = await withCard('v2-wang');
        await pull(rig.emulator, 'card-pull-after', { apdus });
        expect(await read(rig)).toEqual({ ok: false, error: { code: 'CARD_REMOVED' } });
        await rig.clock.advance(0);
        expect(types(rig).at(-1)).toBe('card-removed');
        await rig.reader.close();
      }
    });

    it('begins the session anew after a spoiled answer, whichever it was', async () => {
      for (let spoiled = 0; spoiled < 8; spoiled++) {
        let apdus = -1;
        const rig = await withCard('v2-wang', {
          hearing: (command, emulator) => {
            if (command.startsWith('3226') && ++apdus === spoiled) emulator.garble = 1;
          },
        });
        expect(await read(rig)).toMatchObject(WANG);
        const again = rig.heard.indexOf(POWER_OFF);
        expect(rig.heard.slice(again, again + 3)).toEqual([POWER_OFF, POWER_ON, SELECT_SSSE]);
        expect(again).toBe(spoiled + 2);
        expect(types(rig)).toEqual(['reader-ready', 'card-inserted']);
        await rig.reader.close();
      }
    });

    it('is a READER_FAULT where the line stays bad', async () => {
      const rig = await withCard('v2-wang', {
        hearing: (command, emulator) => {
          if (command === SELECT_SSSE) emulator.garble = 1;
        },
      });
      expect(await read(rig)).toEqual({
        ok: false,
        error: { code: 'READER_FAULT', detail: 'SPOILED damaged frame to 3226' },
      });
    });

    it('is a READER_FAULT where the reader falls silent, which is then connected anew', async () => {
      const rig = await withCard('v2-wang', {
        hearing: (command, emulator) => {
          if (command === SELECT_SSSE) emulator.silent = true;
        },
      });
      expect(await read(rig)).toMatchObject({
        error: { code: 'READER_FAULT', detail: 'SILENT no answer to 3226' },
      });
      await rig.clock.advance(0);
      expect(rig.events.at(-1)).toEqual({ type: 'reader-gone', cause: 'SILENT' });
      await pull(rig.emulator, 'card-reader-silent', { clear: true });
      await rig.clock.advance(8_000);
      expect(types(rig).slice(-2)).toEqual(['reader-ready', 'card-inserted']);
    });

    it('is READER_GONE where the plug is pulled, and possible again after a replug', async () => {
      const rig = await withCard('v2-wang');
      rig.emulator.extend = 1;
      const reading = rig.reader.readIdentity();
      await rig.clock.advance(0);
      await pull(rig.emulator, 'card-reader-unplug');
      expect(await within(rig.clock, reading)).toMatchObject({ error: { code: 'READER_GONE' } });
      await rig.clock.advance(5_000);
      await pull(rig.emulator, 'card-reader-replug');
      await rig.clock.advance(4_000);
      expect(types(rig).slice(-3)).toEqual(['reader-gone', 'reader-ready', 'card-inserted']);
      expect(await read(rig)).toMatchObject(WANG);
    });
  });

  it.each([0, 1, 3, 10, 40])(
    'is closed in the middle of a read (after %i turns), and leaves no timer',
    async (turns) => {
      const rig = await withCard('v2-wang');
      const reading = rig.reader.readIdentity();
      for (let i = 0; i < turns; i++) await Promise.resolve();
      await rig.reader.close();
      await reading;
      await rig.emulator.close();
      await rig.clock.advance(0);
      expect(rig.clock.pending).toBe(0);
    },
  );
});

it('gives the same identity wherever the bytes are cut', async () => {
  for (let size = 1; size < 40; size++) {
    const rig = nibbleRig({
      cut: (bytes) =>
        Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.slice(i * size, (i + 1) * size),
        ),
    });
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    rig.reader.start();
    await rig.clock.advance(200);
    expect(await read(rig)).toMatchObject(WANG);
    await rig.reader.close();
  }
});

describe('the security module', () => {
  const image = CARD_IMAGES.find(({ cardId }) => cardId === 'captured');

  it('is a card of its own, powered beside the resident’s', async () => {
    if (image === undefined) throw new Error('no card');
    const rig = nibbleRig({ device: { sam: new EmulatedCard(image) } });
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    rig.reader.start();
    await rig.clock.advance(200);
    rig.heard.length = 0;
    const user = rig.protocol.slots[0]?.device;
    if (user === undefined) throw new Error('no slot');
    const { sam } = rig.protocol;
    const talk = async () => [
      (await user.powerOn()).ok,
      await sam.powerOn(),
      await sam.transmit(fromHex('00A404000F7378312E73682EC9E7BBE1B1A3D5CF')),
      await user.transmit(fromHex('00A404000F7378312E73682EC9E7BBE1B1A3D5CF')),
      await sam.powerOff(),
      await user.transmit(fromHex('00C0000018')),
    ];
    expect(await within(rig.clock, talk())).toMatchObject([
      true,
      { ok: true, value: fromHex('3B6D000000813147318650430200000013') },
      { ok: true, value: fromHex('6118') },
      { ok: true, value: fromHex('6118') },
      undefined,
      { ok: true },
    ]);
    expect(rig.heard.slice(1, 3)).toEqual(['3222000011', SELECT_SSSE.replace('322600', '322611')]);
    expect(rig.heard.at(-2)).toBe('322311');
  });

  it('may be missing', async () => {
    const rig = nibbleRig();
    rig.reader.start();
    await rig.clock.advance(200);
    const { sam } = rig.protocol;
    expect(await within(rig.clock, sam.isPresent())).toEqual({ ok: true, value: false });
    expect(await within(rig.clock, sam.powerOn())).toEqual({ ok: false, error: { code: 'NO_CARD' } });
  });
});

it('never tells of slot changes by itself', () => {
  const { protocol } = nibbleRig();
  expect(protocol.onSlotChange()()).toBeUndefined();
});
