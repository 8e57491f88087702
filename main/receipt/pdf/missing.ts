import { MISSING } from '../../../drivers/printer/escpos/gb18030.ts';
import type { Slip, SlipBlock } from '../../../drivers/printer/slip.ts';

const NOTE: SlipBlock = { kind: 'text', text: `${MISSING}处为本机字库没有的字。` };

/**
 * The same document with 〓 for every character that the font lacks (very rare names), and a last line that says so. Left
 * alone, all of them would be the same empty box, and copied out each would read as the first.
 */
export function withoutMissing<Doc extends Slip>(doc: Doc, holds: (char: string) => boolean): Doc {
  let missed = false;
  const clean = (text: string): string =>
    Array.from(text, (char) => {
      if (holds(char)) return char;
      missed = true;
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
  return missed ? { ...doc, blocks: [...blocks, NOTE] } : doc;
}
