import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GlyphDrawer } from '../glyphs/draw-glyphs.ts';
import type { ReceiptDoc } from '../receipt-doc.ts';
import { FONT_FILES } from '../testing/fonts.ts';
import { withoutMissing } from './missing.ts';

const drawer = new GlyphDrawer(readFileSync(FONT_FILES.regular));
const holds = (char: string) => drawer.holds(char);

const doc = (name: string): ReceiptDoc => ({
  kind: 'booked',
  demo: false,
  copy: 0,
  blocks: [
    { kind: 'title', text: '凭条' },
    { kind: 'rule' },
    { kind: 'pair', label: '参保人', value: name, field: 'insured-name' },
    { kind: 'space' },
    { kind: 'qr', data: '𠮷', caption: `${name}的码` },
  ],
});

describe('withoutMissing', () => {
  it('leaves a document alone that the font can draw, rare names too', () => {
    const whole = doc('王*𬍛㛃䶮');
    const { doc: same, missing } = withoutMissing(whole, holds);
    expect(same).toBe(whole);
    expect(missing).toBe(0);
  });

  it('marks what the font lacks, says so below, and counts each character once', () => {
    const { doc: marked, missing } = withoutMissing(doc('王𠮷'), holds);
    expect(missing).toBe(1);
    expect(marked.blocks).toEqual([
      { kind: 'title', text: '凭条' },
      { kind: 'rule' },
      { kind: 'pair', label: '参保人', value: '王〓', field: 'insured-name' },
      { kind: 'space' },
      { kind: 'qr', data: '𠮷', caption: '王〓的码' },
      { kind: 'text', text: '〓处为本机字库没有的字。' },
    ]);
  });
});
