import { isAscii } from '../escpos/gb18030.ts';
import type { DrawnGlyphs, Glyph } from '../glyphs.ts';

/** Stand-ins for drawn characters: a frame around the cell, so that a test sees where each one begins and ends. */
export function framedGlyphs(chars: readonly string[]): DrawnGlyphs {
  const sheet = (height: number) => new Map(chars.map((char) => [char, frame(char, height)]));
  return { normal: sheet(24), large: sheet(48) };
}

function frame(char: string, height: number): Glyph {
  const width = isAscii(char) ? height / 2 : height;
  const across = Math.ceil(width / 8);
  const rows = new Uint8Array(across * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (y > 0 && y < height - 1 && x > 0 && x < width - 1) continue;
      const at = y * across + (x >> 3);
      rows[at] = Number(rows[at]) | (0x80 >> (x & 7));
    }
  }
  return { width, rows };
}
