import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import vectors from '../gemtwin/fixtures/gemtwin-vectors.json' with { type: 'json' };
import { cardImage, emulatorBench, vectorHex } from '../testing/emulator-bench.ts';
import { pull } from '../testing/reader-rig.ts';
import { GemtwinReaderEmulator, type GemtwinReaderEmulatorOptions } from './gemtwin-reader.ts';

const gem = (name: string) => vectorHex(vectors, name);

const bench = (options: Partial<GemtwinReaderEmulatorOptions> = {}) =>
  emulatorBench((line, clock) => new GemtwinReaderEmulator({ echo: false, ...options, line, clock }));

/** A frame by the rules of the notes, for what the vectors do not show. */
function frame(code: string, sequence: string, data = '', slot = '00'): string {
  const length = (data.length / 2).toString(16).padStart(2, '0');
  const inner = `0306${code}${length}000000${slot}${sequence}000000${data}`;
  const check = fromHex(inner).reduce((sum, byte) => sum ^ byte, 0);
  return `${inner}${check.toString(16).padStart(2, '0')}`.toUpperCase();
}

const STATUS_FREE = frame('81', '02').replace(/00000081$/, '');

describe('the emulated reader against the vectors', () => {
  it('powers the captured card and selects its application', async () => {
    const { ask, emulator } = await bench();
    expect(await ask(gem('PowerOn'))).toBe(gem('no card'));
    emulator.insert(cardImage('captured'), 'contact');
    expect(await ask(gem('PowerOn'))).toBe(gem('PowerOn reply'));
    expect(await ask(gem('select SSSE'))).toBe(gem('6118'));
    expect(await ask(gem('NAK'))).toBe(gem('6118'));
  });

  it('names itself, takes the notification mode, tells its slot', async () => {
    const { ask } = await bench();
    const text = Buffer.from('GemTwin-V2.00-GT00', 'latin1').toString('hex').toUpperCase();
    expect(await ask(gem('Escape firmware'))).toBe(frame('83', '00', text));
    expect(await ask(gem('Escape enable notifications'))).toBe(frame('83', '01'));
    expect(await ask(gem('GetSlotStatus'))).toMatch(new RegExp(`^${STATUS_FREE.slice(0, 18)}020000..$`));
  });

  it('tells of cards before its next answer', async () => {
    const { ask, emulator, heard } = await bench();
    emulator.insert(cardImage('captured'), 'contact');
    await ask(gem('Escape enable notifications'));
    emulator.remove('contact');
    emulator.insert(cardImage('captured'), 'contact');
    expect(await heard()).toBe('');
    const said = await ask(gem('GetSlotStatus'));
    expect(said.slice(0, 14)).toBe(`${gem('card removed')}${gem('card inserted')}030681`);
  });

  it('tells of cards at once', async () => {
    const { ask, emulator, heard } = await bench({ notifies: 'at-once' });
    await ask(gem('Escape enable notifications'));
    emulator.insert(cardImage('captured'), 'contact');
    expect(await heard()).toBe(gem('card inserted'));
    emulator.remove('contact');
    expect(await heard()).toBe(gem('card removed'));
  });

  it('says NAK to what it cannot read', async () => {
    const { ask, clock, heard } = await bench();
    const good = gem('GetSlotStatus');
    expect(await ask(`${good.slice(0, -2)}00`)).toBe(gem('NAK'));
    expect(await ask('0307')).toBe('');
    expect(await ask('00')).toBe(gem('NAK'));
    const select = gem('select SSSE');
    expect(await ask(select.slice(0, 40))).toBe('');
    expect(await ask(select.slice(40))).toMatch(/^030680/);
    expect(await ask('03066F0601000000000000000000')).toBe(gem('NAK'));
    expect(await ask(good.slice(0, 10))).toBe('');
    await clock.advance(1_000);
    expect(await heard()).toBe(gem('NAK'));
    expect(await ask(`FFFF${good}`)).toMatch(/^030681/);
  });
});

describe('the emulated reader', () => {
  it('of an echoing model says every command back', async () => {
    const { ask } = await bench({ echo: true });
    expect(await ask(gem('PowerOn'))).toBe(gem('PowerOn') + gem('no card'));
  });

  it('of a model without names and notifications says so', async () => {
    const { ask, emulator, heard } = await bench({ firmware: '', notifies: 'never' });
    expect(await ask(gem('Escape firmware'))).toMatch(/^030683000000000000420A00..$/);
    expect(await ask(gem('Escape enable notifications'))).toMatch(/^03068300000000000142/);
    emulator.insert(cardImage('captured'), 'contact');
    expect(await heard()).toBe('');
  });

  it('has one slot', async () => {
    const { ask } = await bench();
    expect(await ask(frame('65', '09', '', '01'))).toMatch(/^0306810000000001094205/);
  });

  it('has nothing to repeat at first, and nothing after its supply was cut', async () => {
    const { ask, emulator } = await bench();
    expect(await ask(gem('NAK'))).toBe('');
    await ask(gem('PowerOn'));
    await emulator.unplug();
    await emulator.replug();
    await emulator.close();
  });

  it('asks for time, and is deaf meanwhile', async () => {
    const { ask, clock, emulator, heard } = await bench();
    emulator.insert(cardImage('captured'), 'contact');
    await pull(emulator, 'card-reader-slow', { count: 1 });
    expect(await ask(gem('PowerOn'))).toBe('A0');
    expect(await ask(gem('PowerOn'))).toBe('');
    await clock.advance(500);
    expect(await heard()).toBe(gem('PowerOn reply'));
  });

  it('takes its faults back', async () => {
    const { ask, emulator } = await bench();
    emulator.insert(cardImage('captured'), 'contact');
    await pull(emulator, 'card-reader-nak');
    expect(await ask(gem('PowerOn'))).toBe(gem('NAK'));
    await pull(emulator, 'card-contact-bad');
    expect(await ask(gem('PowerOn'))).toMatch(/^0306800000000000034[01]FE/);
    await pull(emulator, 'card-reader-garble');
    expect(await ask(gem('PowerOn'))).not.toBe(gem('PowerOn reply'));
    await pull(emulator, 'card-reader-silent');
    expect(await ask(gem('PowerOn'))).toBe('');
    await pull(emulator, 'card-reader-silent', { clear: true });
    expect(await ask(gem('PowerOn'))).toBe(gem('PowerOn reply'));
  });

  it('loses the answer of a command during which its card moved, if it is of that kind', async () => {
    const { ask, emulator } = await bench({ losesAnswers: true });
    await ask(gem('Escape enable notifications'));
    emulator.insert(cardImage('captured'), 'contact');
    expect(await ask(gem('PowerOn'))).toBe(gem('card inserted'));
    expect(await ask(gem('PowerOn'))).toBe(gem('PowerOn reply'));
  });
});
