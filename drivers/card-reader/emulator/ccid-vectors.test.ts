/** Every published frame of both CCID families, decoded and framed by the emulators, which share no codec with the drivers. */
import { describe, expect, it } from 'vitest';
import acsAndCards from '../fixtures/card-vectors.json' with { type: 'json' };
import gemtwin from '../gemtwin/fixtures/gemtwin-vectors.json' with { type: 'json' };
import { emulatorBench, vectorHex } from '../testing/emulator-bench.ts';
import { AcsHostFrames } from './acs-host-frames.ts';
import { AcsReaderEmulator } from './acs-reader.ts';
import type { HostCommand } from './ccid-chassis.ts';
import { GemtwinHostFrames } from './gemtwin-host-frames.ts';
import { GemtwinReaderEmulator } from './gemtwin-reader.ts';

const acs = acsAndCards.filter(({ proto }) => proto === 'acs-serial-ccid');
const SELECT = '00A404000F7378312E73682EC9E7BBE1B1A3D5CF';

/** Code, slot, sequence, data. */
type Fields = readonly [code: number, slot: number, sequence: number, data: string];

const ACS_HOST: Readonly<Record<string, Fields>> = {
  'PowerOn PICC': [0x62, 0, 0, ''],
  'PowerOn ICC': [0x62, 1, 0, ''],
  'Xfr GET CHALLENGE': [0x6f, 1, 0, '8084000008'],
  Xfr: [0x6f, 1, 0, '80A4000002FF02'],
  'Escape set 115200': [0x6b, 1, 0, '4404'],
  'Escape firmware': [0x6b, 1, 0, 'E000001800'],
  'select SSSE': [0x6f, 1, 4, SELECT],
  'GET RESPONSE': [0x6f, 1, 5, '00C0000018'],
};
const GEMTWIN_HOST: Readonly<Record<string, Fields>> = {
  'Escape firmware': [0x6b, 0, 0, '02'],
  'Escape enable notifications': [0x6b, 0, 1, '010101'],
  GetSlotStatus: [0x65, 0, 2, ''],
  PowerOn: [0x62, 0, 3, ''],
  'select SSSE': [0x6f, 0, 4, SELECT],
};

interface HeardFrame {
  readonly kind: string;
  readonly command?: HostCommand;
}

/** Cut into two at every byte, the frame means the same. */
function heard(hex: string, make: () => { hear(bytes: Uint8Array): readonly HeardFrame[] }): Fields[] {
  const bytes = Buffer.from(hex, 'hex');
  return Array.from(bytes.keys()).flatMap((at) => {
    const frames = make();
    const both = [...frames.hear(bytes.subarray(0, at)), ...frames.hear(bytes.subarray(at))];
    return both.flatMap(({ command }) => (command === undefined ? [] : [fieldsOf(command)]));
  });
}

function fieldsOf({ code, slot, sequence, data }: HostCommand): Fields {
  return [code, slot, sequence, data.toString('hex').toUpperCase()];
}

describe('host frames', () => {
  it.each(Object.entries(ACS_HOST))('ACS: %s', (name, fields) => {
    const hex = vectorHex(acs, name);
    expect(heard(hex, () => new AcsHostFrames())).toEqual(Array(hex.length / 2).fill(fields));
  });

  it.each(Object.entries(GEMTWIN_HOST))('GemPC Twin: %s', (name, fields) => {
    const hex = vectorHex(gemtwin, name);
    expect(heard(hex, () => new GemtwinHostFrames())).toEqual(Array(hex.length / 2).fill(fields));
  });

  it('all merged are heard one by one', () => {
    const hosts = (vectors: readonly { dir: string; hex: string }[]) =>
      Buffer.from(vectors.flatMap(({ dir, hex }) => (dir === '>' ? [hex] : [])).join(''), 'hex');
    expect(new AcsHostFrames().hear(hosts(acs)).map(({ kind }) => kind)).toEqual([
      ...Array(6).fill('command'),
      'again',
      ...Array(2).fill('command'),
    ]);
    expect(new GemtwinHostFrames().hear(hosts(gemtwin)).map(({ kind }) => kind)).toEqual(
      Array(5).fill('command'),
    );
  });

  it('are all there', () => {
    const names = (vectors: readonly { dir: string; name: string }[]) =>
      vectors.flatMap(({ dir, name }) => (dir === '>' ? [name] : [])).sort();
    expect(names(acs)).toEqual([...Object.keys(ACS_HOST), 'host NAK'].sort());
    expect(names(gemtwin)).toEqual(Object.keys(GEMTWIN_HOST).sort());
  });
});

/** Answers every command with this message. */
class ScriptedAcs extends AcsReaderEmulator {
  next = Buffer.alloc(0);

  protected override work(): Buffer {
    return this.next;
  }
}

class ScriptedGemtwin extends GemtwinReaderEmulator {
  next = Buffer.alloc(0);

  protected override work(): Buffer {
    return this.next;
  }
}

describe('reader frames', () => {
  const messages = (vectors: readonly { dir: string; name: string; hex: string }[], start: RegExp) =>
    vectors.filter(({ dir, hex }) => dir === '<' && start.test(hex));

  it.each(messages(acs, /^028[03]/))('ACS: $name', async ({ hex }) => {
    const { ask, emulator } = await emulatorBench((line, clock) => new ScriptedAcs({ line, clock }));
    emulator.next = Buffer.from(hex.slice(2, -4), 'hex');
    expect(await ask(vectorHex(acs, 'Xfr'))).toBe(vectorHex(acs, 'ACK') + hex);
    expect(await ask(vectorHex(acs, 'host NAK'))).toBe(hex);
  });

  it.each(messages(gemtwin, /^03068/))('GemPC Twin: $name', async ({ hex }) => {
    const { ask, emulator } = await emulatorBench(
      (line, clock) => new ScriptedGemtwin({ line, clock, echo: false }),
    );
    emulator.next = Buffer.from(hex.slice(4, -2), 'hex');
    expect(await ask(vectorHex(gemtwin, 'PowerOn'))).toBe(hex);
    expect(await ask(vectorHex(gemtwin, 'NAK'))).toBe(hex);
  });
});
