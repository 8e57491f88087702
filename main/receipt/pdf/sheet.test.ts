import { describe, expect, it } from 'vitest';
import type { SlipBlock } from '../../../drivers/printer/slip.ts';
import { receiptDoc } from '../receipt-doc.ts';
import { BOOKED_ORDER, PENDING_ORDER, REFUNDING_ORDER } from '../testing/orders.ts';
import type { Mark, MeasureText } from './layout.ts';
import { layoutSheet, SHEET } from './sheet.ts';

/** Every character as wide as it is high: wider than any real font. */
const measure: MeasureText = (text, style) => [...text].length * style.size * 0.7;

type TextMark = Extract<Mark, { kind: 'text' }>;

function texts(blocks: readonly SlipBlock[]): readonly TextMark[] {
  return layoutSheet(blocks, measure).marks.filter((mark): mark is TextMark => mark.kind === 'text');
}

const right = (mark: TextMark) => mark.x + measure(mark.text, mark.style);
const short = (label: string): SlipBlock => ({ kind: 'pair', label, value: '短' });

describe('the sheet', () => {
  it('puts two short facts beside each other, and one that is left by itself', () => {
    const [a, , b, , c] = texts([short('甲'), short('乙'), short('丙')]);
    expect([a?.text, b?.text, c?.text]).toEqual(['甲', '乙', '丙']);
    expect(b?.y).toBe(a?.y);
    expect(b?.x).toBeGreaterThan(SHEET.width / 2);
    expect(c?.x).toBe(a?.x);
    expect(c?.y).toBeGreaterThan(a?.y ?? 0);
  });

  it('keeps the order of the facts around one that is long', () => {
    const long: SlipBlock = { kind: 'pair', label: '交易单号', value: '4'.repeat(90) };
    const marks = texts([short('甲'), long, short('乙')]);
    const labels = marks.filter(({ text }) => ['甲', '交易单号', '乙'].includes(text));
    expect(labels.map(({ text }) => text)).toEqual(['甲', '交易单号', '乙']);
    expect(new Set(labels.map(({ x }) => x)).size).toBe(1);
    const lines = marks.filter(({ text }) => /^4+$/.test(text));
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.map(({ text }) => text).join('')).toBe('4'.repeat(90));
  });

  it('gives a long label the room that it needs', () => {
    const [label, value] = texts([{ kind: 'pair', label: 'KK0001261124AAAB7Q2M9X', value: '￥1.00' }]);
    expect(right(label as TextMark)).toBeLessThan(value?.x ?? 0);
  });

  it('gives money a field of its own and the largest figures', () => {
    const { marks } = layoutSheet(
      [{ kind: 'pair', label: '合计金额', value: '￥800.00', emphasis: true }],
      measure,
    );
    expect(marks.map(({ kind }) => kind)).toEqual(['box', 'text', 'text']);
    expect(marks[2]).toMatchObject({ text: '￥800.00', style: { ink: 'money', size: 24 } });
  });

  it('draws one line between two parts, whatever stands above it', () => {
    const lines = (blocks: readonly SlipBlock[]) =>
      layoutSheet(blocks, measure).marks.filter(({ kind }) => kind === 'line').length;
    expect(lines([{ kind: 'text', text: '文' }, { kind: 'rule' }])).toBe(1);
    expect(lines([short('甲'), { kind: 'rule' }])).toBe(1);
    expect(lines([short('甲'), { kind: 'space' }, short('乙')])).toBe(2);
  });

  it('sets a code beside its caption, and words by what they are', () => {
    const { marks } = layoutSheet(
      [
        { kind: 'text', text: '中', align: 'center', size: 'large' },
        { kind: 'text', text: '重', emphasis: true },
        { kind: 'pair', label: '险种', value: '大', size: 'large' },
        { kind: 'qr', data: 'x', caption: '说明' },
      ],
      measure,
    );
    const qr = marks.find((mark) => mark.kind === 'qr');
    const caption = marks.find((mark) => mark.kind === 'text' && mark.text === '说明');
    if (qr?.kind !== 'qr' || caption?.kind !== 'text') throw new Error('no code');
    expect(caption.x).toBeGreaterThan(qr.x + qr.side);
    expect(caption.y).toBeGreaterThan(qr.y);
    expect(caption.y).toBeLessThan(qr.y + qr.side);
    const style = (text: string) => marks.find((mark) => mark.kind === 'text' && mark.text === text);
    expect(style('中')).toMatchObject({ style: { size: 16, ink: 'jade' } });
    expect(style('重')).toMatchObject({ style: { weight: 'bold' } });
    expect(style('大')).toMatchObject({ style: { size: 13 } });
  });

  it.each([
    ['booked', BOOKED_ORDER],
    ['pending', PENDING_ORDER],
    ['refunding', REFUNDING_ORDER],
  ] as const)('holds a %s receipt on one page, every fact, nothing over anything', (kind, order) => {
    const { blocks } = receiptDoc({
      order,
      kind,
      copy: 1,
      printedAt: 0,
      terminal: { id: 'K0001', name: '一个名字特别长的街道社区综合服务中心大厅 12 号自助机' },
      demo: true,
      phone: '12333',
      chainCode: '812-3F9A1C2B',
    });
    expect(layoutSheet(blocks, measure).height).toBeLessThan(SHEET.height * 1.2);
    const marks = texts(blocks);
    const said = marks.map(({ text }) => text).join('');
    for (const block of blocks) if (block.kind === 'pair') expect(said).toContain(block.label);
    for (const [index, mark] of marks.entries()) {
      expect(mark.x).toBeGreaterThan(0);
      expect(right(mark)).toBeLessThan(SHEET.width);
      for (const other of marks.slice(index + 1)) {
        const sameLine = Math.abs(mark.y - other.y) < 7;
        if (sameLine) expect(right(mark)).toBeLessThanOrEqual(other.x);
      }
    }
  });
});
