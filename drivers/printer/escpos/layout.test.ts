import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlipBlock } from '../slip.ts';
import { widthOf } from './gb18030.ts';
import { layOut, wrap } from './layout.ts';

const texts = (block: SlipBlock, columns: number): readonly string[] =>
  layOut({ blocks: [block] }, columns).lines.flatMap((line) => (line.kind === 'text' ? [line.text] : []));

describe('wrap', () => {
  it('keeps ASCII runs whole and lets closing punctuation hang', () => {
    expect(wrap('请拨打12333。', 12)).toEqual(['请拨打', '12333。']);
    expect(wrap('一二三，四', 6)).toEqual(['一二', '三，四']);
    expect(wrap('一二三四', 6)).toEqual(['一二三', '四']);
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

  it('loses nothing but spaces and never exceeds the line', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'王明，。) 1a- ') }),
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

describe('layOut', () => {
  it('puts a pair on one line when a space is left between the two', () => {
    expect(texts({ kind: 'pair', label: '终端', value: 'K0001' }, 16)).toEqual(['终端       K0001']);
    expect(texts({ kind: 'pair', label: '终端', value: '12345678901' }, 16)).toEqual(['终端 12345678901']);
  });

  it('wraps a value that does not fit below its label, right-aligned', () => {
    expect(texts({ kind: 'pair', label: '商户订单号', value: 'K00012026112409000' }, 16)).toEqual([
      '商户订单号',
      'K000120261124090',
      '              00',
    ]);
  });

  it('gives a title twelve full-width characters on 80 mm and eight on 58 mm', () => {
    const title: SlipBlock = { kind: 'title', text: '社会保险缴费凭证退款凭单' };
    expect(texts(title, 48)).toHaveLength(1);
    expect(texts(title, 32)).toEqual(['社会保险缴费凭证', '退款凭单']);
  });

  it('fills a banner to the edges, double size when it fits', () => {
    const { lines } = layOut(
      {
        blocks: [
          { kind: 'banner', text: '演示' },
          { kind: 'banner', text: '【补打】第 2 次 2026-11-24' },
        ],
      },
      32,
    );
    expect(lines).toMatchObject([
      { text: '      演示      ', large: true, inverse: true },
      { text: '   【补打】第 2 次 2026-11-24   ', large: false, inverse: true },
    ]);
  });

  it('carries size, alignment and emphasis of a text', () => {
    const { lines } = layOut(
      {
        blocks: [
          { kind: 'text', text: '12333', align: 'center', size: 'large', emphasis: true },
          { kind: 'text', text: '12333' },
          { kind: 'pair', label: 'a', value: 'b', emphasis: true },
        ],
      },
      32,
    );
    expect(lines).toMatchObject([
      { align: 'center', large: true, bold: true },
      { align: 'left', large: false, bold: false },
      { bold: true },
    ]);
  });

  it('reports what it had to replace, in reading order', () => {
    const { lines, replaced } = layOut(
      {
        blocks: [
          { kind: 'pair', label: '姓名', value: '王㛃' },
          { kind: 'qr', data: 'x', caption: '𬍛' },
        ],
      },
      16,
    );
    expect(replaced).toEqual(['㛃', '𬍛']);
    expect(lines[0]).toMatchObject({ text: '姓名        王〓' });
  });

  it('throws for a block of another kind, which only a bug can bring here', () => {
    expect(() => layOut({ blocks: [{ kind: 'image' } as unknown as SlipBlock] }, 16)).toThrow('image');
  });
});
