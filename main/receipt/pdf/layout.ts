import type { SlipBlock } from '../../../drivers/printer/slip.ts';
import { breakLines } from './line-break.ts';

/** Points (1/72 inch). */
export const PAGE_WIDTH = (80 / 25.4) * 72;
const MARGIN = 18;
const CONTENT = PAGE_WIDTH - 2 * MARGIN;
/** Baseline to baseline, as a multiple of the size: Chinese needs more air than Latin. */
const LEADING = 1.5;
/** Height of a Chinese character above the baseline, as a multiple of the size; centres text in a box. */
const ASCENT = 0.88;
const GAP = 10;
const QR_SIDE = (30 / 25.4) * 72;

export type Weight = 'regular' | 'bold';
export type Ink = 'ink' | 'soft' | 'jade' | 'money';

/** What is drawn, in page coordinates: y grows downwards, a text stands on its baseline. */
export type Mark =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly x: number;
      readonly y: number;
      readonly style: TextStyle;
    }
  | { readonly kind: 'line'; readonly x: number; readonly y: number; readonly width: number }
  | {
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly kind: 'qr';
      readonly data: string;
      readonly x: number;
      readonly y: number;
      readonly side: number;
    };

export interface TextStyle {
  readonly weight: Weight;
  readonly size: number;
  readonly ink: Ink;
}

export interface Layout {
  readonly height: number;
  readonly marks: readonly Mark[];
}

/** Width of a text in points. */
export type MeasureText = (text: string, style: TextStyle) => number;

const TITLE: TextStyle = { weight: 'bold', size: 15, ink: 'ink' };
const BANNER: TextStyle = { weight: 'bold', size: 11, ink: 'jade' };
const HEADLINE: TextStyle = { weight: 'bold', size: 13, ink: 'jade' };
const LABEL: TextStyle = { weight: 'regular', size: 8.5, ink: 'soft' };
const VALUE: TextStyle = { weight: 'regular', size: 9, ink: 'ink' };
const LARGE: TextStyle = { weight: 'regular', size: 12.5, ink: 'ink' };
const AMOUNT: TextStyle = { weight: 'bold', size: 17, ink: 'money' };
const NOTE: TextStyle = { weight: 'regular', size: 8, ink: 'soft' };
const STRONG: TextStyle = { weight: 'bold', size: 9, ink: 'ink' };

/** Places the blocks of a slip on a strip as wide as 80 mm paper and as long as it has to be. */
export function layout(blocks: readonly SlipBlock[], measure: MeasureText): Layout {
  const page = new Page(measure);
  for (const block of blocks) page.place(block);
  return page.finish();
}

class Page {
  readonly #measure: MeasureText;
  readonly #marks: Mark[] = [];
  #y = MARGIN;

  constructor(measure: MeasureText) {
    this.#measure = measure;
  }

  place(block: SlipBlock): void {
    switch (block.kind) {
      case 'title':
        this.#paragraph(block.text, TITLE, 'center');
        break;
      case 'banner':
        this.#banner(block.text);
        break;
      case 'text':
        this.#paragraph(block.text, textStyle(block), block.align ?? 'left');
        break;
      case 'pair':
        this.#pair(block.label, block.value, pairStyle(block));
        break;
      case 'rule':
        this.#y += GAP * 0.7;
        this.#marks.push({ kind: 'line', x: MARGIN, y: this.#y, width: CONTENT });
        this.#y += GAP * 0.7;
        break;
      case 'space':
        this.#y += GAP;
        break;
      case 'qr':
        this.#y += GAP;
        this.#marks.push({
          kind: 'qr',
          data: block.data,
          x: (PAGE_WIDTH - QR_SIDE) / 2,
          y: this.#y,
          side: QR_SIDE,
        });
        this.#y += QR_SIDE + GAP;
        this.#paragraph(block.caption, NOTE, 'center');
        break;
    }
  }

  finish(): Layout {
    return { height: this.#y + MARGIN, marks: this.#marks };
  }

  /** Inverse or boxed on paper; here a washed box, so that it stands out without shouting. */
  #banner(text: string): void {
    const height = BANNER.size * 2;
    this.#marks.push({ kind: 'box', x: MARGIN, y: this.#y, width: CONTENT, height });
    // The characters' middle lies about 0.38 of the size above the baseline.
    this.#text(text, BANNER, 'center', this.#y + height / 2 + BANNER.size * 0.38);
    this.#y += height + GAP;
  }

  #paragraph(text: string, style: TextStyle, align: 'left' | 'center'): void {
    for (const line of this.#break(text, style)) {
      this.#text(line, style, align, this.#y + style.size * ASCENT + (style.size * (LEADING - 1)) / 2);
      this.#y += style.size * LEADING;
    }
    this.#y += style === NOTE ? 2 : 0;
  }

  /** On one line when label and value fit beside each other, else the value below, still flush right. */
  #pair(label: string, value: string, style: TextStyle): void {
    const beside =
      this.#measure(label, LABEL) + GAP + this.#measure(value, style) <= CONTENT ? [value] : null;
    const height = style.size * LEADING;
    const baseline = () => this.#y + style.size * ASCENT + (style.size * (LEADING - 1)) / 2;
    this.#text(label, LABEL, 'left', baseline());
    if (beside === null) this.#y += LABEL.size * LEADING;
    for (const line of beside ?? this.#break(value, style)) {
      this.#text(line, style, 'right', baseline());
      this.#y += height;
    }
    this.#y += 2;
  }

  #break(text: string, style: TextStyle): readonly string[] {
    return breakLines(text, CONTENT, (part) => this.#measure(part, style));
  }

  #text(text: string, style: TextStyle, align: 'left' | 'center' | 'right', y: number): void {
    const room = CONTENT - this.#measure(text, style);
    const x = MARGIN + (align === 'left' ? 0 : align === 'center' ? room / 2 : room);
    this.#marks.push({ kind: 'text', text, x, y, style });
  }
}

function pairStyle(block: Extract<SlipBlock, { kind: 'pair' }>): TextStyle {
  if (block.emphasis === true) return AMOUNT;
  return block.size === 'large' ? LARGE : VALUE;
}

function textStyle(block: Extract<SlipBlock, { kind: 'text' }>): TextStyle {
  if (block.size === 'large') return block.emphasis === true ? HEADLINE : LARGE;
  return block.emphasis === true ? STRONG : NOTE;
}
