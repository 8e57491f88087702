import { describe, expect, it } from 'vitest';
import type { SlipBlock } from '../../../drivers/printer/slip.ts';
import { receiptDoc } from '../receipt-doc.ts';
import { BOOKED_ORDER, PENDING_ORDER, REFUNDING_ORDER } from '../testing/orders.ts';
import { layout, type Mark, type MeasureText, PAGE_WIDTH } from './layout.ts';

/** Every character as wide as it is high: wider than any real font. */
const measure: MeasureText = (text, style) => [...text].length * style.size * 0.7;

type TextMark = Extract<Mark, { kind: 'text' }>;

function texts(blocks: readonly SlipBlock[]): readonly TextMark[] {
  return layout(blocks, measure).marks.filter((mark): mark is TextMark => mark.kind === 'text');
}

const right = (mark: TextMark) => mark.x + measure(mark.text, mark.style);

describe('layout', () => {
  it('is 80 mm wide', () => {
    expect(PAGE_WIDTH).toBeCloseTo(226.77, 2);
  });

  it('puts a pair on one line when it fits and the value below when it does not', () => {
    const [label, value] = texts([{ kind: 'pair', label: '大写', value: '捌佰元整' }]);
    expect(label?.y).toBe(value?.y);
    const [long, ...lines] = texts([{ kind: 'pair', label: '交易单号', value: '4'.repeat(60) }]);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line.y).toBeGreaterThan(long?.y ?? 0);
    expect(lines.map((line) => line.text).join('')).toBe('4'.repeat(60));
    expect(new Set(lines.map((line) => Math.round(right(line)))).size).toBe(1);
  });

  it('gives money the largest figures', () => {
    const marks = texts(
      receiptDoc({
        order: BOOKED_ORDER,
        kind: 'booked',
        copy: 0,
        printedAt: 0,
        terminal: { id: 'K0001', name: '一号机' },
        demo: false,
        phone: '12333',
        chainCode: '812-3F9A1C2B',
      }).blocks,
    );
    const sizes = marks.map((mark) => mark.style.size);
    expect(marks.find((mark) => mark.text === '￥800.00')?.style).toMatchObject({
      size: Math.max(...sizes),
      ink: 'money',
    });
  });

  it('sets large paragraphs in ink, and only the headline in colour', () => {
    const [headline, paragraph] = texts([
      { kind: 'text', text: '已缴费成功', size: 'large', emphasis: true },
      { kind: 'text', text: '请妥善保管。', size: 'large' },
    ]);
    expect(headline?.style).toMatchObject({ weight: 'bold', ink: 'jade' });
    expect(paragraph?.style).toMatchObject({ weight: 'regular', ink: 'ink' });
    expect(paragraph?.style.size).toBeGreaterThan(12);
  });

  it('centres, emphasises and frames as the blocks ask', () => {
    const { marks } = layout(
      [
        { kind: 'banner', text: '演示' },
        { kind: 'text', text: '中', align: 'center' },
        { kind: 'text', text: '重', emphasis: true },
        { kind: 'qr', data: 'x', caption: '说明' },
      ],
      measure,
    );
    expect(marks.map((mark) => mark.kind)).toEqual(['box', 'text', 'text', 'text', 'qr', 'text']);
    const [, , centred, strong] = marks as readonly TextMark[];
    expect((centred?.x ?? 0) * 2 + measure('中', { weight: 'regular', size: 8, ink: 'soft' })).toBeCloseTo(
      PAGE_WIDTH,
    );
    expect(strong?.style.weight).toBe('bold');
  });

  it.each([
    ['booked', BOOKED_ORDER],
    ['pending', PENDING_ORDER],
    ['refunding', REFUNDING_ORDER],
  ] as const)('keeps a %s slip on the page, nothing over anything', (kind, order) => {
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
    const { height } = layout(blocks, measure);
    const marks = texts(blocks);
    for (const mark of marks) {
      expect(mark.x).toBeGreaterThan(0);
      expect(right(mark)).toBeLessThan(PAGE_WIDTH);
      expect(mark.y).toBeLessThan(height);
    }
    for (const [index, mark] of marks.entries()) {
      for (const other of marks.slice(index + 1)) {
        const sameLine = Math.abs(mark.y - other.y) < 7;
        if (sameLine) expect(right(mark)).toBeLessThanOrEqual(other.x);
      }
    }
  });
});
