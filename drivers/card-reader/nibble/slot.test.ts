/** One slot of a connected reader, talked to directly. */
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import type { CardSlot } from '../card-slot.ts';
import { type NibbleRig, type NibbleRigOptions, nibbleRig } from '../testing/nibble-rig.ts';
import { pull, within } from '../testing/reader-rig.ts';
import { NIBBLE_MAX_TPDU } from './commands.ts';
import { REST_MS } from './slot.ts';

const SELECT = '00A404000F7378312E73682EC9E7BBE1B1A3D5CF';
const VERIFY = '0020000003666666';
const SELECT_MASTER_FILE = '00A40000023F00';
const POWER_ON = '3222000000';
const POWER_OFF = '322300';

interface Bench extends NibbleRig {
  readonly slot: CardSlot;
  readonly failures: string[];
  /** Turns the clock until the answer is there. */
  readonly done: <T>(promise: Promise<T>) => Promise<T>;
}

/** Greeted, and nobody looks into the slot but the test. */
async function bench(card: string | null, options: NibbleRigOptions = {}): Promise<Bench> {
  const rig = nibbleRig(options);
  const [first] = rig.protocol.slots;
  if (first === undefined) throw new Error('no slot');
  const failures: string[] = [];
  rig.protocol.onFailed((cause) => failures.push(cause));
  const done = <T>(promise: Promise<T>) => within(rig.clock, promise);
  await rig.transport.open();
  expect(await done(rig.protocol.greet())).toMatchObject({ ok: true });
  if (card !== null) await pull(rig.emulator, 'card-insert', { card });
  rig.heard.length = 0;
  return { ...rig, slot: first.device, failures, done };
}

async function powered(card: string, options?: NibbleRigOptions): Promise<Bench> {
  const made = await bench(card, options);
  expect(await made.done(made.slot.powerOn())).toMatchObject({ ok: true });
  return made;
}

const apdu = (tpdu: string) => `322600${tpdu}`;
const on = (tpdu: string, act: (emulator: NibbleRig['emulator']) => void): NibbleRigOptions => ({
  hearing: (command, emulator) => {
    if (command === apdu(tpdu)) act(emulator);
  },
});

describe('a session', () => {
  it('answers as the card does', async () => {
    const { slot, done } = await powered('captured');
    expect(await done(slot.transmit(fromHex(SELECT)))).toEqual({ ok: true, value: fromHex('6118') });
    expect(await done(slot.transmit(fromHex(VERIFY)))).toEqual({ ok: true, value: fromHex('9000') });
  });

  it('is needed for a command', async () => {
    const { slot, done, heard } = await bench('captured');
    const refused = { ok: false, error: { code: 'READER_FAULT', detail: 'session closed' } };
    expect(await done(slot.transmit(fromHex(SELECT)))).toEqual(refused);
    await done(slot.powerOn());
    await done(slot.powerOff());
    expect(await done(slot.transmit(fromHex(SELECT)))).toEqual(refused);
    expect(heard).toEqual([POWER_ON, POWER_OFF]);
  });

  it('does not begin without a card, or with one that is mute', async () => {
    const empty = await bench(null);
    expect(await empty.done(empty.slot.powerOn())).toEqual({ ok: false, error: { code: 'NO_CARD' } });
    const mute = await bench('mute');
    expect(await mute.done(mute.slot.powerOn())).toEqual({
      ok: false,
      error: { code: 'CARD_MUTE', detail: 'status 1006' },
    });
  });

  it('ends with the card', async () => {
    const { slot, done, emulator } = await powered('captured');
    emulator.remove('contact');
    expect(await done(slot.transmit(fromHex(SELECT)))).toEqual({ ok: false, error: { code: 'NO_CARD' } });
  });

  it('ends with the connection', async () => {
    const { slot, done, protocol } = await powered('captured');
    await done(protocol.greet());
    expect(await done(slot.transmit(fromHex(SELECT)))).toMatchObject({ error: { detail: 'session closed' } });
  });

  it('takes no more than a frame does', async () => {
    const { slot, done } = await powered('captured');
    expect(await done(slot.transmit(new Uint8Array(NIBBLE_MAX_TPDU)))).toMatchObject({ ok: true });
    expect(() => slot.transmit(new Uint8Array(NIBBLE_MAX_TPDU + 1))).toThrow(RangeError);
  });
});

describe('a command whose answer is lost', () => {
  it('ends the session, and takes the power off', async () => {
    const { slot, done, heard, failures } = await powered(
      'captured',
      on(SELECT, (reader) => reader.garble++),
    );
    expect(await done(slot.transmit(fromHex(SELECT)))).toEqual({
      ok: false,
      error: { code: 'READER_FAULT', detail: 'SPOILED damaged frame to 3226' },
    });
    expect(await done(slot.transmit(fromHex(SELECT)))).toMatchObject({
      error: { code: 'READER_FAULT', detail: 'session spoiled' },
    });
    expect(heard).toEqual([POWER_ON, apdu(SELECT), POWER_OFF]);
    expect(await done(slot.isPresent())).toEqual({ ok: true, value: true });
    expect(failures).toEqual([]);
    expect(await done(slot.powerOn())).toMatchObject({ ok: true });
    expect(await done(slot.transmit(fromHex('00A40000023F00')))).toEqual({
      ok: true,
      value: fromHex('9000'),
    });
  });

  it.each<[string, (reader: NibbleRig['emulator']) => unknown, string]>([
    ['spoiled', (reader) => reader.garble++, 'READER_FAULT'],
    ['spoiled, and all that follows', (reader) => Object.assign(reader, { garble: 50 }), 'READER_FAULT'],
    ['silence', (reader) => Object.assign(reader, { silent: true }), 'READER_FAULT'],
    ['not taken', (reader) => reader.refuse++, 'READER_FAULT'],
    ['late, but in time', (reader) => reader.extend++, ''],
    ['a pulled card', (reader) => reader.remove('contact'), 'NO_CARD'],
    ['a pulled plug', (reader) => reader.unplug(), 'READER_GONE'],
  ])('(%s) is not sent again, whatever it was: VERIFY', async (_what, act, code) => {
    const { slot, done, heard, clock } = await powered('captured', on(VERIFY, act));
    await done(slot.transmit(fromHex(SELECT)));
    const result = await done(slot.transmit(fromHex(VERIFY)));
    expect(result.ok ? '' : result.error.code).toBe(code);
    await done(slot.isPresent());
    await clock.advance(60_000);
    expect(heard.filter((command) => command === apdu(VERIFY)).length).toBe(1);
  });

  it('has a reader behind it that cannot be talked to any more, where power-off fails as well', async () => {
    const { slot, done, failures } = await powered(
      'captured',
      on(SELECT, (reader) => (reader.garble = 4)),
    );
    expect(await done(slot.transmit(fromHex(SELECT)))).toMatchObject({ error: { code: 'READER_FAULT' } });
    expect(failures).toEqual(['SPOILED']);
  });

  it('has a silent reader behind it that is to be connected anew', async () => {
    const { slot, done, failures } = await powered(
      'captured',
      on(SELECT, (reader) => (reader.silent = true)),
    );
    expect(await done(slot.transmit(fromHex(SELECT)))).toEqual({
      ok: false,
      error: { code: 'READER_FAULT', detail: 'SILENT no answer to 3226' },
    });
    expect(failures).toEqual(['SILENT']);
  });
});

describe('looking for a card in a session', () => {
  it('sends nothing while the session is used', async () => {
    const { slot, done, heard, clock } = await powered('captured');
    await done(slot.transmit(fromHex(SELECT)));
    await clock.advance(REST_MS - 1);
    expect(await done(slot.isPresent())).toEqual({ ok: true, value: true });
    expect(heard).toEqual([POWER_ON, apdu(SELECT)]);
    expect(await done(slot.transmit(fromHex('00C0000018')))).toMatchObject({ ok: true });
  });

  it('believes what the card’s last command met', async () => {
    const { slot, done, emulator, heard } = await powered('captured');
    emulator.remove('contact');
    await done(slot.transmit(fromHex(SELECT)));
    expect(await done(slot.isPresent())).toEqual({ ok: true, value: false });
    expect(heard.length).toBe(2);
  });

  it('selects the master file, once a second, where it rests', async () => {
    const { slot, done, emulator, heard, clock } = await powered('captured');
    for (let look = 0; look < 4; look++) {
      await clock.advance(REST_MS / 2);
      expect(await done(slot.isPresent())).toEqual({ ok: true, value: true });
    }
    expect(heard).toEqual([POWER_ON, apdu(SELECT_MASTER_FILE), apdu(SELECT_MASTER_FILE)]);
    await clock.advance(REST_MS);
    emulator.remove('contact');
    expect(await done(slot.isPresent())).toEqual({ ok: true, value: false });
  });

  it('looks anew where the card fails to answer', async () => {
    const { slot, done, heard, clock } = await powered('worn');
    for (let i = 0; i < 4; i++) await done(slot.transmit(fromHex(SELECT)));
    await clock.advance(REST_MS);
    heard.length = 0;
    expect(await done(slot.isPresent())).toEqual({ ok: true, value: true });
    expect(heard).toEqual([apdu(SELECT_MASTER_FILE), POWER_ON, POWER_OFF]);
    expect(await done(slot.transmit(fromHex(SELECT)))).toMatchObject({ error: { detail: 'session closed' } });
  });

  it('may ask again, because the master file can be selected twice', async () => {
    const { slot, done, emulator, heard, clock, failures } = await powered('captured');
    emulator.garble = 1;
    await clock.advance(REST_MS);
    expect(await done(slot.isPresent())).toEqual({ ok: true, value: true });
    expect(heard.length).toBe(3);
    expect(failures).toEqual([]);
  });

  it('fails with the reader', async () => {
    const { slot, done, emulator, clock, failures } = await powered('captured');
    await clock.advance(REST_MS);
    emulator.silent = true;
    expect(await done(slot.isPresent())).toMatchObject({ error: { code: 'READER_FAULT' } });
    expect(failures).toEqual(['SILENT']);
    expect(await done(slot.isPresent())).toMatchObject({ error: { code: 'READER_FAULT' } });
  });
});
