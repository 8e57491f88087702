import { unreachable } from '../../base/result.ts';
import type { Slip, SlipBlock } from '../slip.ts';
import { toPrintable, widthOf } from './gb18030.ts';

/** One printed line, or one symbol. Text is printable as it stands and fits its columns. */
export type Line =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align: 'left' | 'center';
      readonly large: boolean;
      readonly bold: boolean;
      readonly inverse: boolean;
    }
  | { readonly kind: 'qr'; readonly data: string };

type TextLine = Extract<Line, { kind: 'text' }>;

export interface Layout {
  readonly lines: readonly Line[];
  /** Characters that the printer's font does not hold, in reading order. */
  readonly replaced: readonly string[];
}

const PLAIN: Omit<TextLine, 'text'> = {
  kind: 'text',
  align: 'left',
  large: false,
  bold: false,
  inverse: false,
};

/** Lays a slip out on `columns` columns of font A (48 on 80 mm paper, 32 on 58 mm). */
export function layOut(slip: Slip, columns: number): Layout {
  const replaced: string[] = [];
  const clean = (text: string): string => {
    const printable = toPrintable(text);
    replaced.push(...printable.replaced);
    return printable.text;
  };
  const lines = slip.blocks.flatMap((block) => layOutBlock(block, columns, clean));
  return { lines, replaced };
}

function layOutBlock(block: SlipBlock, columns: number, clean: (text: string) => string): readonly Line[] {
  switch (block.kind) {
    case 'title':
      return wrap(clean(block.text), columns / 2).map((text) => ({
        ...PLAIN,
        text,
        align: 'center',
        large: true,
      }));
    case 'banner':
      return banner(clean(block.text), columns);
    case 'text': {
      const large = block.size === 'large';
      return wrap(clean(block.text), large ? columns / 2 : columns).map((text) => ({
        ...PLAIN,
        text,
        align: block.align ?? 'left',
        large,
        bold: block.emphasis ?? false,
      }));
    }
    case 'pair':
      return pair(clean(block.label), clean(block.value), columns).map((text) => ({
        ...PLAIN,
        text,
        bold: block.emphasis ?? false,
      }));
    case 'rule':
      // ASCII hyphens: the line-drawing characters sit in code pages that every vendor numbers differently.
      return [{ ...PLAIN, text: '-'.repeat(columns) }];
    case 'space':
      return [{ ...PLAIN, text: '' }];
    case 'qr':
      return [
        { kind: 'qr', data: block.data },
        ...wrap(clean(block.caption), columns).map((text): Line => ({ ...PLAIN, text, align: 'center' })),
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
    return { ...PLAIN, text: filled, large, inverse: true };
  });
}

/** Label left and value right in one line; else the value goes below, right-aligned, as many lines as it needs. */
function pair(label: string, value: string, columns: number): readonly string[] {
  const gap = columns - widthOf(label) - widthOf(value);
  if (gap >= 1) return [label + ' '.repeat(gap) + value];
  const below = wrap(value, columns).map((text) => ' '.repeat(columns - widthOf(text)) + text);
  return [...wrap(label, columns), ...below];
}

/** May not begin a line: it hangs on the character before it. */
const CLOSING = '，。、；：！？）】》”’,.;:!?)';

/**
 * Breaks a text into lines of at most `columns`. Chinese breaks anywhere except before closing punctuation; a run of
 * ASCII (an order number, a word) stays whole unless it is longer than a line. An empty text is one empty line.
 */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text, columns)) {
    if (widthOf(line) + widthOf(piece) <= columns) {
      line += piece;
    } else {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    }
  }
  lines.push(line.trimEnd());
  return lines;
}

function pieces(text: string, columns: number): readonly string[] {
  const result: string[] = [];
  for (const [run] of text.matchAll(/[!-~]+|[^!-~]/gu)) {
    const last = result.at(-1);
    const hangs = last !== undefined && last !== ' ' && CLOSING.includes(run);
    if (hangs && widthOf(last + run) <= columns) result.splice(-1, 1, last + run);
    else if (widthOf(run) <= columns) result.push(run);
    else result.push(...run);
  }
  return result;
}
