/**
 * Dot patterns of characters that the printer's own font may not hold, made by whoever has a font. Plain data: they come
 * from another thread.
 */
export interface DrawnGlyphs {
  /** Character → its cell, 24 dots high, one bit a dot. */
  readonly normal: ReadonlyMap<string, Glyph>;
  /** The same characters, 48 dots high. */
  readonly large: ReadonlyMap<string, Glyph>;
}

export interface Glyph {
  /** Dots across: 24 (48 when large), for ASCII half of it. A multiple of four. */
  readonly width: number;
  /** Rows from the top, each `ceil(width / 8)` bytes, most significant bit left, 1 = black. */
  readonly rows: Uint8Array;
}

export const NO_GLYPHS: DrawnGlyphs = { normal: new Map(), large: new Map() };
