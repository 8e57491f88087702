import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { err, ok } from '../../base/result.ts';
import { Loopback, type LoopbackOptions } from '../../transport/loopback.ts';
import { decodeAnswer } from '../ccid.ts';
import { Acr122ReaderEmulator, type Acr122ReaderEmulatorOptions } from '../emulator/acr122-reader.ts';
import { AcsReaderEmulator } from '../emulator/acs-reader.ts';
import { exchangeData } from '../pn532/commands.ts';
import { CONTACTLESS_CARDS } from '../testing/pn532-rig.ts';
import { holding, pull, read, readerRig, started, types, WANG } from '../testing/reader-rig.ts';
import { REFUSED, SILENT, scriptedLink } from '../testing/scripted-link.ts';
import { Acr122Link, changeAcr122Speed, nameOfAcr122 } from './acr122.ts';
import { AcsDeframer } from './framing.ts';
import { type AcsCcidOptions, AcsCcidProtocol } from './protocol.ts';

function acr122Rig(
  options: Partial<Acr122ReaderEmulatorOptions> & AcsCcidOptions & Pick<LoopbackOptions, 'cut'> = {},
) {
  const clock = new VirtualClock();
  const wire = new Loopback(options.cut === undefined ? {} : { cut: options.cut });
  const emulator = new Acr122ReaderEmulator({
    cards: CONTACTLESS_CARDS,
    ...options,
    line: wire.line,
    clock,
  });
  const protocol = new AcsCcidProtocol(wire.host, clock, options);
  return { ...readerRig({ clock, emulator, protocol, transport: wire.host }), wire };
}

type RigOptions = NonNullable<Parameters<typeof acr122Rig>[0]>;

const ready = (options: RigOptions = {}) => started(acr122Rig(options));
const withCard = async (card: string, options: RigOptions = {}) => holding(await ready(options), card);

describe('an ACR122S', () => {
  it('powers its SAM as the manual shows', () => {
    const reply = fromHex('02 80 0D000000 00 01 00 00 00 3B2A00806524B0000200829000 FC 03');
    const [frame] = new AcsDeframer().push(reply);
    const answer = frame?.kind === 'message' ? decodeAnswer(frame.message) : null;
    expect(answer).toMatchObject({ slot: 0, sequence: 1, card: 'active', failed: false });
    expect(toHex(answer?.data ?? new Uint8Array(0))).toBe('3B2A00806524B0000200829000');
  });

  it('is known by its own words, with and without a SAM', async () => {
    for (const sam of [undefined, null]) {
      const rig = await ready(sam === null ? { sam } : {});
      expect(rig.reader.state()).toMatchObject({ model: 'ACR122S', firmware: '100' });
      await rig.reader.close();
    }
  });

  it('tells of cards when asked, and reads them', async () => {
    const rig = await withCard('v2-wang');
    expect(await read(rig)).toMatchObject(WANG);
    await pull(rig.emulator, 'card-remove');
    await rig.clock.advance(300);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted', 'card-removed']);
  });

  it('gives the same identity wherever the bytes are cut', async () => {
    for (const size of [1, 2, 3, 5, 7, 13]) {
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

  it('notices a card that was exchanged between two looks', async () => {
    const rig = await withCard('v2-wang');
    await read(rig);
    await rig.clock.advance(300);
    await pull(rig.emulator, 'card-remove');
    await pull(rig.emulator, 'card-insert', { card: 'v3-sam' });
    await rig.clock.advance(900);
    expect(types(rig)).toEqual(['reader-ready', 'card-inserted', 'card-removed', 'card-inserted']);
  });

  it('of a card that is lifted in the middle is CARD_REMOVED', async () => {
    for (let apdus = 0; apdus < 6; apdus++) {
      const rig = await withCard('v2-wang');
      await pull(rig.emulator, 'card-pull-after', { apdus });
      expect(await read(rig)).toMatchObject({ ok: false, error: { code: 'CARD_REMOVED' } });
      await rig.reader.close();
    }
  });

  it('has no contact slot', async () => {
    const rig = await ready({ slot: 'contact' });
    await pull(rig.emulator, 'card-insert', { card: 'v2-wang' });
    await rig.clock.advance(1_000);
    expect(rig.reader.state().cardPresent).toBe(false);
    expect(await read(rig)).toEqual({ ok: false, error: { code: 'NO_CARD' } });
  });

  it('that falls silent over its settings is not ready', async () => {
    const clock = new VirtualClock();
    const wire = new Loopback();
    const emulator = new Acr122ReaderEmulator({ line: wire.line, clock });
    const protocol = new AcsCcidProtocol(wire.host, clock);
    const rig = readerRig({ clock, emulator, protocol, transport: wire.host });
    const { write } = wire.host;
    wire.host.write = (bytes) => {
      if (toHex(bytes).includes('D432')) emulator.silent = true;
      return write(bytes);
    };
    rig.reader.start();
    await clock.advance(10_000);
    expect(rig.events).toEqual([{ type: 'reader-gone', cause: 'SILENT' }]);
  });

  it('may give way to an ACR1281S on the same wire, and back', async () => {
    const rig = await withCard('v2-wang');
    for (const make of [AcsReaderEmulator, Acr122ReaderEmulator]) {
      await rig.wire.line.unplug();
      const next = new make({ line: rig.wire.line, clock: rig.clock, cards: CONTACTLESS_CARDS });
      rig.emulator.silent = true;
      await rig.wire.line.replug();
      await rig.clock.advance(2_000);
      expect(rig.reader.state()).toMatchObject({ connection: 'ready', cardPresent: false });
      await pull(next, 'card-insert', { card: 'v2-wang', slot: 'contactless' });
      await rig.clock.advance(300);
      expect(await read(rig)).toMatchObject(WANG);
      next.silent = true;
    }
    expect(rig.reader.state().model).toBe('ACR122S');
  });
});

describe('asking for the name', () => {
  it.each([
    ['refuses to power', [REFUSED], ok(null)],
    ['refuses to tell', ['', REFUSED], ok(null)],
    ['tells something else', ['', '6300'], ok(null)],
    ['is silent', [SILENT], err(SILENT)],
    ['falls silent', ['', SILENT], err(SILENT)],
    [
      'tells',
      ['', Buffer.from('ACR122L101SAM1').toString('hex')],
      ok({ model: 'ACR122L', firmware: '101SAM1' }),
    ],
  ])('a reader that %s', async (_what, answers, expected) => {
    expect(await nameOfAcr122(scriptedLink(...answers))).toEqual(expected);
  });
});

describe('another speed', () => {
  it.each([
    [9_600, ['9000'], ok(true)],
    [115_200, ['9001'], ok(true)],
    [115_200, ['6300'], ok(false)],
    [57_600, [], ok(false)],
    [9_600, [REFUSED], ok(false)],
    [9_600, [SILENT], err(SILENT)],
  ])('%i, answered %j', async (speed, answers, expected) => {
    expect(await changeAcr122Speed(scriptedLink(...answers), speed)).toEqual(expected);
  });
});

describe('the chip behind', () => {
  const REFUSAL = err({ code: 'REFUSED', detail: 'no answer of the chip' });

  it.each([
    ['D541009000 9000', ok(fromHex('009000'))],
    ['D541009000 6300', REFUSAL],
    ['D543009000 9000', REFUSAL],
    ['7F 9000', REFUSAL],
    ['', REFUSAL],
  ])('answers %j', async (data, expected) => {
    expect(await new Acr122Link(scriptedLink(data)).exchange(exchangeData(fromHex('00A4')))).toEqual(
      expected,
    );
  });

  it('is not reached by what is too long, nor through a reader that is gone', async () => {
    const tooLong = exchangeData(new Uint8Array(254));
    expect(await new Acr122Link(scriptedLink()).exchange(tooLong)).toMatchObject({
      error: { code: 'REFUSED' },
    });
    expect(await new Acr122Link(scriptedLink(SILENT)).exchange(exchangeData(fromHex('00A4')))).toEqual(
      err(SILENT),
    );
  });
});
