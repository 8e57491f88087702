import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import vectors from './fixtures/nibble-vectors.json' with { type: 'json' };
import { encodeFrame, LONGEST_FRAME, NIBBLE_MAX_DATA, NibbleDeframer } from './framing.ts';

/** Every vector, either way, with the data in it: taken apart by hand, or as the card notes give it. */
const DATA: Readonly<Record<string, string>> = {
  info: '311101',
  'info reply': '0000 0101E800000000000101010131323038 08 4757492D49433230',
  'power on': '3222 0000 00',
  ATR: '0000 3B6D000000813147318650430200000013',
  'select SSSE': '3226 00 00A404000F7378312E73682EC9E7BBE1B1A3D5CF',
  '6118': '0000 6118',
  'get response': '3226 00 00C0000018',
  FCI: '0000 6F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E9000',
  'select EF05': '3226 00 00A4000002EF05',
  '9000': '0000 9000',
  'read all FF': '3226 00 00B20105FF',
  '6C40': '0000 6C40',
  'read all 40': '3226 00 00B2010540',
  EF05:
    '0000 0110430299D156000005000000133A05F2E3 020133 0304322E3000 040C9156000002430200430100D5' +
    '0504 32303132 0604 32303232 0709 423030303030313331 9000',
  verify: '3226 00 0020000003666666',
  'no card': '1007',
  'power off': '3223 00',
  'power off ok': '0000',
  'pin pad': '399202',
  'pin 666666': '0000 060606060606',
  '63C2': '0000 63C2',
  '6983': '0000 6983',
};

const message = (hex: string) => ({ kind: 'message', data: fromHex(hex) });
const DAMAGED = { kind: 'damaged' };
const GOOD = fromHex('02303030343030303039303030393003');

describe('frames against the captured vectors', () => {
  it('leaves none out', () => {
    expect(Object.keys(DATA).sort()).toEqual(vectors.map(({ name }) => name).sort());
  });

  it.each(vectors)('$name: both ways', ({ name, hex }) => {
    const data = DATA[name] ?? '';
    expect(toHex(encodeFrame(fromHex(data)))).toBe(hex);
    expect(new NibbleDeframer().push(fromHex(hex))).toEqual([message(data)]);
  });
});

describe('cutting the stream', () => {
  const stream = concat(...vectors.map(({ hex }) => fromHex(hex)));
  const expected = vectors.map(({ name }) => message(DATA[name] ?? ''));

  it('gives the same frames whichever two pieces it arrives in', () => {
    for (let at = 0; at <= stream.length; at++) {
      const deframer = new NibbleDeframer();
      expect([...deframer.push(stream.slice(0, at)), ...deframer.push(stream.slice(at))]).toEqual(expected);
      expect(deframer.unfinished).toBe(false);
    }
  });

  it('gives the same frames byte by byte', () => {
    const deframer = new NibbleDeframer();
    expect([...stream].flatMap((byte) => [...deframer.push(Uint8Array.of(byte))])).toEqual(expected);
  });

  it('gives the same frames with the zeros of HID reports in between', () => {
    const reports = vectors.map(({ hex }) => {
      const frame = fromHex(hex);
      return concat(frame, new Uint8Array(64 - (frame.length % 64)));
    });
    expect(new NibbleDeframer().push(concat(...reports))).toEqual(expected);
  });
});

describe('a spoiled frame', () => {
  const hex = (good: Uint8Array) => toHex(good);

  it.each([
    ['a wrong check', hex(GOOD).replace('393003', '393103')],
    ['a length that is too short', hex(GOOD).replace('30303034', '30303033')],
    ['a length that is too long', hex(GOOD).replace('30303034', '30303035')],
    ['a lost half', hex(GOOD).replace('3930', '39')],
    ['a lost byte', hex(GOOD).replace('3930', '')],
    ['an end that comes too early', '0230303003'],
    ['nothing between its ends', '0203'],
    ['a byte that is none of the sixteen', hex(GOOD).replace('3930', '7930')],
    ['zeros in the middle of it', hex(GOOD).replace('3930', '390030')],
    ['more than any reader says', `02${'30'.repeat(LONGEST_FRAME)}03`],
    ['a beginning instead of its end', hex(GOOD).slice(0, -2)],
  ])('with %s is reported once, and the next one is found', (_what, spoiled) => {
    const frames = new NibbleDeframer().push(concat(fromHex(spoiled), GOOD));
    expect(frames).toEqual([DAMAGED, message('00009000')]);
  });

  it('any changed, lost or doubled byte is never taken for a good one', () => {
    for (let at = 0; at < GOOD.length; at++) {
      for (let value = 0; value < 256; value++) {
        if (value === GOOD[at]) continue;
        const spoiled = GOOD.slice();
        spoiled[at] = value;
        expect(new NibbleDeframer().push(spoiled)).not.toContainEqual(message('00009000'));
      }
      const lost = concat(GOOD.slice(0, at), GOOD.slice(at + 1));
      expect(new NibbleDeframer().push(lost).filter(({ kind }) => kind === 'message')).toEqual([]);
    }
  });

  it('is forgotten when told', () => {
    const deframer = new NibbleDeframer();
    deframer.push(GOOD.slice(0, 5));
    expect(deframer.unfinished).toBe(true);
    deframer.reset();
    expect(deframer.unfinished).toBe(false);
    expect(deframer.push(GOOD.slice(5))).toEqual([]);
  });
});

describe('any bytes', () => {
  it('come through a frame as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: NIBBLE_MAX_DATA }), (data) => {
        const frame = encodeFrame(data);
        expect(frame.length).toBeLessThanOrEqual(LONGEST_FRAME);
        expect(new NibbleDeframer().push(frame)).toEqual([{ kind: 'message', data }]);
      }),
    );
  });

  it('are refused beyond the longest frame', () => {
    expect(() => encodeFrame(new Uint8Array(NIBBLE_MAX_DATA + 1))).toThrow(RangeError);
  });

  it('never throw, and leave nothing behind that hides the next frame', () => {
    const noise = fc.array(
      fc.oneof(fc.constantFrom(0x02, 0x03, 0x00), fc.integer({ min: 0x30, max: 0x3f }), fc.nat(255)),
      { maxLength: 1_200 },
    );
    fc.assert(
      fc.property(noise, (bytes) => {
        const deframer = new NibbleDeframer();
        deframer.push(Uint8Array.from(bytes));
        expect(deframer.push(GOOD).at(-1)).toEqual(message('00009000'));
        // Whatever is unfinished ends within one longest frame.
        deframer.push(Uint8Array.from(bytes));
        deframer.push(new Uint8Array(LONGEST_FRAME).fill(0x30));
        expect(deframer.unfinished).toBe(false);
      }),
    );
  });
});
