/**
 * Characters of names that Noto Sans SC lacks: CJK extensions B to F, which GB 18030-2022 asks of whoever serves the
 * public (level 3). They come from HanaMinB (2017-09-04), which its package cuts into pieces of about a thousand
 * characters; each becomes a TrueType file of half a megabyte that is read when a character of it is drawn:
 *
 *     rare/20000-203FF.ttf     named after its first and last character; screen, slip and PDF read the same files
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fontFace, unicodeRange } from './fonts.mjs';

/** A piece in the package's style sheet: its file, and the characters it is for. HanaMinA holds what Noto holds. */
const PIECE =
  /url\((HanaMinB\.CJK-Unified-Ideographs-Extension-[B-F][^)]*\.woff2)\)[^}]*?unicode-range:([^;}]*)/g;

/** @typedef {{ name: string, chars: string[] }} RareFont `name`: the file in `folder` */

/**
 * @param {string} from the package hanamin
 * @param {string} folder where the files go
 * @param {Uint8Array} main the font that is looked at first: what it holds is left out
 * @returns {Promise<readonly RareFont[]>} in code point order
 */
export async function cutRareFonts(from, folder, main) {
  const { default: subset } = await import('subset-font');
  const { create } = await import('fontkit');
  const held = new Set(create(main).characterSet);
  mkdirSync(folder, { recursive: true });
  /** @type {RareFont[]} */
  const fonts = [];
  for (const [, file = '', ranges = ''] of readFileSync(join(from, 'HanaMin.css'), 'utf8').matchAll(PIECE)) {
    const wanted = codePoints(ranges).filter((point) => !held.has(point));
    const piece = readFileSync(join(from, file));
    const cut = await subset(piece, String.fromCodePoint(...wanted), { targetFormat: 'truetype' });
    const cutFont = create(cut);
    const points = wanted.filter((point) => cutFont.hasGlyphForCodePoint(point));
    const name = `${hex(points[0])}-${hex(points.at(-1))}.ttf`;
    writeFileSync(join(folder, name), cut);
    fonts.push({ name, chars: points.map((point) => String.fromCodePoint(point)) });
  }
  return fonts;
}

/**
 * Rules for fonts.css: Chromium fetches a piece when a character of it is drawn, and never for the others. Both weights
 * are the one that there is: a name in an honest plain weight reads better than one that is smeared.
 *
 * @param {string} path of the files, as fonts.css sees them
 * @param {readonly RareFont[]} fonts
 * @param {readonly number[]} weights
 */
export function rareFontFaces(path, fonts, weights) {
  return fonts.flatMap(({ name, chars }) =>
    weights.map((weight) => fontFace(weight, `${path}/${name}`, unicodeRange(chars))),
  );
}

/** @param {string} ranges `U+20000-203ff, U+20500` @returns {number[]} */
function codePoints(ranges) {
  return ranges.split(',').flatMap((range) => {
    const [first = '', last = first] = range.trim().replace(/^U\+/i, '').split('-');
    const from = Number.parseInt(first, 16);
    return Array.from({ length: Number.parseInt(last, 16) - from + 1 }, (_, at) => from + at);
  });
}

/** @param {number | undefined} point */
function hex(point) {
  return (point ?? 0).toString(16).toUpperCase();
}
