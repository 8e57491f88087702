import { unreachable } from '../../base/result.ts';
import { type DrawnGlyphs, NO_GLYPHS } from '../glyphs.ts';
import type { Slip, SlipBlock } from '../slip.ts';
import { charactersOf, isEncodable, MISSING, toPrintable, widthOf } from './gb18030.ts';
import { textOf } from './raster-line.ts';
import { cutsARun, wrap, wrapHeadline } from './wrap.ts';

/**
 * One printed line, or one symbol. Text fits its columns. It is printable as it stands, or every character of it but the
 * space is drawn.
 */
export type Line =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align: 'left' | 'center';
      readonly large: boolean;
      readonly bold: boolean;
      readonly inverse: boolean;
    }
  | { readonly kind: 'qr'; readonly data: string; readonly drawnBy: 'printer' | 'image' | null };

type TextLine = Extract<Line, { kind: 'text' }>;

export interface Layout {
  readonly lines: readonly Line[];
  /** Characters that neither the printer's font nor ours holds, in reading order. */
  readonly replaced: readonly string[];
}

/** Said below a slip on which a character had to be replaced. */
export const MISSING_NOTE = `${MISSING}处为本机不能打印的字。`;

type Style = Partial<Omit<TextLine, 'kind' | 'text'>>;

/** Small, left and plain unless told otherwise. */
function textLine(
  text: string,
  { align = 'left', large = false, bold = false, inverse = false }: Style = {},
): TextLine {
  return { kind: 'text', text, align, large, bold, inverse };
}

/**
 * Lays a slip out on `columns` columns of font A (48 on 80 mm paper, 32 on 58 mm).
 *
 * @param glyphs of `charactersToDraw(slip)`, those that the font behind them holds
 */
export function layOut(slip: Slip, columns: number, glyphs: DrawnGlyphs = NO_GLYPHS): Layout {
  const replaced: string[] = [];
  const lines = slip.blocks.flatMap((block) => {
    const accepts = accepted(block, glyphs);
    const clean = (text: string): string => {
      const printable = toPrintable(text, accepts);
      replaced.push(...printable.replaced);
      return printable.text;
    };
    return layOutBlock(block, columns, clean);
  });
  const note = replaced.length === 0 ? [] : wrap(MISSING_NOTE, columns).map((text) => textLine(text));
  return { lines: [...lines, ...note], replaced };
}

/** A line comes from one font: a block with a drawn character takes only what is drawn. */
function accepted(block: SlipBlock, { normal }: DrawnGlyphs): (char: string) => boolean {
  if (normal.size === 0) return isEncodable;
  const isDrawn = charactersOf(textOf(block)).some((char) => !isEncodable(char) && normal.has(char));
  return isDrawn ? (char) => char === ' ' || normal.has(char) : isEncodable;
}

function layOutBlock(block: SlipBlock, columns: number, clean: (text: string) => string): readonly Line[] {
  switch (block.kind) {
    case 'title':
      return wrap(clean(block.text), columns / 2).map((text) =>
        textLine(text, { align: 'center', large: true }),
      );
    case 'banner':
      return banner(clean(block.text), columns);
    case 'text': {
      const { align, emphasis: bold, size } = block;
      const large = size === 'large';
      const lines = (align === 'center' ? wrapHeadline : wrap)(
        clean(block.text),
        large ? columns / 2 : columns,
      );
      return lines.map((text) => textLine(text, { align, large, bold }));
    }
    case 'pair':
      return pair(clean(block.label), clean(block.value), columns, {
        large: block.size === 'large',
        bold: block.emphasis,
      });
    case 'rule':
      // ASCII hyphens: the line-drawing characters sit in code pages that every vendor numbers differently.
      return [textLine('-'.repeat(columns))];
    case 'space':
      return [textLine('')];
    case 'qr':
      return [
        { kind: 'qr', data: block.data, drawnBy: block.drawnBy ?? null },
        ...wrap(clean(block.caption), columns).map((text) => textLine(text, { align: 'center' })),
      ];
    default:
      return unreachable(block);
  }
}

/** White on black across the whole paper, double size when it fits: nobody can hold such a slip for an ordinary one. */
function banner(text: string, columns: number): readonly Line[] {
  const large = widthOf(text) <= columns / 2;
  const width = large ? columns / 2 : columns;
  return wrap(text, width).map((part) => {
    const free = width - widthOf(part);
    const left = Math.floor(free / 2);
    const filled = ' '.repeat(left) + part + ' '.repeat(free - left);
    return textLine(filled, { large, inverse: true });
  });
}

/**
 * Label left and value right in one line; else the value goes below, right-aligned, as many lines as it needs. Above a
 * large value the label stays small: it is the value that is looked for. A number that a large line cannot hold whole is
 * bold instead: it is read aloud on the phone, and one in two pieces is read wrong.
 */
function pair(label: string, value: string, columns: number, style: Style): readonly Line[] {
  if (style.large === true && cutsARun(value, columns / 2)) {
    return pair(label, value, columns, { ...style, large: false, bold: true });
  }
  const width = style.large === true ? columns / 2 : columns;
  const gap = width - widthOf(label) - widthOf(value);
  if (gap >= 1) return [textLine(label + ' '.repeat(gap) + value, style)];
  const below = wrap(value, width).map((text) => textLine(' '.repeat(width - widthOf(text)) + text, style));
  return [...wrap(label, columns).map((text) => textLine(text, { ...style, large: false })), ...below];
}
