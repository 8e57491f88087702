import type { SlipBlock } from '../../../drivers/printer/slip.ts';
import type { Layout, Mark, MeasureText, TextStyle } from './layout.ts';
import { breakLines } from './line-break.ts';

/** Points (1/72 inch). */
export const SHEET = { width: (210 / 25.4) * 72, height: (297 / 25.4) * 72 };

const MARGIN = { side: (22 / 25.4) * 72, top: (20 / 25.4) * 72, bottom: (18 / 25.4) * 72 };
const CONTENT = SHEET.width - 2 * MARGIN.side;
const GUTTER = 24;
/** Two facts stand beside each other where both are short. */
const CELL = (CONTENT - GUTTER) / 2;
const LABEL_WIDTH = 68;
const PADDING = 6;
const LEADING = 1.55;
const ASCENT = 0.88;
const GAP = 12;
const QR_SIDE = (28 / 25.4) * 72;

const TITLE: TextStyle = { weight: 'bold', size: 22, ink: 'ink' };
const HEADLINE: TextStyle = { weight: 'bold', size: 16, ink: 'jade' };
const BANNER: TextStyle = { weight: 'bold', size: 12, ink: 'jade' };
const HEADING: TextStyle = { weight: 'bold', size: 11, ink: 'ink' };
const LABEL: TextStyle = { weight: 'regular', size: 10, ink: 'soft' };
const VALUE: TextStyle = { weight: 'regular', size: 11, ink: 'ink' };
const LARGE: TextStyle = { weight: 'regular', size: 13, ink: 'ink' };
const AMOUNT: TextStyle = { weight: 'bold', size: 24, ink: 'money' };
const NOTE: TextStyle = { weight: 'regular', size: 9.5, ink: 'soft' };

type Pair = Extract<SlipBlock, { kind: 'pair' }>;

/**
 * Places the blocks of a document on a sheet of A4, as an office prints and files it: facts in a table, two beside each other
 * where they are short, the amount in a field of its own. The sheet is as high as it has to be; whoever draws it makes it
 * smaller when that is more than a page.
 */
export function layoutSheet(blocks: readonly SlipBlock[], measure: MeasureText): Layout {
  const sheet = new Sheet(measure);
  for (const block of blocks) sheet.place(block);
  return sheet.finish();
}

class Sheet {
  readonly #measure: MeasureText;
  readonly #marks: Mark[] = [];
  #y = MARGIN.top;
  /** A short fact that waits for another one beside it. */
  #waiting: Pair | null = null;
  /** A row has just drawn its line: the next rule needs none. */
  #isLined = false;

  constructor(measure: MeasureText) {
    this.#measure = measure;
  }

  place(block: SlipBlock): void {
    if (block.kind === 'pair' && block.emphasis !== true && this.#isShort(block)) {
      this.#short(block);
      return;
    }
    this.#flush();
    const wasLined = this.#isLined;
    this.#isLined = false;
    switch (block.kind) {
      case 'title':
        this.#paragraph(block.text, TITLE, 'center');
        break;
      case 'banner':
        this.#banner(block.text);
        break;
      case 'text':
        this.#y += wasLined ? GAP / 2 : 0;
        this.#paragraph(block.text, textStyle(block), block.align ?? 'left');
        break;
      case 'pair':
        if (block.emphasis === true) this.#amount(block);
        else this.#row([block]);
        break;
      case 'rule':
        if (!wasLined) {
          this.#y += GAP / 2;
          this.#line();
        }
        this.#y += GAP;
        break;
      case 'space':
        this.#y += GAP;
        break;
      case 'qr':
        this.#code(block);
        break;
    }
  }

  finish(): Layout {
    this.#flush();
    return { height: this.#y + MARGIN.bottom, marks: this.#marks };
  }

  #short(block: Pair): void {
    if (this.#waiting === null) {
      this.#waiting = block;
      return;
    }
    const first = this.#waiting;
    this.#waiting = null;
    this.#row([first, block]);
  }

  #flush(): void {
    if (this.#waiting === null) return;
    const alone = this.#waiting;
    this.#waiting = null;
    this.#row([alone]);
  }

  #isShort({ label, value, size }: Pair): boolean {
    const style = size === 'large' ? LARGE : VALUE;
    return this.#labelWidth(label) + this.#measure(value, style) <= CELL;
  }

  /** Labels stand in a column, unless one is too long for it. */
  #labelWidth(label: string): number {
    return Math.max(LABEL_WIDTH, this.#measure(label, LABEL) + PADDING);
  }

  #row(cells: readonly Pair[]): void {
    const top = this.#y + PADDING;
    const heights = cells.map(({ label, value, size }, index) => {
      const style = size === 'large' ? LARGE : VALUE;
      const x = MARGIN.side + index * (CELL + GUTTER);
      const indent = this.#labelWidth(label);
      const lines = breakLines(value, (cells.length === 1 ? CONTENT : CELL) - indent, (part) =>
        this.#measure(part, style),
      );
      this.#text(label, LABEL, x, top + baseline(style));
      for (const [at, line] of lines.entries()) {
        this.#text(line, style, x + indent, top + at * style.size * LEADING + baseline(style));
      }
      return lines.length * style.size * LEADING;
    });
    this.#y = top + Math.max(...heights) + PADDING;
    this.#line();
    this.#isLined = true;
  }

  /** What the document is about, to be found at arm's length. */
  #amount({ label, value }: Pair): void {
    this.#y += GAP / 2;
    const height = AMOUNT.size * 2;
    this.#marks.push({ kind: 'box', x: MARGIN.side, y: this.#y, width: CONTENT, height });
    const y = this.#y + height / 2 + AMOUNT.size * 0.36;
    this.#text(label, HEADING, MARGIN.side + 2 * PADDING, y);
    const right = MARGIN.side + CONTENT - 2 * PADDING;
    this.#text(value, AMOUNT, right - this.#measure(value, AMOUNT), y);
    this.#y += height + GAP / 2;
  }

  #banner(text: string): void {
    const height = BANNER.size * 2;
    this.#marks.push({ kind: 'box', x: MARGIN.side, y: this.#y, width: CONTENT, height });
    const x = MARGIN.side + (CONTENT - this.#measure(text, BANNER)) / 2;
    this.#text(text, BANNER, x, this.#y + height / 2 + BANNER.size * 0.38);
    this.#y += height + GAP;
  }

  /** The caption stands beside its code, not to be missed and not to be taken for a heading. */
  #code({ data, caption }: Extract<SlipBlock, { kind: 'qr' }>): void {
    this.#y += GAP;
    const [top, left] = [this.#y, MARGIN.side + QR_SIDE + GUTTER];
    this.#marks.push({ kind: 'qr', data, x: MARGIN.side, y: top, side: QR_SIDE });
    const lines = breakLines(caption, CONTENT - QR_SIDE - GUTTER, (part) => this.#measure(part, NOTE));
    const height = lines.length * NOTE.size * LEADING;
    for (const [at, line] of lines.entries()) {
      const y = top + (QR_SIDE - height) / 2 + at * NOTE.size * LEADING + baseline(NOTE);
      this.#text(line, NOTE, left, y);
    }
    this.#y += QR_SIDE + GAP;
  }

  #paragraph(text: string, style: TextStyle, align: 'left' | 'center'): void {
    for (const line of breakLines(text, CONTENT, (part) => this.#measure(part, style))) {
      const room = CONTENT - this.#measure(line, style);
      this.#text(line, style, MARGIN.side + (align === 'center' ? room / 2 : 0), this.#y + baseline(style));
      this.#y += style.size * LEADING;
    }
    this.#y += style === NOTE ? 3 : 0;
  }

  #line(): void {
    this.#marks.push({ kind: 'line', x: MARGIN.side, y: this.#y, width: CONTENT });
  }

  #text(text: string, style: TextStyle, x: number, y: number): void {
    this.#marks.push({ kind: 'text', text, x, y, style });
  }
}

/** From the top of a line to where its characters stand. */
function baseline({ size }: TextStyle): number {
  return size * ASCENT + (size * (LEADING - 1)) / 2;
}

function textStyle({ size, emphasis }: Extract<SlipBlock, { kind: 'text' }>): TextStyle {
  if (size === 'large') return HEADLINE;
  return emphasis === true ? HEADING : NOTE;
}
