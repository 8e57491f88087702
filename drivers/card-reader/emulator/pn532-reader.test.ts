import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import vectors from '../pn532/fixtures/pn532-vectors.json' with { type: 'json' };
import { emulatorBench, vectorHex } from '../testing/emulator-bench.ts';
import { TRANSPORT_CARD, withAntenna } from '../testing/pn532-rig.ts';
import { pull } from '../testing/reader-rig.ts';
import { Pn532ReaderEmulator, type Pn532ReaderEmulatorOptions } from './pn532-reader.ts';

const vector = (name: string): string => vectorHex(vectors, name);

const ACK = vector('ACK');
const WAKE = vector('wake+SAMConfiguration');
const LIST_A = vector('InListPassiveTarget A');
const NOBODY = vector('none');
const SELECT = vector('InDataExchange select SSSE');

/** A frame by the manual's rules, for what the vectors do not show. */
function frame(...content: readonly number[]): string {
  const sum = content.reduce((total, one) => total + one, 0);
  const head = [0x00, 0x00, 0xff, content.length, 0x100 - content.length];
  return toHex(Uint8Array.from([...head, ...content, -sum & 0xff, 0x00]));
}

/** The emulator alone, spoken to in raw bytes. */
async function bench(options: Partial<Pn532ReaderEmulatorOptions> & { readonly asleep?: true } = {}) {
  const made = await emulatorBench((line, clock) => new Pn532ReaderEmulator({ ...options, line, clock }));
  if (options.asleep !== true) {
    await made.ask(WAKE);
    await made.ask(vector('RFConfiguration retries'));
  }
  return made;
}

const DESFIRE = withAntenna('v2-wang', { selectAnswer: 'direct' });

describe('the emulated PN532 against the vectors', () => {
  it('sleeps until it is woken', async () => {
    const { ask } = await bench({ asleep: true });
    expect(await ask(vector('GetFirmwareVersion'))).toBe('');
    expect(await ask(WAKE)).toBe(ACK + vector('SAM reply'));
    expect(await ask(vector('GetFirmwareVersion'))).toBe(ACK + vector('GetFirmwareVersion reply'));
  });

  it('takes the retries', async () => {
    const { ask } = await bench();
    expect(await ask(vector('RFConfiguration retries'))).toBe(ACK + vector('RFConfiguration reply'));
  });

  it('finds nobody', async () => {
    const { ask } = await bench();
    expect(await ask(LIST_A)).toBe(ACK + NOBODY);
    expect(await ask(vector('InListPassiveTarget B'))).toBe(ACK + NOBODY);
  });

  it('finds a card of type A, exchanges with it, and releases it', async () => {
    const { ask, emulator } = await bench();
    emulator.insert(DESFIRE, 'contactless');
    expect(await ask(LIST_A)).toBe(ACK + vector('A with ATS'));
    expect(await ask(SELECT)).toBe(ACK + vector('FCI'));
    expect(await ask(vector('NACK'))).toBe(vector('FCI'));
    expect(await ask(vector('InRelease'))).toBe(ACK + vector('InRelease reply'));
    expect(await ask(SELECT)).toBe(ACK + frame(0xd5, 0x41, 0x27));
  });

  it('finds a card of type B', async () => {
    const { ask, emulator } = await bench({ air: 'B' });
    emulator.insert(withAntenna('v2-wang', { contactlessAtr: '3B888001000000000081810009' }), 'contactless');
    expect(await ask(LIST_A)).toBe(ACK + NOBODY);
    expect(await ask(vector('InListPassiveTarget B'))).toBe(ACK + vector('B'));
  });

  it('notices a card that is lifted', async () => {
    const { ask, emulator } = await bench();
    emulator.insert(DESFIRE, 'contactless');
    await ask(LIST_A);
    emulator.pullAfter = 0;
    expect(await ask(SELECT)).toBe(ACK + vector('timeout'));
  });

  it('says so when it makes no sense', async () => {
    const { ask } = await bench();
    for (const nonsense of [
      frame(0xd4, 0x99),
      frame(0xd4, 0x00, 0x00),
      frame(0xd4, 0x14, 0x02),
      frame(0xd4, 0x32, 0x09),
      frame(0xd4, 0x4a),
      frame(0xd4, 0x4a, 0x01, 0x01),
    ]) {
      expect(await ask(nonsense)).toBe(ACK + vector('error frame'));
    }
  });

  it('leaves no vector out', () => {
    expect(vectors).toHaveLength(19);
  });
});

describe('the emulated PN532', () => {
  it('tells tags without a processor', async () => {
    const { ask, emulator } = await bench();
    emulator.insert(TRANSPORT_CARD, 'contactless');
    expect(await ask(LIST_A)).toBe(ACK + frame(0xd5, 0x4b, 0x01, 0x01, 0, 4, 8, 4, 1, 2, 3, 4));
    expect(await ask(SELECT)).toBe(ACK + frame(0xd5, 0x41, 0x27));
    expect(await ask(frame(0xd4, 0x00, 0x06))).toBe(ACK + frame(0xd5, 0x01, 0x27));
    const typeB = await bench({ air: 'B' });
    typeB.emulator.insert(TRANSPORT_CARD, 'contactless');
    // Protocol type 0: nothing of ISO 14443-4.
    expect(await typeB.ask(vector('InListPassiveTarget B'))).toMatch(/D54B01015011223344804F0CA000000300/);
  });

  it('tells whether the card is still there, without touching its session', async () => {
    const { ask, emulator } = await bench();
    const stillThere = frame(0xd4, 0x00, 0x06);
    expect(await ask(stillThere)).toBe(ACK + frame(0xd5, 0x01, 0x27));
    emulator.insert(DESFIRE, 'contactless');
    await ask(LIST_A);
    await ask(SELECT);
    expect(await ask(stillThere)).toBe(ACK + frame(0xd5, 0x01, 0x00));
    expect(await ask(frame(0xd4, 0x40, 0x01, 0x00, 0xa4, 0x00, 0x00, 0x02, 0xef, 0x05))).toBe(
      ACK + frame(0xd5, 0x41, 0x00, 0x90, 0x00),
    );
    emulator.remove('contactless');
    expect(await ask(stillThere)).toBe(ACK + frame(0xd5, 0x01, 0x01));
  });

  it('forgets the card when its field is switched off', async () => {
    const { ask, emulator } = await bench();
    emulator.insert(DESFIRE, 'contactless');
    await ask(LIST_A);
    expect(await ask(frame(0xd4, 0x32, 0x01, 0x00))).toBe(ACK + vector('RFConfiguration reply'));
    expect(await ask(SELECT)).toBe(ACK + frame(0xd5, 0x41, 0x27));
  });

  it('hands over long answers in pieces', async () => {
    const { ask, emulator } = await bench({ pieceLength: 20 });
    emulator.insert(DESFIRE, 'contactless');
    await ask(LIST_A);
    const fci = fromHex(vector('FCI')).subarray(8, -2);
    const more = frame(0xd4, 0x40, 0x01);
    expect(await ask(SELECT)).toBe(ACK + frame(0xd5, 0x41, 0x40, ...fci.subarray(0, 20)));
    expect(await ask(more)).toBe(ACK + frame(0xd5, 0x41, 0x00, ...fci.subarray(20)));
  });

  it('looks for ever without a cap, until somebody comes, the host gives up or wants something else', async () => {
    const { ask, emulator, heard } = await bench({ asleep: true });
    await ask(WAKE);
    expect(await ask(LIST_A)).toBe(ACK);
    emulator.insert(DESFIRE, 'contactless');
    expect(await heard()).toBe(vector('A with ATS'));
    emulator.remove('contactless');
    expect(await ask(LIST_A)).toBe(ACK);
    expect(await ask(ACK)).toBe('');
    emulator.insert(DESFIRE, 'contactless');
    expect(await heard()).toBe('');
    emulator.remove('contactless');
    expect(await ask(LIST_A)).toBe(ACK);
    expect(await ask(vector('GetFirmwareVersion'))).toBe(ACK + vector('GetFirmwareVersion reply'));
    expect(await ask(vector('InListPassiveTarget B'))).toBe(ACK);
    emulator.insert(DESFIRE, 'contactless');
    expect(await heard()).toBe('');
  });

  it('meets damage with silence, and hears what follows', async () => {
    const { ask } = await bench();
    const good = vector('GetFirmwareVersion');
    for (const bad of [
      good.replace('2A', '2B'),
      good.replace('FE', 'FD'),
      '0000FF0000',
      frame(0xd5, 0x02),
      frame(0xd4),
      '0000FFFFFF010AF5',
      '0000FFFFFF000001',
    ]) {
      expect(await ask(bad + good), bad).toBe(ACK + vector('GetFirmwareVersion reply'));
    }
  });

  it('takes extended frames in any pieces', async () => {
    const { ask } = await bench();
    const extended = fromHex('0000FFFFFF0002FED4022A00');
    let said = '';
    for (const byte of extended) said += await ask(toHex(Uint8Array.of(byte)));
    expect(said).toBe(ACK + vector('GetFirmwareVersion reply'));
  });

  it('forgets a frame without its rest, after a while', async () => {
    const { ask, clock } = await bench();
    expect(await ask('0000FF1FE1D440')).toBe('');
    await clock.advance(1_000);
    expect(await ask(vector('GetFirmwareVersion'))).toBe(ACK + vector('GetFirmwareVersion reply'));
  });

  it('has nothing to repeat at first', async () => {
    const { ask } = await bench({ asleep: true });
    expect(await ask(`5555${vector('NACK')}`)).toBe('');
  });

  it('forgets its work and its wakefulness with its supply', async () => {
    const { ask, clock, emulator, wire } = await bench();
    emulator.extend = 1;
    expect(await ask(vector('GetFirmwareVersion'))).toBe(ACK);
    await emulator.unplug();
    expect(clock.pending).toBe(0);
    await emulator.replug();
    await wire.host.open();
    expect(await ask(vector('GetFirmwareVersion'))).toBe('');
    await emulator.close();
  });

  it('is late, spoiled, deaf or hung when told', async () => {
    const { ask, clock, emulator, heard } = await bench();
    const question = vector('GetFirmwareVersion');
    const answer = vector('GetFirmwareVersion reply');
    await pull(emulator, 'card-reader-slow');
    expect(await ask(question)).toBe(ACK);
    await clock.advance(500);
    expect(await heard()).toBe(answer);
    await pull(emulator, 'card-reader-garble');
    expect(await ask(question)).toBe(ACK + answer.replace('E800', 'BD00'));
    expect(await ask(vector('NACK'))).toBe(answer);
    await pull(emulator, 'card-reader-nak');
    expect(await ask(question)).toBe('');
    await pull(emulator, 'card-reader-silent');
    expect(await ask(question)).toBe('');
    await pull(emulator, 'card-reader-silent', { clear: true });
    expect(await ask(question)).toBe(ACK + answer);
  });
});
