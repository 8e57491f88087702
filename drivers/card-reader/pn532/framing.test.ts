import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import {
  CAP_RETRIES,
  exchangeData,
  GET_FIRMWARE,
  LIST,
  type Pn532Command,
  RELEASE,
  WAKE_AND_CONFIGURE,
} from './commands.ts';
import vectors from './fixtures/pn532-vectors.json' with { type: 'json' };
import { ACK, encodeFrame, MAX_FRAME, NACK, Pn532Deframer, type Pn532Frame } from './framing.ts';

function vector(name: string): Uint8Array {
  const found = vectors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return fromHex(found.hex);
}

const SELECT = fromHex('00A404000F7378312E73682EC9E7BBE1B1A3D5CF');
const wire = ({ code, data, wakeUp = new Uint8Array(0) }: Pn532Command) =>
  concat(wakeUp, encodeFrame(code, data));

const HOST: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['wake+SAMConfiguration', wire(WAKE_AND_CONFIGURE)],
  ['GetFirmwareVersion', wire(GET_FIRMWARE)],
  ['RFConfiguration retries', wire(CAP_RETRIES)],
  ['InListPassiveTarget A', wire(LIST.A)],
  ['InListPassiveTarget B', wire(LIST.B)],
  ['InDataExchange select SSSE', wire(exchangeData(SELECT))],
  ['InRelease', wire(RELEASE)],
  ['NACK', NACK],
];

describe('host frames against the vectors', () => {
  it.each(HOST)('%s', (name, bytes) => {
    expect(toHex(bytes)).toBe(toHex(vector(name)));
  });

  it('leaves no host vector out', () => {
    const names = vectors.filter(({ dir }) => dir === '>').map(({ name }) => name);
    expect(HOST.map(([name]) => name).sort()).toEqual(names.sort());
  });

  it('are extended when they are long, and bounded', () => {
    expect(toHex(encodeFrame(0x40, new Uint8Array(253)).subarray(0, 8))).toBe('0000FFFF01D44000');
    const extended = encodeFrame(0x40, new Uint8Array(254));
    expect(toHex(extended.subarray(0, 10))).toBe('0000FFFFFF0100FFD440');
    expect(encodeFrame(0x40, new Uint8Array(263))).toHaveLength(MAX_FRAME);
    expect(() => encodeFrame(0x40, new Uint8Array(264))).toThrow('266 bytes');
  });
});

const answer = (code: number, hex: string) => ({ kind: 'answer', code, data: hex });

/** Every reader vector with what it means. */
const READER: readonly (readonly [name: string, meaning: unknown])[] = [
  ['ACK', { kind: 'ack' }],
  ['SAM reply', answer(0x15, '')],
  ['GetFirmwareVersion reply', answer(0x03, '32010607')],
  ['none', answer(0x4b, '00')],
  ['RFConfiguration reply', answer(0x33, '')],
  ['A with ATS', answer(0x4b, '01010004200401020304067577810280')],
  ['B', answer(0x4b, '01015011223344000000000081810100')],
  ['FCI', answer(0x41, '006F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E9000')],
  ['timeout', answer(0x41, '01')],
  ['InRelease reply', answer(0x53, '00')],
  ['error frame', { kind: 'error' }],
];

const meaning = (frame: Pn532Frame): unknown =>
  frame.kind === 'answer' ? { ...frame, data: toHex(frame.data) } : frame;

describe('reader frames against the vectors', () => {
  it.each(READER)('%s', (name, expected) => {
    expect(new Pn532Deframer().push(vector(name)).map(meaning)).toEqual([expected]);
  });

  it('leaves no reader vector out', () => {
    const names = vectors.filter(({ dir }) => dir === '<').map(({ name }) => name);
    expect(READER.map(([name]) => name).sort()).toEqual(names.sort());
  });
});

/** An answer of 261 bytes, as an extended frame. */
const LONG = concat(fromHex('0000FFFFFF0105FA D541 00'), new Uint8Array(258).fill(0x11), fromHex('C8 00'));
const STREAM = concat(...READER.map(([name]) => vector(name)), LONG);
const EXPECTED = [...READER.map(([, one]) => one), answer(0x41, `00${'11'.repeat(258)}`)];

describe('cutting the stream', () => {
  it('gives the same frames whichever two pieces it arrives in', () => {
    for (let at = 0; at <= STREAM.length; at++) {
      const deframer = new Pn532Deframer();
      const frames = [...deframer.push(STREAM.slice(0, at)), ...deframer.push(STREAM.slice(at))];
      expect(frames.map(meaning)).toEqual(EXPECTED);
      expect(deframer.unfinished).toBe(false);
    }
  });

  it('gives the same frames byte by byte', () => {
    const deframer = new Pn532Deframer();
    const frames = [...STREAM].flatMap((byte) => [...deframer.push(Uint8Array.of(byte))]);
    expect(frames.map(meaning)).toEqual(EXPECTED);
  });

  it('does without preamble and postamble, and with longer ones', () => {
    const bare = READER.map(([name]) => vector(name).slice(1, -1));
    expect(new Pn532Deframer().push(concat(...bare)).map(meaning)).toEqual(READER.map(([, one]) => one));
    const padded = READER.map(([name]) => concat(new Uint8Array(5), vector(name), new Uint8Array(5)));
    expect(new Pn532Deframer().push(concat(...padded)).map(meaning)).toEqual(READER.map(([, one]) => one));
  });

  it.each([
    ['noise', '80 FF 55', []],
    ['a refusal', '00 FF FF 00', [{ kind: 'nack' }]],
    ['our own words', '00 FF 02 FE D4 02 2A 00', [{ kind: 'foreign' }]],
    ['an answer to nothing', '00 FF 01 FF D5 2B 00', [{ kind: 'foreign' }]],
    ['a wrong length check', '00 FF 02 FF D5 15 16 00', [{ kind: 'damaged' }]],
    ['an empty frame', '00 FF 00 00', [{ kind: 'damaged' }]],
    ['a wrong data check', '00 FF 02 FE D5 15 17 00', [{ kind: 'damaged' }]],
    ['a wrong extended length check', '00 FF FF FF 01 05 FB', [{ kind: 'damaged' }]],
    ['an extended length of nothing', '00 FF FF FF 00 00 00', [{ kind: 'damaged' }]],
    ['an extended length beyond the bound', '00 FF FF FF 01 0A F5', [{ kind: 'damaged' }]],
  ])('tells %s, and finds what follows', (_what, hex, expected) => {
    const frames = new Pn532Deframer().push(concat(fromHex(hex), vector('ACK')));
    expect(frames).toEqual([...expected, { kind: 'ack' }]);
  });

  it('forgets an unfinished frame when told', () => {
    const deframer = new Pn532Deframer();
    deframer.push(vector('FCI').slice(0, 9));
    expect(deframer.unfinished).toBe(true);
    deframer.reset();
    expect(deframer.push(ACK)).toEqual([{ kind: 'ack' }]);
  });

  it('never throws and holds less than one frame, whatever arrives', () => {
    const bytes = fc.array(
      fc.oneof(fc.constantFrom(0x00, 0xff, 0x01, 0xd5), fc.integer({ min: 0, max: 255 })),
      { maxLength: 600 },
    );
    fc.assert(
      fc.property(bytes, (noise) => {
        const deframer = new Pn532Deframer();
        deframer.push(Uint8Array.from(noise));
        // One frame's length on, whatever was unfinished has been decided; then a frame is found again.
        deframer.push(new Uint8Array(MAX_FRAME));
        expect(deframer.unfinished).toBe(false);
        expect(deframer.push(ACK)).toEqual([{ kind: 'ack' }]);
      }),
    );
  });
});
