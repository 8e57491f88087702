import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines } from './line-break.ts';

/** Chinese characters are two wide, ASCII one: like a slip printer. */
const measure = (text: string) =>
  [...text].reduce((sum, character) => sum + (character.charCodeAt(0) < 0x80 ? 1 : 2), 0);

describe('breakLines', () => {
  it.each([
    ['一二三四五六', 12, ['一二三四五六']],
    ['一二三四五六七八', 12, ['一二三四五六', '七八']],
    ['', 12, []],
    ['   ', 12, []],
  ])('%s in %d', (text, width, lines) => {
    expect(breakLines(text, width, measure)).toEqual(lines);
  });

  it('keeps numbers whole', () => {
    expect(breakLines('请拨打电话 12333 查询', 14, measure)).toEqual(['请拨打电话', '12333 查询']);
  });

  it('puts no closing mark at the start and no opening mark at the end of a line', () => {
    expect(breakLines('一二三四五六。七八', 12, measure)).toEqual(['一二三四五', '六。七八']);
    expect(breakLines('一二三四五（六七）', 12, measure)).toEqual(['一二三四五', '（六七）']);
  });

  it('leaves no character alone on the last line', () => {
    expect(breakLines('一二三四五六七', 12, measure)).toEqual(['一二三四五', '六七']);
    expect(breakLines('一二三四五六七。', 12, measure)).toEqual(['一二三四五', '六七。']);
  });

  it('leaves it alone when the line before would become lonelier', () => {
    expect(breakLines('一二三', 4, measure)).toEqual(['一二', '三']);
  });

  it('takes nothing along that would not fit', () => {
    expect(breakLines('一二 AAAA 7777777777', 12, measure)).toEqual(['一二 AAAA', '7777777777']);
  });

  it('cuts a run that fits nowhere', () => {
    expect(breakLines('号 ABCDEFGHIJ', 4, measure)).toEqual(['号', 'ABCD', 'EFGH', 'IJ']);
  });

  it('loses nothing but spaces, and keeps to the width wherever a break is allowed', () => {
    const text = fc.string({ unit: fc.constantFrom('一', '二', '。', '（', '）', '￥', 'A', '7', ' ') });
    fc.assert(
      fc.property(text, fc.integer({ min: 8, max: 40 }), (value, width) => {
        const lines = breakLines(value, width, measure);
        expect(lines.join('').replaceAll(' ', '')).toBe(value.replaceAll(' ', ''));
        for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 2_000 },
    );
  });
});
