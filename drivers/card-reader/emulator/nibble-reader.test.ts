import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { Loopback } from '../../transport/loopback.ts';
import vectors from '../nibble/fixtures/nibble-vectors.json' with { type: 'json' };
import { pull } from '../testing/reader-rig.ts';
import { EmulatedCard } from './card.ts';
import type { CardImage } from './card-image.ts';
import { CARD_IMAGES } from './card-images.ts';
import { NibbleHidLine, nibblePlug } from './nibble-hid.ts';
import { NibbleHostFrames, nibbleFrame } from './nibble-host-frames.ts';
import { NibbleReaderEmulator, type NibbleReaderEmulatorOptions } from './nibble-reader.ts';

function vector(name: string): string {
  const found = vectors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found.hex;
}

function image(cardId: string): CardImage {
  const found = CARD_IMAGES.find((one) => one.cardId === cardId);
  if (found === undefined) throw new Error(`no card ${cardId}`);
  return found;
}

type Options = Partial<NibbleReaderEmulatorOptions>;

/** The emulator alone, spoken to in raw bytes. */
async function lineBench(options: Options = {}) {
  const clock = new VirtualClock();
  const wire = new Loopback();
  const emulator = new NibbleReaderEmulator({ ...options, line: wire.line, clock });
  await wire.host.open();
  let said = '';
  wire.host.onData((bytes) => {
    said += toHex(bytes);
  });
  const heard = async () => {
    await clock.advance(0);
    const all = said;
    said = '';
    return all;
  };
  const ask = async (hex: string) => {
    await wire.host.write(fromHex(hex));
    return heard();
  };
  return { clock, emulator, ask, heard };
}

/** The same through a socket, in the 65-byte writes of the operating system. */
async function hidBench(options: Options = {}) {
  const clock = new VirtualClock();
  const plug = nibblePlug();
  const emulator = new NibbleReaderEmulator({ ...options, line: new NibbleHidLine(plug), clock });
  const [listing] = await plug.devices();
  const handle = await plug.open(listing?.path ?? '');
  let said: string[] = [];
  handle.on('data', (bytes) => said.push(toHex(bytes)));
  const heard = async () => {
    await clock.advance(0);
    const all = said;
    said = [];
    return all;
  };
  const ask = async (hex: string) => {
    const bytes = fromHex(hex);
    for (let at = 0; at < bytes.length; at += 64) {
      const report = Buffer.alloc(65);
      report.set(bytes.subarray(at, at + 64), 1);
      await handle.write(report);
    }
    return heard();
  };
  return { clock, emulator, ask, plug, listing };
}

/** Data of a command → the frame, by the rules of the card notes; for what no vector shows. */
const frame = (data: string) => nibbleFrame(data).toString('hex').toUpperCase();
const padded = (hex: string) => hex.padEnd(Math.ceil(hex.length / 128) * 128, '0');

/** Questions of the captured session and what the captured card and reader said. */
const SESSION = [
  ['info', 'info reply'],
  ['power on', 'ATR'],
  ['select SSSE', '6118'],
  ['get response', 'FCI'],
  ['select EF05', '9000'],
  ['read all FF', '6C40'],
  ['read all 40', 'EF05'],
  ['verify', '9000'],
  ['power off', 'power off ok'],
] as const;

describe('its frames against the vectors', () => {
  it.each(vectors)('$name, both ways', ({ hex }) => {
    const [read, ...more] = new NibbleHostFrames().hear(fromHex(hex));
    expect(more).toEqual([]);
    expect(frame(read?.data?.toString('hex') ?? '')).toBe(hex);
  });

  it('come out of any two pieces', () => {
    const stream = concat(...vectors.map(({ hex }) => fromHex(hex)));
    for (let at = 0; at <= stream.length; at++) {
      const frames = new NibbleHostFrames();
      const all = [...frames.hear(stream.slice(0, at)), ...frames.hear(stream.slice(at))];
      expect(all.map(({ data }) => frame(data?.toString('hex') ?? ''))).toEqual(
        vectors.map(({ hex }) => hex),
      );
    }
  });

  it.each([
    ['a wrong check', '02303030343030303039303030393103'],
    ['a wrong length', '02303030333030303039303030393003'],
    ['a lost half', '023030303430303030393030303903'],
    ['a strange byte', '02303030343030303039303030793003'],
    ['nothing in it', '0203'],
    ['an end without a beginning', '303003'],
  ])('are refused with %s', (_what, hex) => {
    expect(new NibbleHostFrames().hear(fromHex(hex))).toMatchObject([{ data: null }]);
  });

  it('hold no more than a host can mean', () => {
    const frames = new NibbleHostFrames();
    for (let i = 0; i < 100; i++) frames.hear(new Uint8Array(1_000).fill(0x30));
    expect(frames.hear(Uint8Array.of(0x03))[0]?.before).toBe('');
    expect(frames.hear(fromHex(vector('info')))[0]?.data?.toString('hex')).toBe('311101');
  });
});

describe('the captured session', () => {
  it('is what it says on a line', async () => {
    const { ask, emulator } = await lineBench();
    expect(await ask(vector('power on'))).toBe(vector('no card'));
    emulator.insert(image('captured'), 'contact');
    for (const [question, answer] of SESSION)
      expect(await ask(vector(question)), question).toBe(vector(answer));
  });

  it('is what it says in reports, with EF05 in three of them', async () => {
    const { ask, emulator } = await hidBench();
    emulator.insert(image('captured'), 'contact');
    for (const [question, answer] of SESSION) {
      const reports = await ask(vector(question));
      expect(reports.join(''), question).toBe(padded(vector(answer)));
      expect(reports.every((report) => report.length === 128)).toBe(true);
      if (answer === 'EF05') expect(reports.length).toBe(3);
    }
  });

  it('counts wrong PINs as the derived vectors have it', async () => {
    const { ask, emulator } = await lineBench();
    emulator.insert(image('captured'), 'contact');
    await ask(vector('power on'));
    await ask(vector('select SSSE'));
    const wrong = frame('3226000020000003111111');
    for (let tries = 0; tries < 2; tries++) await ask(wrong);
    expect(await ask(wrong)).toBe(vector('63C2'));
    for (let tries = 0; tries < 2; tries++) await ask(wrong);
    expect(await ask(wrong)).toBe(vector('6983'));
  });
});

describe('the emulated reader', () => {
  it('knows neither other classes nor other commands nor other slots', async () => {
    const { ask, emulator } = await lineBench();
    emulator.insert(image('captured'), 'contact');
    expect(await ask(frame('0022000000'))).toBe(frame('1001'));
    expect(await ask(frame('322900'))).toBe(frame('1001'));
    expect(await ask(frame('3222000012'))).toBe(vector('no card'));
    expect(await ask(frame('32261200C0000018'))).toBe(vector('no card'));
  });

  it('gives a card no word before its power, or after it', async () => {
    const { ask, emulator } = await lineBench();
    emulator.insert(image('captured'), 'contact');
    expect(await ask(vector('select SSSE'))).toBe(vector('no card'));
    await ask(vector('power on'));
    await ask(vector('power off'));
    expect(await ask(vector('select SSSE'))).toBe(vector('no card'));
  });

  it('tells a mute card and a worn one from none', async () => {
    const { ask, emulator } = await lineBench();
    emulator.insert(image('mute'), 'contact');
    expect(await ask(vector('power on'))).toBe(frame('1006'));
    emulator.remove('contact');
    emulator.insert(image('worn'), 'contact');
    expect(await ask(vector('power on'))).toMatch(/^023030313330303030/);
    for (let i = 0; i < 4; i++) await ask(vector('select SSSE'));
    expect(await ask(vector('select SSSE'))).toBe(frame('1008'));
  });

  it('has a security module in its second slot, or not', async () => {
    const bare = await lineBench();
    expect(await bare.ask(frame('3222000011'))).toBe(vector('no card'));
    const { ask } = await lineBench({ sam: new EmulatedCard(image('captured')) });
    const select = frame('32261100A404000F7378312E73682EC9E7BBE1B1A3D5CF');
    expect(await ask(select)).toBe(vector('no card'));
    expect(await ask(frame('3222000011'))).toBe(vector('ATR'));
    expect(await ask(select)).toBe(vector('6118'));
    await ask(frame('322311'));
    expect(await ask(select)).toBe(vector('no card'));
    const worn = await lineBench({
      sam: new EmulatedCard({ ...image('worn'), chip: { ...image('worn').chip, failsAfter: 0 } }),
    });
    await worn.ask(frame('3222000011'));
    expect(await worn.ask(select)).toBe(frame('1008'));
  });

  it('hears nothing until its port is selected, and then stays selected until it loses its supply', async () => {
    const { ask, emulator } = await lineBench({ portSelect: '1b2542' });
    expect(await ask(vector('info'))).toBe('');
    expect(await ask(`1B2541${vector('info')}`)).toBe('');
    expect(await ask(`1B2542${vector('info')}`)).toBe(vector('info reply'));
    expect(await ask(vector('info'))).toBe(vector('info reply'));
    await emulator.unplug();
    await emulator.replug();
  });

  it('says nothing to what it cannot read, and nothing by itself', async () => {
    const { ask, emulator, heard, clock } = await lineBench();
    expect(await ask(vector('info').replace(/..03$/, '3F03'))).toBe('');
    emulator.insert(image('captured'), 'contact');
    emulator.remove('contact');
    await clock.advance(60_000);
    expect(await heard()).toBe('');
  });

  it('is deaf while it works', async () => {
    const { ask, clock, emulator, heard } = await lineBench();
    emulator.extend = 1;
    expect(await ask(vector('info'))).toBe('');
    expect(await ask(vector('info'))).toBe('');
    await clock.advance(500);
    expect(await heard()).toBe(vector('info reply'));
  });

  it('forgets its work, and the cards their power, without a supply', async () => {
    const { ask, clock, emulator } = await lineBench();
    emulator.insert(image('captured'), 'contact');
    await ask(vector('power on'));
    emulator.extend = 1;
    await ask(vector('info'));
    await emulator.unplug();
    expect(clock.pending).toBe(0);
    expect(emulator.cardIn('contact')?.cardId).toBe('captured');
    await emulator.close();
  });

  it('has the levers of every reader, and one slot to put cards in', async () => {
    const { ask, emulator } = await lineBench();
    expect(await pull(emulator, 'card-insert', { card: 'v3-sam', slot: 'contactless' })).toMatchObject({
      error: { code: 'BAD_ARGUMENT' },
    });
    expect((await pull(emulator, 'card-insert', { card: 'captured' })).ok).toBe(true);
    await pull(emulator, 'card-contact-bad', { count: 1 });
    expect(await ask(vector('power on'))).toBe(frame('1006'));
    await pull(emulator, 'card-reader-garble', { count: 1 });
    expect(await ask(vector('power on'))).toBe(vector('ATR').replace('313403', '343103'));
    await pull(emulator, 'card-reader-nak', { count: 1 });
    expect(await ask(vector('power on'))).toBe('');
    await pull(emulator, 'card-reader-silent');
    expect(await ask(vector('power on'))).toBe('');
    await pull(emulator, 'card-reader-silent', { clear: true });
    await pull(emulator, 'card-pull-after', { apdus: 0 });
    await ask(vector('power on'));
    expect(await ask(vector('select SSSE'))).toBe(vector('no card'));
    expect(emulator.cardIn('contact')).toBeNull();
  });
});

describe('its HID form', () => {
  it('is one interface of 64-byte reports without numbers', async () => {
    const { plug, listing } = await hidBench();
    expect(listing).toMatchObject({ vendorId: 0x1234, productId: 0x5678, product: 'GWI-IC20' });
    expect(await plug.descriptor(listing?.path ?? '')).not.toBeNull();
  });

  it('can be unplugged and plugged in again', async () => {
    const { emulator, plug } = await hidBench();
    await emulator.unplug();
    expect(await plug.devices()).toEqual([]);
    await emulator.replug();
    expect((await plug.devices()).length).toBe(1);
    await emulator.close();
    expect(await plug.devices()).toEqual([]);
  });
});
