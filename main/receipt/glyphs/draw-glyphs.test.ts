import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Glyphs } from '../../../drivers/printer/emulator/glyphs.ts';
import { FONT_FILES } from '../testing/fonts.ts';
import { rareFontFolder } from '../testing/rare-fonts.ts';
import { GlyphDrawer } from './draw-glyphs.ts';
import { RareFonts } from './rare-fonts.ts';

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

describe('GlyphDrawer with fonts for rare names', () => {
  let folder: Awaited<ReturnType<typeof rareFontFolder>>;
  let drawerOfAll: GlyphDrawer;
  beforeAll(async () => {
    folder = await rareFontFolder();
    drawerOfAll = new GlyphDrawer(readFileSync(FONT_FILES.regular), new RareFonts(folder.path));
  });
  afterAll(() => folder.remove());

  it('draws what its own font lacks', () => {
    expect(['王', '𠮷', '\u{30000}'].map((char) => drawerOfAll.holds(char))).toEqual([true, true, false]);
    const { normal, large } = drawerOfAll.draw(['王', '𠮷', '\u{30000}']);
    expect([...normal.keys()]).toEqual(['王', '𠮷']);
    expect(large.get('𠮷')?.rows).toHaveLength(288);
    expect(normal.get('王')).toEqual(drawer.draw(['王']).normal.get('王'));
  });

  it('loses no stroke of thin type', () => {
    // 𠮷 has two horizontals above a box: every one of the four must be an unbroken row of dots.
    const glyph = drawerOfAll.draw(['𠮷']).normal.get('𠮷');
    if (glyph === undefined) throw new Error('not drawn');
    const longest = Array.from({ length: 24 }, (_, y) => {
      const dots = Array.from({ length: 24 }, (__, x) => (isBlack(glyph.rows, 24, x, y) ? '#' : '.')).join(
        '',
      );
      return Math.max(0, ...[...dots.matchAll(/#+/g)].map(([run]) => run.length));
    });
    const bars = longest.filter((run) => run >= 8);
    expect(bars.length).toBeGreaterThanOrEqual(4);
  });

  it('asks the rare fonts for nothing that its own font has', () => {
    const own = new GlyphDrawer(readFileSync(FONT_FILES.regular), new RareFonts('/nowhere'));
    expect(own.rareFontOf('王')).toBeNull();
    expect(() => own.rareFontOf('𠮷')).toThrow('ENOENT');
    expect(drawerOfAll.rareFontOf('𠮷')?.name).toBe('20800-20BFF.ttf');
  });
});
