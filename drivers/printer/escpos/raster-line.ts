import type { DrawnGlyphs } from '../glyphs.ts';
import type { Slip, SlipBlock } from '../slip.ts';
import { charactersOf, isAscii, isControl, isEncodable, MISSING } from './gb18030.ts';
import type { Line } from './layout.ts';
import type { Rows } from './raster-image.ts';

/**
 * Lines that hold a character outside the printer's two-byte zones (𬍛, 㛃, 鿍: rare names) are drawn whole, from a font
 * of ours, so that all characters of the line look alike. Nobody's name is printed with a substitute if it can be helped.
 */

type TextLine = Extract<Line, { kind: 'text' }>;

/**
 * Characters to be drawn before the slip is encoded: all those of every block with a character that the printer's font
 * does not hold. Empty for nearly all slips.
 */
export function charactersToDraw(slip: Slip): readonly string[] {
  const blocks = slip.blocks.map((block) => charactersOf(textOf(block)).filter((char) => !isControl(char)));
  const needed = blocks.filter((chars) => !chars.every(isEncodable)).flat();
  return needed.length === 0 ? [] : [...new Set([...needed, MISSING])].filter((char) => char !== ' ');
}

/** Everything in a block that is printed as text. */
export function textOf(block: SlipBlock): string {
  switch (block.kind) {
    case 'pair':
      return block.label + block.value;
    case 'qr':
      return block.caption;
    case 'rule':
    case 'space':
      return '';
    default:
      return block.text;
  }
}

/** Dots of a drawn line, as the printer would burn them: 24 rows, or 48 for a large one. */
export function drawLine({ text, large, bold, inverse }: TextLine, glyphs: DrawnGlyphs): Rows {
  const scale = large ? 2 : 1;
  const chars = [...text];
  const width = chars.reduce((sum, char) => sum + cellOf(char) * scale, 0);
  const rows = Array.from({ length: 24 * scale }, () => new Uint8Array(Math.ceil(width / 8)));
  let left = 0;
  for (const char of chars) {
    if (char !== ' ') stamp(rows, left, required((large ? glyphs.large : glyphs.normal).get(char), char));
    left += cellOf(char) * scale;
  }
  const burnt = bold ? rows.map(smeared) : rows;
  return inverse ? burnt.map((row) => row.map((byte) => byte ^ 0xff)) : burnt;
}

const cellOf = (char: string): number => (isAscii(char) ? 12 : 24);

function required<T>(glyph: T | undefined, char: string): T {
  if (glyph === undefined) throw new Error(`not drawn: U+${char.codePointAt(0)?.toString(16)}`);
  return glyph;
}

/** Cells begin on multiples of four dots: a glyph's byte lies in one byte of the row, or in two. */
function stamp(
  rows: Rows,
  left: number,
  { width, rows: dots }: { readonly width: number; readonly rows: Uint8Array },
): void {
  const across = Math.ceil(width / 8);
  const shift = left & 7;
  for (const [y, row] of rows.entries()) {
    for (let i = 0; i < across; i++) {
      const byte = Number(dots[y * across + i]);
      const at = (left >> 3) + i;
      row[at] = Number(row[at]) | (byte >> shift);
      if (shift > 0 && at + 1 < row.length)
        row[at + 1] = Number(row[at + 1]) | ((byte << (8 - shift)) & 0xff);
    }
  }
}

/** Bold, as printers make it: the same dots once more, one step to the right. */
function smeared(row: Uint8Array): Uint8Array {
  return row.map((byte, at) => byte | (byte >> 1) | (at > 0 ? (Number(row[at - 1]) << 7) & 0xff : 0));
}
