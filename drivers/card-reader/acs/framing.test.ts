import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import { decodeAnswer, encodeCommand } from '../ccid.ts';
import vectors from '../fixtures/card-vectors.json' with { type: 'json' };
import { AcsDeframer, type AcsFrame, encodeFrame, REPEAT_REQUEST } from './framing.ts';

function vector(name: string): Uint8Array {
  const found = vectors.find((one) => one.proto === 'acs-serial-ccid' && one.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return fromHex(found.hex);
}

const CONTACT = 1;
const APDU = (hex: string) => fromHex(hex);

describe('host frames against the manual and derived vectors', () => {
  it.each([
    ['PowerOn PICC', { name: 'iccPowerOn', slot: 0 }, 0],
    ['PowerOn ICC', { name: 'iccPowerOn', slot: CONTACT }, 0],
    ['Xfr GET CHALLENGE', { name: 'xfrBlock', slot: CONTACT, data: APDU('8084000008') }, 0],
    ['Xfr', { name: 'xfrBlock', slot: CONTACT, data: APDU('80A4000002FF02') }, 0],
    ['Escape set 115200', { name: 'escape', slot: CONTACT, data: APDU('4404') }, 0],
    ['Escape firmware', { name: 'escape', slot: CONTACT, data: APDU('E000001800') }, 0],
    [
      'select SSSE',
      { name: 'xfrBlock', slot: CONTACT, data: APDU('00A404000F7378312E73682EC9E7BBE1B1A3D5CF') },
      4,
    ],
    ['GET RESPONSE', { name: 'xfrBlock', slot: CONTACT, data: APDU('00C0000018') }, 5],
  ] as const)('%s', (name, command, sequence) => {
    expect(toHex(encodeFrame(encodeCommand(command, sequence)))).toBe(toHex(vector(name)));
  });

  it('host NAK', () => {
    expect(toHex(REPEAT_REQUEST)).toBe(toHex(vector('host NAK')));
  });

  it('leaves no host vector out', () => {
    expect(vectors.filter((one) => one.proto === 'acs-serial-ccid' && one.dir === '>').length).toBe(9);
  });
});

/** Every reader vector with what it means. */
const READER: readonly (readonly [name: string, meaning: unknown])[] = [
  ['ACK', { kind: 'ack' }],
  ['NAK checksum', { kind: 'refused', why: 'checksum' }],
  ['NAK length', { kind: 'refused', why: 'length' }],
  ['NAK etx', { kind: 'refused', why: 'etx' }],
  ['NotifySlotChange', { kind: 'slot-change', contactPresent: true, contactlessPresent: false }],
  ['NotifySlotChange 2', { kind: 'slot-change', contactPresent: true, contactlessPresent: true }],
  ['PowerOn PICC reply', ['80', 0, 0, 'active', false, '3B8B80014A434F50333133364744544C']],
  ['PowerOn ICC reply', ['80', 1, 0, 'active', false, '3BBE1100004101380000010000000000019000']],
  ['Xfr reply', ['80', 1, 0, 'active', false, 'C2FF2D23C5F65CF29000']],
  ['Xfr 9000', ['80', 1, 0, 'active', false, '9000']],
  ['Escape set 115200 reply', ['83', 1, 0, 'active', false, '9004']],
  ['Escape firmware reply', ['83', 1, 0, 'active', false, 'E00000000041435231323831532056313033']],
  ['6118', ['80', 1, 4, 'active', false, '6118']],
  ['FCI', ['80', 1, 5, 'active', false, '6F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E9000']],
  ['PowerOn no card', ['80', 1, 3, 'absent', true, '']],
  ['PowerOn social card', ['80', 1, 3, 'active', false, '3B6D000000813147318650430200000013']],
];

function meaning(frame: AcsFrame | undefined): unknown {
  if (frame?.kind !== 'message') return frame;
  const { type, slot, sequence, card, failed, data } = decodeAnswer(frame.message);
  return [toHex(Uint8Array.of(type)), slot, sequence, card, failed, toHex(data)];
}

describe('reader frames against the manual and derived vectors', () => {
  it.each(READER)('%s', (name, expected) => {
    const frames = new AcsDeframer().push(vector(name));
    expect(frames.map(meaning)).toEqual([expected]);
  });

  it('leaves no reader vector out', () => {
    const names = vectors.filter((one) => one.proto === 'acs-serial-ccid' && one.dir === '<');
    expect(names.map((one) => one.name).sort()).toEqual(READER.map(([name]) => name).sort());
  });
});

const STREAM = concat(...READER.map(([name]) => vector(name)));

describe('cutting the stream', () => {
  it('gives the same frames whichever two pieces it arrives in', () => {
    const expected = READER.map(([, one]) => one);
    for (let at = 0; at <= STREAM.length; at++) {
      const deframer = new AcsDeframer();
      const frames = [...deframer.push(STREAM.slice(0, at)), ...deframer.push(STREAM.slice(at))];
      expect(frames.map(meaning)).toEqual(expected);
      expect(deframer.unfinished).toBe(false);
    }
  });

  it('gives the same frames byte by byte', () => {
    const deframer = new AcsDeframer();
    const frames = [...STREAM].flatMap((byte) => [...deframer.push(Uint8Array.of(byte))]);
    expect(frames.map(meaning)).toEqual(READER.map(([, one]) => one));
  });

  it.each([
    ['a byte that starts nothing', 'FF'],
    ['a start with an impossible type', '0277'],
    ['a verdict whose halves differ', '02000103'],
    ['a verdict without its end', '02000004'],
    ['a slot change with a wrong check', '02500C0003'],
    ['a slot change without its end', '02500C5C04'],
  ])('skips %s and finds what follows', (_what, noise) => {
    const frames = new AcsDeframer().push(concat(fromHex(noise), vector('Xfr 9000')));
    expect(frames.map(meaning)).toEqual([['80', 1, 0, 'active', false, '9000']]);
  });

  it('reports a changed byte as one damaged frame', () => {
    const spoiled = vector('Xfr 9000');
    spoiled[11] = 0x91;
    const frames = new AcsDeframer().push(concat(spoiled, vector('ACK')));
    expect(frames).toEqual([{ kind: 'damaged' }, { kind: 'ack' }]);
  });

  it('reports a frame with an impossible length, or whose end is elsewhere, as damaged', () => {
    const long = vector('Xfr 9000');
    long[3] = 0x7f;
    expect(new AcsDeframer().push(long)[0]).toEqual({ kind: 'damaged' });
    const moved = concat(vector('Xfr 9000').slice(0, -1), vector('ACK'));
    expect(new AcsDeframer().push(moved)).toEqual([{ kind: 'damaged' }, { kind: 'ack' }]);
  });

  it('forgets an unfinished frame when told', () => {
    const deframer = new AcsDeframer();
    deframer.push(vector('Xfr 9000').slice(0, 8));
    expect(deframer.unfinished).toBe(true);
    deframer.reset();
    expect(deframer.push(vector('ACK'))).toEqual([{ kind: 'ack' }]);
  });

  it('never throws and holds less than one frame, whatever arrives', () => {
    const bytes = fc.array(
      fc.oneof(fc.constantFrom(0x02, 0x03, 0x50, 0x80, 0x00), fc.integer({ min: 0, max: 255 })),
      { maxLength: 600 },
    );
    fc.assert(
      fc.property(bytes, (noise) => {
        const deframer = new AcsDeframer();
        deframer.push(Uint8Array.from(noise));
        // 273 bytes on, whatever was unfinished has been decided; then a frame is found again.
        deframer.push(new Uint8Array(273));
        expect(deframer.unfinished).toBe(false);
        expect(deframer.push(vector('ACK'))).toEqual([{ kind: 'ack' }]);
      }),
    );
  });
});
