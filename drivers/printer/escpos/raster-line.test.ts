import { describe, expect, it } from 'vitest';
import { concat } from '../../base/bytes.ts';
import type { Slip, SlipBlock } from '../slip.ts';
import { disassemble, pictureOf } from '../testing/disassemble.ts';
import { framedGlyphs } from '../testing/dotted-glyphs.ts';
import { profileOf } from '../testing/rig.ts';
import { encodeSlip } from './encode-slip.ts';
import { charactersToDraw, drawLine } from './raster-line.ts';

const slip = (...blocks: SlipBlock[]): Slip => ({ blocks });
const pair = (value: string): SlipBlock => ({ kind: 'pair', label: '姓名', value });

/** A line as text, `#` for black. */
function painted(rows: readonly Uint8Array[]): readonly string[] {
  return rows.map((row) =>
    Array.from(row, (byte) => byte.toString(2).padStart(8, '0'))
      .join('')
      .replaceAll('0', '.')
      .replaceAll('1', '#'),
  );
}

const LINE = { kind: 'text', align: 'left', large: false, bold: false, inverse: false } as const;

describe('charactersToDraw', () => {
  it('is nothing for a slip that the printer can print by itself', () => {
    expect(
      charactersToDraw(
        slip(
          { kind: 'title', text: '凭条' },
          pair('王*明 ¥380.00'),
          { kind: 'rule' },
          { kind: 'space' },
          { kind: 'qr', data: '𬍛', caption: '扫码' },
        ),
      ),
    ).toEqual([]);
  });

  it('is every character of a block with a rare one, once, and the mark for a missing sort', () => {
    expect(charactersToDraw(slip(pair('王𬍛王 ¥1'), { kind: 'text', text: '别的' }))).toEqual([
      ...['姓', '名', '王', '𬍛', '￥', '1', '〓'],
    ]);
    expect(charactersToDraw(slip({ kind: 'qr', data: '', caption: '㛃' }))).toEqual(['㛃', '〓']);
  });

  it('asks nobody to draw a control character', () => {
    expect(charactersToDraw(slip(pair('王\x1b@')))).toEqual([]);
  });
});

describe('drawLine', () => {
  const glyphs = framedGlyphs(['王', '1']);

  it('sets cells side by side: 12 dots for ASCII, 24 for Chinese, a space blank', () => {
    const rows = painted(drawLine({ ...LINE, text: '1 王1' }, glyphs));
    expect(rows).toHaveLength(24);
    expect(rows[0]).toBe(`${'#'.repeat(12)}${'.'.repeat(12)}${'#'.repeat(36)}....`);
    expect(rows[1]).toBe(`#..........#${'.'.repeat(12)}#${'.'.repeat(22)}##..........#....`);
  });

  it('is twice as large when it is a large line', () => {
    const rows = painted(drawLine({ ...LINE, text: '1王', large: true }, glyphs));
    expect(rows).toHaveLength(48);
    expect(rows[1]).toBe(`#${'.'.repeat(22)}##${'.'.repeat(46)}#`);
  });

  it('is bold by one dot more to the right, across bytes too, and inverse by turning all dots', () => {
    expect(painted(drawLine({ ...LINE, text: '王', bold: true }, glyphs))[1]).toBe(`##${'.'.repeat(21)}#`);
    expect(painted(drawLine({ ...LINE, text: '1王', bold: true }, glyphs))[1]).toBe(
      `##.........###${'.'.repeat(21)}##...`,
    );
    expect(painted(drawLine({ ...LINE, text: '王', inverse: true }, glyphs))[1]).toBe(`.${'#'.repeat(22)}.`);
  });

  it('throws for a character that was not drawn', () => {
    expect(() => drawLine({ ...LINE, text: '𬍛' }, glyphs)).toThrow('U+2c35b');
  });
});

describe('a slip with a drawn line', () => {
  const rare = slip(pair('王𬍛'), { kind: 'text', text: '别的', align: 'center' });
  const glyphs = framedGlyphs(charactersToDraw(rare));

  it.each(['generic-80', 'generic-58', 'snbc'])('sends that line alone as an image on %s', (name) => {
    const profile = profileOf(name);
    const { bytes, textLines, replaced } = encodeSlip(rare, profile, glyphs);
    const pieces = disassemble(bytes);
    const pictures = pieces.flatMap((piece) => pictureOf(piece) ?? []);
    expect(textLines[0]).toContain('王𬍛');
    expect(replaced).toEqual([]);
    expect(pictures).toHaveLength(1);
    // Label at the left edge, name at the right one.
    expect(pictures[0]).toMatchObject({ width: profile.paper.dots, height: 24 });
    expect(pieces.filter((piece) => piece.name === 'text').map((piece) => piece.bytes)).toEqual([
      Uint8Array.from([0xb1, 0xf0, 0xb5, 0xc4]),
    ]);
  });

  it('takes as much paper as the same line in the printer’s font, large ones too', () => {
    const profile = profileOf('generic-80');
    for (const size of ['normal', 'large'] as const) {
      const sized = (value: string) => slip({ kind: 'pair', label: '姓名', value, size });
      const drawn = sized('王𬍛');
      const { bytes, lengthMm } = encodeSlip(drawn, profile, framedGlyphs(charactersToDraw(drawn)));
      expect(lengthMm).toBe(encodeSlip(sized('王明'), profile).lengthMm);
      const dots = disassemble(bytes).reduce(
        (sum, piece) =>
          sum + (piece.name === 'ESC J' ? Number(piece.bytes[2]) : (pictureOf(piece)?.height ?? 0)),
        0,
      );
      expect(dots).toBe(size === 'large' ? 60 : 30);
    }
  });

  it('feeds what is white above the characters instead of sending it', () => {
    const low = new Map(
      [...glyphs.normal].map(([char, { width, rows }]) => [
        char,
        { width, rows: concat(new Uint8Array(rows.length / 2), rows.subarray(rows.length / 2)) },
      ]),
    );
    const { bytes } = encodeSlip(rare, profileOf('generic-80'), { ...glyphs, normal: low });
    const [first, picture] = disassemble(bytes).filter(({ name }) => name === 'ESC J' || name === 'GS v 0');
    expect(first?.bytes[2]).toBe(12);
    expect(picture === undefined ? null : pictureOf(picture)?.height).toBe(12);
  });

  it('says 〓 for a character that even our font lacks, and why, and draws the rest', () => {
    const both = slip(pair('𬍛鿍≒'));
    const held = framedGlyphs(charactersToDraw(both).filter((char) => char !== '鿍' && char !== '≒'));
    const { textLines, replaced } = encodeSlip(both, profileOf('generic-80'), held);
    expect(textLines[0]).toMatch(/^姓名 +𬍛〓〓$/);
    expect(textLines[1]).toBe('〓处为本机不能打印的字。');
    expect(replaced).toEqual(['鿍', '≒']);
  });

  it('uses the printer’s own font in blocks where nothing could be drawn', () => {
    const none = slip(pair('王鿍'), pair('张㛃'));
    const held = framedGlyphs(charactersToDraw(none).filter((char) => char !== '鿍'));
    const { bytes, textLines, replaced } = encodeSlip(none, profileOf('generic-80'), held);
    expect(replaced).toEqual(['鿍']);
    expect(textLines[0]).toContain('王〓');
    expect(disassemble(bytes).filter((piece) => pictureOf(piece) !== null)).toHaveLength(1);
  });
});
