import { MISSING } from '../../../drivers/printer/escpos/gb18030.ts';
import type { Slip, SlipBlock } from '../../../drivers/printer/slip.ts';

const NOTE: SlipBlock = { kind: 'text', text: `${MISSING}处为本机字库没有的字。` };

export interface Drawable<Doc> {
  readonly doc: Doc;
  /** Different characters that the fonts lack. */
  readonly missing: number;
}

/**
 * The same document with 〓 for every character that the fonts lack (very rare names), and a last line that says so. Left
 * alone, all of them would be the same empty box, and copied out each would read as the first.
 */
export function withoutMissing<Doc extends Slip>(doc: Doc, holds: (char: string) => boolean): Drawable<Doc> {
  const missed = new Set<string>();
  const clean = (text: string): string =>
    Array.from(text, (char) => {
      if (holds(char)) return char;
      missed.add(char);
      return MISSING;
    }).join('');
  const blocks = doc.blocks.map((block): SlipBlock => {
    switch (block.kind) {
      case 'pair':
        return { ...block, label: clean(block.label), value: clean(block.value) };
      case 'qr':
        return { ...block, caption: clean(block.caption) };
      case 'rule':
      case 'space':
        return block;
      default:
        return { ...block, text: clean(block.text) };
    }
  });
  return missed.size === 0
    ? { doc, missing: 0 }
    : { doc: { ...doc, blocks: [...blocks, NOTE] }, missing: missed.size };
}
