import { PNG } from 'pngjs';
import { Glyphs } from './glyphs.ts';
import { DOTS_PER_MM, type EmulatedModel } from './model.ts';
import type { Bitmap, Cell, Mark, Strip } from './paper.ts';

const PAPER = 0xfa;
const INK = 0x22;
/** What one sees through a cut. */
const SLIT = 0x80;
const SLIT_DOTS = 3;
/** A bridge of 3 mm. */
const TAB_DOTS = 24;
/** Nobody looks at a strip longer than a metre; a runaway feed must not eat the memory. */
const MAX_HEIGHT_DOTS = 8_000;

/**
 * Draws paper as the head burnt it, one pixel a dot, margins of the roll included. Drawn when somebody looks, not while
 * it prints; a strip that has not changed is not drawn again.
 */
export class StripRenderer {
  readonly #model: EmulatedModel;
  readonly #glyphs: Glyphs;
  #last: { readonly drawn: readonly Drawn[]; readonly png: Buffer } | null = null;

  constructor(model: EmulatedModel, fontFile: string) {
    this.#model = model;
    this.#glyphs = new Glyphs(fontFile);
  }

  /** Makes the dot patterns of a line while it prints, a few milliseconds each time, so that `png` need not. */
  prepare(mark: Mark | undefined): void {
    if (mark?.kind !== 'line') return;
    for (const cell of mark.cells) this.#glyphs.get(cell.char, cell.width, cell.scaleX, cell.scaleY);
  }

  /** @param piece strips that hang together, top first */
  png(piece: readonly Strip[]): Buffer {
    const drawn = piece.map(({ marks, heightDots }) => ({ marks, count: marks.length, heightDots }));
    if (this.#last === null || !isSame(this.#last.drawn, drawn))
      this.#last = { drawn, png: this.#draw(piece) };
    return this.#last.png;
  }

  #draw(piece: readonly Strip[]): Buffer {
    const height = piece.reduce((sum, { heightDots }) => sum + heightDots, 0);
    const canvas = new Canvas(
      this.#model.paperMm * DOTS_PER_MM,
      Math.min(MAX_HEIGHT_DOTS, Math.max(1, height)),
      (this.#model.paperMm * DOTS_PER_MM - this.#model.dots) / 2,
      this.#model.dots,
    );
    let top = 0;
    for (const { marks, heightDots } of piece) {
      if (top > 0) canvas.slit(top);
      for (const mark of marks) this.#mark(canvas, mark, top);
      top += heightDots;
    }
    return canvas.png();
  }

  #mark(canvas: Canvas, mark: Mark, top: number): void {
    if (mark.kind === 'image') {
      canvas.stamp(mark.image, mark.x, top + mark.y);
      return;
    }
    // Characters of one line stand on a common bottom edge.
    const tallest = Math.max(...mark.cells.map((cell) => 24 * cell.scaleY));
    let x = mark.x;
    for (const cell of mark.cells) {
      this.#cell(canvas, cell, x, top + mark.y + tallest - 24 * cell.scaleY);
      x += cell.advance;
    }
  }

  #cell(canvas: Canvas, cell: Cell, x: number, y: number): void {
    const glyph = this.#glyphs.get(cell.char, cell.width, cell.scaleX, cell.scaleY);
    const { width, height } = glyph;
    const underlined = (row: number) => cell.underline && row >= height - 2;
    const drawn = (column: number, row: number): boolean =>
      glyph.isBlack(column, row) ||
      // Bold is the same dot burnt again, one step to the right.
      (cell.bold && column > 0 && glyph.isBlack(column - 1, row)) ||
      underlined(row);
    canvas.stamp({ width, height, isBlack: (column, row) => drawn(column, row) !== cell.inverse }, x, y);
  }
}

/** What there was to see of a strip when it was drawn. */
interface Drawn {
  readonly marks: Strip['marks'];
  readonly count: number;
  readonly heightDots: number;
}

function isSame(a: readonly Drawn[], b: readonly Drawn[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ marks, count, heightDots }, at) => {
      const other = b[at];
      return other?.marks === marks && other.count === count && other.heightDots === heightDots;
    })
  );
}

class Canvas {
  readonly #width: number;
  readonly #height: number;
  readonly #left: number;
  readonly #right: number;
  readonly #pixels: Uint8Array;

  constructor(width: number, height: number, left: number, dots: number) {
    this.#width = width;
    this.#height = height;
    this.#left = left;
    this.#right = left + dots;
    this.#pixels = new Uint8Array(width * height).fill(PAPER);
  }

  /** Outside the head's reach nothing is burnt. */
  stamp(image: Bitmap, x: number, y: number): void {
    const rows = Math.min(image.height, this.#height - y);
    const columns = Math.min(image.width, this.#right - this.#left - x);
    for (let row = 0; row < rows; row++) {
      const start = (y + row) * this.#width + this.#left + x;
      for (let column = 0; column < columns; column++) {
        if (image.isBlack(column, row)) this.#pixels[start + column] = INK;
      }
    }
  }

  /** A cut across the paper that leaves a bridge in its middle. */
  slit(y: number): void {
    const middle = this.#width / 2;
    for (let x = 0; x < this.#width; x++) {
      if (Math.abs(x - middle) < TAB_DOTS / 2) continue;
      for (let row = y - SLIT_DOTS; row < y; row++) this.#pixels[row * this.#width + x] = SLIT;
    }
  }

  png(): Buffer {
    const png = new PNG({ width: this.#width, height: this.#height });
    png.data = Buffer.from(this.#pixels);
    // Grey, one byte a pixel, no filter: a third of the time and size of what pngjs does by itself.
    return PNG.sync.write(png, { colorType: 0, inputColorType: 0, inputHasAlpha: false, filterType: 0 });
  }
}
