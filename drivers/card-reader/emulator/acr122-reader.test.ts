import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import { cardImage, emulatorBench } from '../testing/emulator-bench.ts';
import { withAntenna } from '../testing/pn532-rig.ts';
import { Acr122ReaderEmulator, type Acr122ReaderEmulatorOptions } from './acr122-reader.ts';

const bench = (options: Partial<Acr122ReaderEmulatorOptions> = {}) =>
  emulatorBench((line, clock) => new Acr122ReaderEmulator({ ...options, line, clock }));

const ACK = '02000003';

/** A frame by the rules of the manual. */
function frame(code: string, sequence: string, data = '', slot = '00', specific = '000000'): string {
  const length = (data.length / 2).toString(16).padStart(2, '0');
  const inner = `${code}${length}000000${slot}${sequence}${specific}${data}`;
  const check = fromHex(inner).reduce((sum, byte) => sum ^ byte, 0);
  return `02${inner}${check.toString(16).padStart(2, '0')}03`.toUpperCase();
}

const pseudo = (data: string) => frame('6F', '05', data);
const toChip = (data: string) => pseudo(`FF000000${(data.length / 2).toString(16).padStart(2, '0')}${data}`);

/** What a frame carries, without its ACK, header and check. */
const dataOf = (said: string) => said.slice(ACK.length + 22, -4);

async function powered(options: Partial<Acr122ReaderEmulatorOptions> = {}) {
  const made = await bench(options);
  await made.ask(frame('62', '00'));
  const chip = async (data: string) => dataOf(await made.ask(toChip(data)));
  return { ...made, chip };
}

describe('an emulated ACR122S', () => {
  it('powers its SAM as the manual shows', async () => {
    const { ask } = await bench();
    expect(await ask('02620000000000010100006203')).toBe(
      `${ACK}02800D0000000001000000 3B2A00806524B0000200829000 FC03`.replaceAll(' ', ''),
    );
    expect(await ask(frame('63', '02'))).toBe(`${ACK}${frame('81', '02', '', '00', '010000')}`);
  });

  it('has an empty socket, if it is told so', async () => {
    const { ask } = await bench({ sam: null });
    expect(await ask(frame('62', '00'))).toMatch(/^0200000302800000000000004[02]FE/);
    expect(await ask(frame('63', '02'))).toBe(`${ACK}${frame('81', '02', '', '00', '020000')}`);
  });

  it('names itself as the manual shows, knows no escapes and no other slot', async () => {
    const { ask } = await powered();
    expect(dataOf(await ask(pseudo('FF00480000')))).toBe('41435231323253313030');
    expect(await ask(frame('6B', '01', 'E000001800'))).toMatch(/^020000030283000000000001420A/);
    expect(await ask(frame('65', '01'))).toMatch(/^0200000302810000000000014200/);
    expect(await ask(frame('62', '01', '', '01'))).toBe('02FBFB03');
  });

  it('says FC of a frame without its rest', async () => {
    const { ask, clock, heard } = await bench();
    expect(await ask(frame('62', '00').slice(0, 8))).toBe('');
    await clock.advance(1_000);
    expect(await heard()).toBe('02FCFC03');
  });

  it('takes two speeds', async () => {
    const { ask, wire } = await powered();
    expect(dataOf(await ask(pseudo('FF00440200')))).toBe('6300');
    expect(dataOf(await ask(pseudo('FF00440100')))).toBe('9001');
    expect(await ask(pseudo('FF00480000'))).not.toContain('414352');
    await wire.host.setSpeed?.(115_200);
    await ask('00'.repeat(13));
    expect(dataOf(await ask(pseudo('FF00480000')))).toBe('41435231323253313030');
  });

  it('passes on what is for the chip, and nothing else', async () => {
    const { ask, chip } = await powered();
    expect(await chip('D43205FF0102')).toBe('D5339000');
    expect(await chip('D499')).toBe('7F6300');
    expect(await chip('D502')).toBe('6300');
    expect(dataOf(await ask(pseudo('FF00000009D402')))).toBe('6300');
    expect(dataOf(await ask(pseudo('00A40000023F00')))).toBe('6300');
  });

  it('finds a card, talks to it, and loses it', async () => {
    const { emulator, chip } = await powered();
    expect(await chip('D44A0100')).toBe('D54B009000');
    emulator.insert(withAntenna('v2-wang'), 'contactless');
    expect(await chip('D44A010300')).toBe('D54B009000');
    expect(await chip('D44001' + '00A40000023F00')).toBe('D541279000');
    expect(await chip('D40006')).toBe('D501279000');
    expect(await chip('D44A0100')).toMatch(/^D54B0101000420/);
    expect(await chip('D44001' + '00A40000023F00')).toBe('D5410090009000');
    expect(await chip('D40006')).toBe('D501009000');
    emulator.remove('contactless');
    expect(await chip('D40006')).toBe('D501019000');
    expect(await chip('D44001' + '00A40000023F00')).toBe('D541019000');
    expect(await chip('D45200')).toBe('D553009000');
    emulator.insert(cardImage('v3-sam'), 'contactless');
    expect(await chip('D44A0100')).toMatch(/^D54B0101/);
    expect(await chip('D4320100')).toBe('D5339000');
    expect(await chip('D40006')).toBe('D501279000');
  });

  it('forgets the SAM and the card with its supply', async () => {
    const { emulator, wire, ask, chip } = await powered();
    emulator.insert(withAntenna('v2-wang'), 'contactless');
    await chip('D44A0100');
    await emulator.unplug();
    await emulator.replug();
    await wire.host.open();
    expect(await ask(frame('6F', '01', 'FF00480000'))).toMatch(/^0200000302800A000000000102/);
    expect(await chip('D40006')).toBe('D501279000');
    await emulator.close();
  });
});
