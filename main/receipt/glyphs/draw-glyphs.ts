import { create, type Font, type PathCommand } from 'fontkit';
import type { DrawnGlyphs, Glyph } from '../../../drivers/printer/glyphs.ts';
import { Coverage } from './coverage.ts';
import type { RareFont, RareFonts } from './rare-fonts.ts';

/** Dots of a normal line; a large one has twice as many. */
const CELL = 24;
/** The baseline in the cell, dots from the top: as the fonts of these printers stand. */
const BASELINE = 21;
/** Less than half: a thermal head burns thin strokes wider than they are drawn, and lost strokes make other characters. */
const THRESHOLD = 0.36;
/** The rare characters are drawn like with a brush: their horizontals are half a dot high and would be lost. */
const RARE_THRESHOLD = 0.25;
/** Dots of a cell are short curves: eight pieces are finer than a quarter dot. */
const CURVE_STEPS = 8;

/**
 * Dot patterns for a slip printer, from a font's outlines: Chinese fills a square cell, ASCII half of one. Characters that
 * neither the font nor the rare ones hold are left out.
 */
export class GlyphDrawer {
  readonly #font: Font;
  readonly #rare: RareFonts | null;

  /**
   * @param file a TrueType or OpenType font, whole
   * @param rare asked for what the font lacks
   * @throws what fontkit throws for bytes that are no font
   */
  constructor(file: Uint8Array, rare: RareFonts | null = null) {
    this.#font = create(file);
    this.#rare = rare;
  }

  holds(char: string): boolean {
    return this.#font.hasGlyphForCodePoint(codePoint(char)) || this.rareFontOf(char) !== null;
  }

  /** Where a character is drawn from when the font itself lacks it; null = from the font, or not at all. */
  rareFontOf(char: string): RareFont | null {
    if (this.#rare === null || this.#font.hasGlyphForCodePoint(codePoint(char))) return null;
    return this.#rare.of(char);
  }

  draw(chars: readonly string[]): DrawnGlyphs {
    const held = chars.filter((char) => this.holds(char));
    const sheet = (height: number) => new Map(held.map((char) => [char, this.#glyph(char, height)]));
    return { normal: sheet(CELL), large: sheet(2 * CELL) };
  }

  #glyph(char: string, height: number): Glyph {
    const rare = this.rareFontOf(char);
    const font = rare?.font ?? this.#font;
    const { advanceWidth, path } = font.glyphForCodePoint(codePoint(char));
    const width = isAscii(char) ? height / 2 : height;
    const dotsPerUnit = height / font.unitsPerEm;
    const natural = advanceWidth * dotsPerUnit;
    const squeeze = Math.min(1, width / natural);
    const left = (width - natural * squeeze) / 2;
    const coverage = new Coverage(width, height);
    trace(path.commands, coverage, (x, y) => [
      left + x * dotsPerUnit * squeeze,
      (BASELINE * height) / CELL - y * dotsPerUnit,
    ]);
    return { width, rows: packed(coverage.dots(rare === null ? THRESHOLD : RARE_THRESHOLD), width, height) };
  }
}

type Point = readonly [x: number, y: number];

function trace(
  commands: readonly PathCommand[],
  coverage: Coverage,
  place: (x: number, y: number) => Point,
): void {
  let start: Point = [0, 0];
  let pen: Point = [0, 0];
  const lineTo = (to: Point) => {
    coverage.line(...pen, ...to);
    pen = to;
  };
  for (const { command, args } of commands) {
    const points: Point[] = [];
    for (let i = 0; i < args.length; i += 2) points.push(place(Number(args[i]), Number(args[i + 1])));
    const [first = start] = points;
    if (command === 'moveTo') {
      start = first;
      pen = first;
    } else if (points.length <= 1) {
      // A line, or the way back to the start of the contour.
      lineTo(first);
    } else {
      const from = pen;
      for (let step = 1; step <= CURVE_STEPS; step++) lineTo(pointOf([from, ...points], step / CURVE_STEPS));
    }
  }
}

/** Of a Bézier curve of any degree (TrueType's have three points, OpenType's four), by halving the problem at `t`. */
function pointOf(control: readonly Point[], t: number): Point {
  const [head, ...rest] = control;
  /* v8 ignore next -- only a curve's points are given */
  if (head === undefined) throw new Error('a curve without points');
  if (rest.length === 0) return head;
  const a = pointOf(control.slice(0, -1), t);
  const b = pointOf(rest, t);
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}

/** One byte a dot → one bit a dot, rows padded to whole bytes. */
function packed(dots: Uint8Array, width: number, height: number): Uint8Array {
  const across = Math.ceil(width / 8);
  const rows = new Uint8Array(across * height);
  for (const [at, dot] of dots.entries()) {
    const x = at % width;
    const byte = Math.floor(at / width) * across + (x >> 3);
    rows[byte] = Number(rows[byte]) | (dot * (0x80 >> (x & 7)));
  }
  return rows;
}

const codePoint = (char: string): number => Number(char.codePointAt(0));

const isAscii = (char: string): boolean => char >= ' ' && char <= '~';
