import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import vectors from '../fixtures/card-vectors.json' with { type: 'json' };
import { cardImage, emulatorBench, vectorHex } from '../testing/emulator-bench.ts';
import { pull } from '../testing/reader-rig.ts';
import { AcsReaderEmulator, type AcsReaderEmulatorOptions } from './acs-reader.ts';
import type { CardImage, Chip } from './card-image.ts';

const of = (proto: string) => vectors.filter((one) => one.proto === proto);
const acs = (name: string) => vectorHex(of('acs-serial-ccid'), name);
const apdu = (name: string) => vectorHex(of('apdu'), name);
const ACK = acs('ACK');

const withChip = (base: CardImage, chip: Partial<Chip>): CardImage => ({
  ...base,
  chip: { ...base.chip, ...chip },
});

const bench = (options: Partial<AcsReaderEmulatorOptions> = {}) =>
  emulatorBench((line, clock) => new AcsReaderEmulator({ ...options, line, clock }));

/** A host frame by the rules of the manual, for commands that the vectors do not show. */
function frame(code: string, slot: string, sequence: string, data = ''): string {
  const length = (data.length / 2).toString(16).padStart(2, '0');
  const inner = `${code}${length}000000${slot}${sequence}000000${data}`;
  const check = fromHex(inner).reduce((sum, byte) => sum ^ byte, 0);
  return `02${inner}${check.toString(16).padStart(2, '0')}03`;
}

describe('the emulated reader against the vectors', () => {
  it('names itself', async () => {
    const { ask } = await bench();
    expect(await ask(acs('Escape firmware'))).toBe(ACK + acs('Escape firmware reply'));
  });

  it('takes line parameters', async () => {
    const { ask } = await bench();
    expect(await ask(acs('Escape set 115200'))).toBe(ACK + acs('Escape set 115200 reply'));
  });

  it('powers cards of the manual in both slots', async () => {
    const { ask, emulator } = await bench();
    const manual = withChip(cardImage('v3-sam'), {
      atr: '3BBE1100004101380000010000000000019000',
      contactlessAtr: '3B8B80014A434F50333133364744544C',
    });
    emulator.insert(manual, 'contact');
    emulator.insert(manual, 'contactless');
    expect(await ask(acs('PowerOn ICC'))).toBe(ACK + acs('PowerOn ICC reply'));
    expect(await ask(acs('PowerOn PICC'))).toBe(ACK + acs('PowerOn PICC reply'));
  });

  it('powers the captured card and selects its application', async () => {
    const { ask, emulator } = await bench();
    expect(await ask(frame('62', '01', '03'))).toBe(ACK + acs('PowerOn no card'));
    emulator.insert(cardImage('captured'), 'contact');
    expect(await ask(frame('62', '01', '03'))).toBe(ACK + acs('PowerOn social card'));
    expect(await ask(acs('select SSSE'))).toBe(ACK + acs('6118'));
    expect(await ask(acs('GET RESPONSE'))).toBe(ACK + acs('FCI'));
    expect(await ask(acs('host NAK'))).toBe(acs('FCI'));
  });

  it('refuses what it cannot read', async () => {
    const { ask } = await bench();
    const good = acs('Escape firmware');
    expect(await ask(good.slice(0, 30))).toBe('');
    expect(await ask(good.slice(30))).toBe(ACK + acs('Escape firmware reply'));
    expect(await ask(`${good.slice(0, -4)}0003`)).toBe(acs('NAK checksum'));
    expect(await ask(`${good.slice(0, -2)}04`)).toBe(acs('NAK etx'));
    expect(await ask('026B060100000100000000E0000018009703')).toBe(acs('NAK length'));
  });

  it('reports slot changes once it has been told to', async () => {
    const { ask, emulator, heard } = await bench();
    emulator.insert(cardImage('v3-sam'), 'contact');
    emulator.remove('contact');
    expect(await heard()).toBe('');
    await ask(frame('6B', '01', '00', '4480'));
    emulator.insert(cardImage('v3-sam'), 'contact');
    expect(await heard()).toBe(acs('NotifySlotChange'));
    emulator.insert(cardImage('v3-sam'), 'contactless');
    expect(await heard()).toBe(acs('NotifySlotChange 2'));
  });
});

describe('the emulated card against the vectors', () => {
  /** One TPDU to the card in the contact slot; the answer without its wrapping. */
  async function card(one: CardImage) {
    const { ask, emulator } = await bench();
    emulator.insert(one, 'contact');
    const atr = (await ask(frame('62', '01', '00'))).slice(ACK.length + 22, -4);
    const send = async (tpdu: string) =>
      (await ask(frame('6F', '01', '01', tpdu))).slice(ACK.length + 22, -4);
    return { atr, send };
  }

  it('gives the captured session', async () => {
    const { atr, send } = await card(cardImage('captured'));
    expect(atr).toBe(vectors.filter((one) => one.name === 'ATR')[0]?.hex);
    for (const [question, answer] of [
      ['select SSSE', '61xx'],
      ['get response', 'FCI'],
      ['select EF05', 'ok'],
      ['read all (wrong Le)', '6Cxx'],
      ['read all', 'EF05 all'],
      ['verify 666666', 'ok'],
    ] as const) {
      expect(await send(apdu(question)), question).toBe(apdu(answer));
    }
  });

  it('counts wrong PINs, forgets them after a right one, and blocks', async () => {
    const { send } = await card(cardImage('captured'));
    expect(await send(apdu('verify 666666'))).toBe('6985');
    await send(apdu('select SSSE'));
    const wrong = '0020000003111111';
    expect(await send(wrong)).toBe('63C4');
    expect(await send(apdu('verify 666666'))).toBe('9000');
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await send(wrong));
    expect(answers).toEqual([
      '63C4',
      '63C3',
      apdu('verify wrong, 2 left'),
      '63C1',
      '63C0',
      apdu('verify blocked'),
    ]);
    expect(await send(apdu('verify 666666'))).toBe('6983');
  });

  it('gives the synthetic records of the notes, by tag', async () => {
    const synthetic = vectors.filter((one) => one.name.includes('synthetic'));
    const record = (one: (typeof vectors)[number]) =>
      [Number.parseInt(one.hex.slice(0, 2), 16), one.hex.slice(4, -4)] as const;
    const ef = (file: string) => synthetic.filter((one) => one.name.startsWith(file)).map(record);
    const { send } = await card(
      withChip(cardImage('v2-wang'), { zeroLe: 'direct', ef05: ef('EF05'), ef06: ef('EF06') }),
    );
    await send(apdu('select SSSE'));
    for (const file of ['EF05', 'EF06']) {
      expect(await send(`00A4000002${file}`)).toBe('9000');
      for (const one of synthetic.filter(({ name }) => name.startsWith(file))) {
        expect(await send(one.note?.replace('READ RECORD ', '') ?? '')).toBe(one.hex);
      }
    }
  });

  it.each([
    ['a class that it does not know', '8084000008', '6E00'],
    ['an instruction that it does not know', '0084000008', '6D00'],
    ['reading before a file is selected', '00B2010000', '6986'],
    ['a file before the application', '00A4000002EF05', '6A82'],
    ['reading by short identifier before the application', '00B2012800', '6986'],
    ['fetching when nothing waits', '00C0000010', '6985'],
  ])('answers to %s', async (_what, tpdu, status) => {
    const { send } = await card(cardImage('captured'));
    expect(await send(tpdu)).toBe(status);
  });

  it('knows files by short identifier, and no others', async () => {
    const { send } = await card(withChip(cardImage('v2-wang'), { zeroLe: 'direct' }));
    await send(apdu('select SSSE'));
    expect(await send('00B2022800')).toBe('0201319000');
    expect(await send('00B20A3000')).toBe('0A01319000');
    expect(await send('00B2013800')).toBe('6986');
    expect(await send('00A4000002EF15')).toBe('6A82');
    await send('00A4000002EF05');
    expect(await send('00B2010700')).toBe('6A86');
    expect(await send('00B25E0000')).toBe('6A83');
    await send(apdu('select SSSE'));
    expect(await send('00C0000010')).toBe('6C18');
  });

  it('of a bank lets its own application be selected', async () => {
    const { send } = await card(cardImage('bank'));
    expect(await send('00A4040008A000000333010101')).toBe('6111');
    expect(await send('00A4000002EF05')).toBe('6A82');
    expect(await send(apdu('select SSSE'))).toBe('6A82');
  });
});

describe('the emulated reader', () => {
  it('has 50 on one slot and none on another: unknown slots and commands are refused', async () => {
    const { ask } = await bench({ contactless: false, reportsChanges: false });
    expect(await ask(frame('65', '02', '00'))).toBe('02FBFB03');
    expect(await ask(frame('65', '00', '00'))).toBe('02FBFB03');
    expect(await ask(frame('6D', '01', '09'))).toMatch(/^020000030281000000000109420000/);
    expect(await ask(frame('6B', '01', '00', '4480'))).toMatch(/^0200000302830000000001004[02]0A/);
    expect(await ask(frame('6B', '01', '00', '99'))).toMatch(/^0200000302830000000001004[02]0A/);
  });

  it('tells presence and power', async () => {
    const { ask, emulator } = await bench();
    const status = async () => (await ask(frame('65', '01', '00'))).slice(ACK.length + 16, ACK.length + 18);
    expect(await status()).toBe('02');
    emulator.insert(cardImage('v2-wang'), 'contact');
    expect(await status()).toBe('01');
    await ask(frame('62', '01', '00'));
    expect(await status()).toBe('00');
    await ask(frame('63', '01', '00'));
    expect(await status()).toBe('01');
    expect(await ask(frame('6F', '01', '00', '00C0000010'))).toMatch(/41FE00..03$/);
  });

  it('has nothing to repeat at first', async () => {
    const { ask } = await bench();
    expect(await ask(acs('host NAK'))).toBe('');
  });

  it('complains of a frame without its rest, after a while', async () => {
    const { ask, clock, heard } = await bench();
    expect(await ask(acs('Escape firmware').slice(0, 20))).toBe('');
    await clock.advance(1_000);
    expect(await heard()).toBe('02999903');
    expect(await ask(`FFFF${acs('Escape firmware')}`)).toBe(ACK + acs('Escape firmware reply'));
  });

  it('is deaf while it works', async () => {
    const { ask, clock, emulator, heard } = await bench();
    emulator.extend = 1;
    const patience = '02830000000001008001000303';
    expect(await ask(acs('Escape firmware'))).toBe(ACK + patience);
    expect(await ask(acs('Escape firmware'))).toBe('');
    await clock.advance(500);
    expect(await heard()).toBe(acs('Escape firmware reply'));
  });

  it('forgets its work when it loses its supply', async () => {
    const { ask, clock, emulator } = await bench();
    emulator.extend = 1;
    await ask(acs('Escape firmware'));
    await emulator.unplug();
    expect(clock.pending).toBe(0);
    await emulator.close();
  });
});

describe('levers', () => {
  it('are told apart by id, labelled in Chinese', async () => {
    const { emulator } = await bench();
    expect(emulator.levers.map(({ id }) => id)).toEqual([
      'card-insert',
      'card-remove',
      'card-pull-after',
      'card-reader-unplug',
      'card-reader-replug',
      'card-reader-silent',
      'card-reader-garble',
      'card-reader-nak',
      'card-reader-slow',
      'card-contact-bad',
    ]);
    for (const { label } of emulator.levers) expect(label).toMatch(/\p{Script=Han}/u);
  });

  it('refuse what hands cannot do', async () => {
    const { emulator } = await bench();
    expect(await pull(emulator, 'card-insert', { card: 'none' })).toMatchObject({
      error: { code: 'BAD_ARGUMENT' },
    });
    expect(await pull(emulator, 'card-remove')).toMatchObject({ error: { code: 'NOT_NOW' } });
    const bare = { card: 'v2-wang', slot: 'contactless' };
    expect(await pull(emulator, 'card-insert', bare)).toMatchObject({ error: { code: 'NOT_NOW' } });
    expect((await pull(emulator, 'card-insert', { card: 'v2-wang' })).ok).toBe(true);
    expect(await pull(emulator, 'card-insert', { card: 'bank' })).toMatchObject({
      error: { code: 'NOT_NOW' },
    });
    expect((await pull(emulator, 'card-remove')).ok).toBe(true);
  });

  it('take faults back', async () => {
    const { ask, emulator } = await bench();
    for (const id of [
      'card-reader-silent',
      'card-reader-garble',
      'card-reader-nak',
      'card-reader-slow',
      'card-contact-bad',
      'card-pull-after',
    ]) {
      expect((await pull(emulator, id)).ok).toBe(true);
      expect((await pull(emulator, id, { clear: true })).ok).toBe(true);
    }
    expect(await ask(acs('Escape firmware'))).toBe(ACK + acs('Escape firmware reply'));
    expect(emulator.pullAfter).toBeNull();
  });
});
