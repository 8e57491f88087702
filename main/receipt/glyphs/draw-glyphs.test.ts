import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Glyphs } from '../../../drivers/printer/emulator/glyphs.ts';
import { FONT_FILES } from '../testing/fonts.ts';
import { GlyphDrawer } from './draw-glyphs.ts';

const drawer = new GlyphDrawer(readFileSync(FONT_FILES.regular));

function isBlack(rows: Uint8Array, width: number, x: number, y: number): boolean {
  return ((Number(rows[y * Math.ceil(width / 8) + (x >> 3)]) >> (7 - (x & 7))) & 1) === 1;
}

describe('GlyphDrawer', () => {
  it('fills a square cell with Chinese and half of one with ASCII', () => {
    const { normal, large } = drawer.draw(['王', '𬍛', 'A']);
    expect([...normal].map(([char, { width, rows }]) => [char, width, rows.length])).toEqual([
      ['王', 24, 72],
      ['𬍛', 24, 72],
      ['A', 12, 48],
    ]);
    expect([...large].map(([char, { width, rows }]) => [char, width, rows.length])).toEqual([
      ['王', 48, 288],
      ['𬍛', 48, 288],
      ['A', 24, 144],
    ]);
  });

  it('leaves out what the font lacks', () => {
    expect([...drawer.draw(['\u{10FFFD}', '一']).normal.keys()]).toEqual(['一']);
  });

  it('throws for bytes that are no font', () => {
    expect(() => new GlyphDrawer(new Uint8Array(100))).toThrow();
  });

  it.each(['王', '䶮', '𬍛', '㛃', '捌', '￥', '8', 'g', '〓'])(
    '%s looks as another way of filling the same outline draws it',
    (char) => {
      const glyph = drawer.draw([char]).normal.get(char);
      if (glyph === undefined) throw new Error('not drawn');
      const { width, rows } = glyph;
      const other = new Glyphs(FONT_FILES.regular).get(char, width, 1, 1);
      let black = 0;
      let unlike = 0;
      for (let y = 0; y < 24; y++) {
        for (let x = 0; x < width; x++) {
          const mine = isBlack(rows, width, x, y);
          if (mine) black++;
          if (mine !== other.isBlack(x, y)) unlike++;
        }
      }
      expect(black).toBeGreaterThan(20);
      expect(unlike / black).toBeLessThan(0.15);
    },
  );
});
