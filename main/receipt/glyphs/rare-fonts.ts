import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, type Font } from 'fontkit';

export interface RareFont {
  /** The file's, e.g. `20800-20BFF.ttf`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly font: Font;
}

interface Piece {
  readonly name: string;
  readonly first: number;
  readonly last: number;
}

/** `20800-20BFF.ttf`: first and last character (scripts/build/rare-fonts.mjs). */
const PIECE = /^([0-9A-F]{5})-([0-9A-F]{5})\.ttf$/;

/**
 * Fonts of the characters that the shipped Noto Sans SC lacks (CJK extensions B to F), one piece of half a megabyte for about a
 * thousand characters. Nothing is read before the first rare character, and then only the piece that has it.
 */
export class RareFonts {
  readonly #folder: string;
  readonly #open = new Map<string, RareFont>();
  #pieces: readonly Piece[] | null = null;

  /** @param folder dist/assets/fonts/rare */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The font that holds a character; null = none does.
   *
   * @throws what the file system or fontkit throws when the shipped files are not there or damaged
   */
  of(char: string): RareFont | null {
    const point = Number(char.codePointAt(0));
    const piece = this.#list().find(({ first, last }) => first <= point && point <= last);
    if (piece === undefined) return null;
    const found = this.#open.get(piece.name) ?? this.#read(piece.name);
    return found.font.hasGlyphForCodePoint(point) ? found : null;
  }

  #list(): readonly Piece[] {
    this.#pieces ??= readdirSync(this.#folder).flatMap((name) => {
      const [, first, last] = PIECE.exec(name) ?? [];
      if (first === undefined || last === undefined) return [];
      return [{ name, first: Number.parseInt(first, 16), last: Number.parseInt(last, 16) }];
    });
    return this.#pieces;
  }

  #read(name: string): RareFont {
    const bytes = readFileSync(join(this.#folder, name));
    const found = { name, bytes, font: create(bytes) };
    this.#open.set(name, found);
    return found;
  }
}
