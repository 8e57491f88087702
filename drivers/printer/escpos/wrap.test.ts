import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from './gb18030.ts';
import { cutsARun, wrap, wrapHeadline } from './wrap.ts';

describe('wrap', () => {
  it('keeps ASCII runs whole and lets closing punctuation hang', () => {
    expect(wrap('请拨打12333。', 12)).toEqual(['请拨打', '12333。']);
    expect(wrap('一二三，四', 6)).toEqual(['一二', '三，四']);
    expect(wrap('一二三四五', 6)).toEqual(['一二三', '四五']);
  });

  it('breaks a run that is longer than a line', () => {
    expect(wrap('123456789', 4)).toEqual(['1234', '5678', '9']);
  });

  it('drops the space at which it breaks, and keeps punctuation after a space', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('a ，', 8)).toEqual(['a ，']);
  });

  it('does not hang punctuation on a piece that fills the line', () => {
    expect(wrap('12345678，', 8)).toEqual(['12345678', '，']);
  });

  it('gives one empty line for no text', () => {
    expect(wrap('', 8)).toEqual(['']);
  });

  it('ends no line with an opening mark, and keeps ￥ with its figures', () => {
    expect(wrap('一二（三四）', 6)).toEqual(['一二', '（三', '四）']);
    expect(wrap('打印回执（processId）。', 12)).toEqual(['打印回执', '（processId', '）。']);
    expect(wrap('共计一二￥80', 10)).toEqual(['共计一二', '￥80']);
    expect(wrap('（ 一二三', 4)).toEqual(['（', '一二', '三']);
  });

  it('leaves no character alone on the last line', () => {
    expect(wrap('一二三四五六七', 12)).toEqual(['一二三四五', '六七']);
    expect(wrap('一二三四五六七。', 12)).toEqual(['一二三四五', '六七。']);
    expect(wrap('拨 12333 三', 10)).toEqual(['拨 12333', '三']);
    expect(wrap('一二 a', 4)).toEqual(['一二', 'a']);
  });

  it('leaves one alone where the line before would become lonelier, or would not fit beside it', () => {
    expect(wrap('一二三', 4)).toEqual(['一二', '三']);
    expect(wrap('一 12345678 二', 12)).toEqual(['一 12345678', '二']);
  });

  it('loses nothing but spaces and never exceeds the line', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'王明，。）（￥ 1a- ') }),
        fc.integer({ min: 2, max: 20 }),
        (text, columns) => {
          const lines = wrap(text, columns);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});

describe('wrapHeadline', () => {
  it.each([
    ['已收款，正在入账', 16, ['已收款，正在入账']],
    ['本机时间不准，不能付款', 16, ['本机时间不准，', '不能付款']],
    ['没有查到参保信息了', 16, ['没有查到参保信', '息了']],
    ['请在本机以外的地方付款，谢谢', 16, ['请在本机以外的地', '方付款，谢谢']],
    ['一二三四五六七八九十。', 16, ['一二三四五六七八', '九十。']],
  ])('%s in %d columns', (text, columns, lines) => {
    expect(wrapHeadline(text, columns)).toEqual(lines);
  });

  it('leaves a text of three lines to the ordinary rules', () => {
    const text = '一，二三四五六七八九十一二三四五六';
    expect(wrapHeadline(text, 16)).toEqual(wrap(text, 16));
  });
});

describe('cutsARun', () => {
  it.each([
    ['C440404202611240017', 16, true],
    ['C440404202611240017', 19, false],
    ['社保卡、身份证，社保卡、身份证', 16, false],
    ['12333，医保 12393', 8, false],
  ])('%s in %d columns: %s', (text, columns, cut) => {
    expect(cutsARun(text, columns)).toBe(cut);
  });
});
