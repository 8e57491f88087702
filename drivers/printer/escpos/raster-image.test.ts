import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import vectors from '../fixtures/encoding-vectors.json' with { type: 'json' };
import { disassemble, pictureOf } from '../testing/disassemble.ts';
import { holdsRealTimeCommand, imageCommands, trimmed } from './raster-image.ts';

const rows = (...hex: string[]): readonly Uint8Array[] => hex.map((row) => fromHex(row));

const GS_V: Parameters<typeof imageCommands>[1] = { command: 'gs-v-0', maxRows: 128 };
const GS_L: Parameters<typeof imageCommands>[1] = { command: 'gs-l', maxRows: 255 };

const hexOf = (...args: Parameters<typeof imageCommands>) =>
  imageCommands(...args).map((each) => toHex(each));

describe('imageCommands', () => {
  it('packs an image as the printing notes do, in either dialect', () => {
    expect(hexOf(rows('AA', '55'), GS_V)).toEqual([toHex(fromHex(vectors.raster8x2))]);
    expect(hexOf(rows('AA', '55'), GS_L)).toEqual([toHex(fromHex(vectors.graphics8x2))]);
  });

  it('goes in bands as high as the model takes', () => {
    const tall = Array.from({ length: 300 }, () => fromHex('FF'));
    const heights = (...args: Parameters<typeof imageCommands>) =>
      disassemble(concat(...imageCommands(...args))).flatMap((piece) => pictureOf(piece)?.height ?? []);
    expect(heights(tall, GS_V)).toEqual([128, 128, 44]);
    expect(heights(tall, GS_L)).toEqual([255, 45]);
  });

  it.each(['04', '05', '14'])('burns one dot more where a row would say 10 %s', (next) => {
    expect(hexOf(rows(`10${next}10`), GS_V)).toEqual([`1D76300003000100${`18${next}10`}`]);
  });

  it('leaves a lonely dot alone that no printer would obey', () => {
    expect(hexOf(rows('1000', '1012'), GS_V)).toEqual(['1D7630000200020010001012']);
  });

  it('ends a band a row earlier where two rows together would say it', () => {
    expect(hexOf(rows('FF10', '0400', 'FFFF'), GS_V)).toEqual([
      '1D76300002000100FF10',
      '1D763000020002000400FFFF',
    ]);
  });

  it('never sends what a printer would obey inside data', () => {
    // Bytes that make look-alikes as often as possible, the counts in the heads among them.
    const byte = fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0x00, 0xff);
    const image = fc
      .tuple(fc.integer({ min: 1, max: 22 }), fc.integer({ min: 1, max: 60 }))
      .chain(([across, count]) =>
        fc.array(
          fc.array(byte, { minLength: across, maxLength: across }).map((bytes) => Uint8Array.from(bytes)),
          { minLength: count, maxLength: count },
        ),
      );
    fc.assert(
      fc.property(image, fc.constantFrom(GS_V, GS_L), (picture, how) => {
        const sent = concat(...imageCommands(picture, how));
        expect(holdsRealTimeCommand(sent)).toBe(false);
        const heights = disassemble(sent).flatMap((piece) => pictureOf(piece)?.height ?? []);
        expect(heights.reduce((sum, height) => sum + height, 0)).toBe(picture.length);
      }),
      { numRuns: 200 },
    );
  });

  it('avoids the counts of GS ( L that look like a command themselves', () => {
    // 103 rows of 10 bytes: 1,040 bytes follow, which is 10 04 in the head.
    const picture = Array.from({ length: 103 }, () => new Uint8Array(10).fill(0xff));
    const sent = imageCommands(picture, GS_L);
    expect(sent).toHaveLength(2);
    expect(holdsRealTimeCommand(concat(...sent))).toBe(false);
  });
});

describe('trimmed', () => {
  it('leaves out blank rows and blank right ends', () => {
    const { above, rows: left } = trimmed(rows('000000', '010000', '00F000', '000000'));
    expect(above).toBe(1);
    expect(left.map((row) => toHex(row))).toEqual(['0100', '00F0']);
  });

  it('leaves nothing of nothing', () => {
    expect(trimmed(rows('00', '00'))).toEqual({ above: 2, rows: [] });
  });
});
