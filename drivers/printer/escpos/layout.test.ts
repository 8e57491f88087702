import { describe, expect, it } from 'vitest';
import type { SlipBlock } from '../slip.ts';
import { layOut } from './layout.ts';

const texts = (block: SlipBlock, columns: number): readonly string[] =>
  layOut({ blocks: [block] }, columns).lines.flatMap((line) => (line.kind === 'text' ? [line.text] : []));

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

  it('prints a number that a large line would cut whole and bold, and cuts no other', () => {
    const number: SlipBlock = {
      kind: 'pair',
      label: '受理编号',
      value: 'C440404202611240017',
      size: 'large',
    };
    expect(layOut({ blocks: [number] }, 32).lines).toMatchObject([
      { text: '受理编号     C440404202611240017', large: false, bold: true },
    ]);
    expect(layOut({ blocks: [number] }, 48).lines).toMatchObject([
      { text: '受理编号', large: false, bold: false },
      { text: '     C440404202611240017', large: true, bold: false },
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
