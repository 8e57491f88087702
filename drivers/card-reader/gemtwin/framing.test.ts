import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import { decodeAnswer, encodeCommand } from '../ccid.ts';
import { vectorHex } from '../testing/emulator-bench.ts';
import vectors from './fixtures/gemtwin-vectors.json' with { type: 'json' };
import { encodeFrame, GemtwinDeframer, type GemtwinFrame, SEND_AGAIN } from './framing.ts';

const vector = (name: string) => fromHex(vectorHex(vectors, name));

describe('host frames against the derived vectors', () => {
  it.each([
    ['Escape firmware', { name: 'escape', slot: 0, data: fromHex('02') }, 0],
    ['Escape enable notifications', { name: 'escape', slot: 0, data: fromHex('010101') }, 1],
    ['GetSlotStatus', { name: 'getSlotStatus', slot: 0 }, 2],
    ['PowerOn', { name: 'iccPowerOn', slot: 0 }, 3],
    [
      'select SSSE',
      { name: 'xfrBlock', slot: 0, data: fromHex('00A404000F7378312E73682EC9E7BBE1B1A3D5CF') },
      4,
    ],
  ] as const)('%s', (name, command, sequence) => {
    expect(toHex(encodeFrame(encodeCommand(command, sequence)))).toBe(toHex(vector(name)));
  });

  it('NAK goes both ways', () => {
    expect(toHex(SEND_AGAIN)).toBe(toHex(vector('NAK')));
  });

  it('leaves no host vector out', () => {
    expect(vectors.filter((one) => one.dir === '>').length).toBe(5);
  });
});

/** Every reader vector with what it means. */
const READER: readonly (readonly [name: string, meaning: unknown])[] = [
  ['PowerOn reply', ['80', 0, 3, 'active', false, '3B6D000000813147318650430200000013']],
  ['6118', ['80', 0, 4, 'active', false, '6118']],
  ['no card', ['80', 0, 3, 'absent', true, '']],
  ['NAK', { kind: 'nak' }],
  ['card removed', { kind: 'slot-change', present: false }],
  ['card inserted', { kind: 'slot-change', present: true }],
];

function meaning(frame: GemtwinFrame | undefined): unknown {
  if (frame?.kind !== 'message') return frame;
  const { type, slot, sequence, card, failed, data } = decodeAnswer(frame.message);
  return [toHex(Uint8Array.of(type)), slot, sequence, card, failed, toHex(data)];
}

const SIX = ['80', 0, 4, 'active', false, '6118'];

describe('reader frames against the derived vectors', () => {
  it.each(READER)('%s', (name, expected) => {
    expect(new GemtwinDeframer().push(vector(name)).map(meaning)).toEqual([expected]);
  });

  it('leaves no reader vector out', () => {
    const names = vectors.filter((one) => one.dir === '<');
    expect(names.map((one) => one.name).sort()).toEqual(READER.map(([name]) => name).sort());
  });
});

describe('cutting the stream', () => {
  const STREAM = concat(
    ...READER.map(([name]) => vector(name)),
    vector('select SSSE'),
    fromHex('80FF'),
    vector('6118'),
  );
  const EXPECTED = [
    ...READER.map(([, one]) => one),
    { kind: 'echo' },
    { kind: 'time-request' },
    { kind: 'time-request' },
    SIX,
  ];

  it('gives the same frames whichever two pieces it arrives in', () => {
    for (let at = 0; at <= STREAM.length; at++) {
      const deframer = new GemtwinDeframer();
      const frames = [...deframer.push(STREAM.slice(0, at)), ...deframer.push(STREAM.slice(at))];
      expect(frames.map(meaning)).toEqual(EXPECTED);
      expect(deframer.unfinished).toBe(false);
    }
  });

  it('gives the same frames byte by byte', () => {
    const deframer = new GemtwinDeframer();
    const frames = [...STREAM].flatMap((byte) => [...deframer.push(Uint8Array.of(byte))]);
    expect(frames.map(meaning)).toEqual(EXPECTED);
  });

  it.each([
    ['a byte that starts nothing', '41'],
    ['a sync with an unknown control', '0307'],
    ['a NAK with a wrong check', '031517'],
    ['an unknown movement', '5004'],
    ['a frame with an impossible length', '030680060100000000'],
    ['signs after noise, which may be data', '415002A05003'],
  ])('skips %s and finds what follows', (_what, noise) => {
    expect(new GemtwinDeframer().push(concat(fromHex(noise), vector('6118'))).map(meaning)).toEqual([SIX]);
  });

  it('believes signs again after a whole frame', () => {
    const frames = new GemtwinDeframer().push(concat(fromHex('41'), vector('6118'), vector('card removed')));
    expect(frames.map(meaning)).toEqual([SIX, { kind: 'slot-change', present: false }]);
  });

  it('skips a damaged frame whole: nobody sent the signs inside it', () => {
    const deframer = new GemtwinDeframer();
    const inside = encodeFrame(fromHex('80 04000000 00 04 00 00 00 5002 5003'));
    inside[15] = 0x07;
    expect(deframer.push(concat(inside, vector('6118'))).map(meaning)).toEqual([
      { kind: 'damaged', echo: false },
      SIX,
    ]);
  });

  it('tells a damaged echo from a damaged answer', () => {
    const echo = vector('select SSSE');
    echo[20] = 0x00;
    expect(new GemtwinDeframer().push(echo)).toEqual([{ kind: 'damaged', echo: true }]);
  });

  it('forgets noise and an unfinished frame when told', () => {
    const deframer = new GemtwinDeframer();
    deframer.push(fromHex('41'));
    expect(deframer.unfinished).toBe(true);
    deframer.reset();
    expect(deframer.unfinished).toBe(false);
    deframer.push(vector('6118').slice(0, 7));
    deframer.reset();
    expect(deframer.push(vector('card removed'))).toEqual([{ kind: 'slot-change', present: false }]);
  });

  it('never throws and holds less than one frame, whatever arrives', () => {
    const bytes = fc.array(
      fc.oneof(fc.constantFrom(0x03, 0x06, 0x15, 0x50, 0x80, 0x00), fc.integer({ min: 0, max: 255 })),
      { maxLength: 600 },
    );
    fc.assert(
      fc.property(bytes, (noise) => {
        const deframer = new GemtwinDeframer();
        deframer.push(Uint8Array.from(noise));
        // 274 bytes on, whatever was unfinished has been decided; then a frame is found again.
        deframer.push(new Uint8Array(274));
        expect(deframer.push(vector('6118')).map(meaning)).toEqual([SIX]);
        expect(deframer.unfinished).toBe(false);
      }),
    );
  });
});
