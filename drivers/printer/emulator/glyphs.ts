import { createRequire } from 'node:module';
import type { Font } from 'fontkit';
import { fill, flatten } from './outline.ts';
import type { Bitmap } from './paper.ts';

const CELL_HEIGHT = 24;
/** The em box sits in the cell with its baseline here, in dots from the top of 24: as Chinese fonts are drawn. */
const BASELINE = 21;
/** Less than half: heat spreads, a thermal head burns thin strokes wider than they are drawn. */
const INK_THRESHOLD = 0.36;

/**
 * The printer's character generator: dot patterns made once from a font's outlines and kept. Chinese fills a square
 * cell; ASCII is narrowed to the 12 dots of font A, as in every receipt printer.
 */
export class Glyphs {
  readonly #fontFile: string;
  #font: Font | null = null;
  readonly #made = new Map<string, Bitmap>();

  constructor(fontFile: string) {
    this.#fontFile = fontFile;
  }

  /** `width` is the cell before doubling: 12 or 24 dots. Doubled cells are drawn, not stretched: no stairs. */
  get(char: string, width: number, scaleX: number, scaleY: number): Bitmap {
    const key = `${char}${width}.${scaleX}.${scaleY}`;
    const made = this.#made.get(key) ?? this.#make(char, width, scaleX, scaleY);
    this.#made.set(key, made);
    return made;
  }

  #make(char: string, cellWidth: number, scaleX: number, scaleY: number): Bitmap {
    this.#font ??= openFont(this.#fontFile);
    const glyph = this.#font.glyphForCodePoint(Number(char.codePointAt(0)));
    const dotsPerUnit = CELL_HEIGHT / this.#font.unitsPerEm;
    const natural = glyph.advanceWidth * dotsPerUnit;
    const squeeze = Math.min(1, cellWidth / natural);
    const left = (cellWidth - natural * squeeze) / 2;
    const width = cellWidth * scaleX;
    const height = CELL_HEIGHT * scaleY;
    const edges = flatten(glyph.path.commands, (x, y) => [
      (left + x * dotsPerUnit * squeeze) * scaleX,
      (BASELINE - y * dotsPerUnit) * scaleY,
    ]);
    const dots = fill(edges, width, height, INK_THRESHOLD);
    return { width, height, isBlack: (x, y) => dots[y * width + x] === 1 };
  }
}

/** Loaded with the first picture: fontkit takes longer to load than the rest of the rig, and every start would wait. */
function openFont(file: string): Font {
  const fontkit: typeof import('fontkit') = createRequire(import.meta.url)('fontkit');
  return fontkit.openSync(file);
}
