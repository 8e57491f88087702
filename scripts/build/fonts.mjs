/**
 * The fonts of the screens. Noto Sans SC is 10 MB a weight, and the first screen must not wait for it: its characters
 * are cut into three tiers, and Chromium fetches a tier when a character of it is drawn.
 *
 *     core     what our own texts are made of, and ASCII: there before the first paint
 *     common   the 3,755 everyday characters (GB 2312, level 1): most names and bills
 *     rest     the whole font, for rare names
 *
 * Characters that even the whole font lacks: rare-fonts.mjs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ weight: number, file: string }} Face `file`: the whole font, in the same folder */

/** Amounts, masks and marks that come from data rather than from a text of ours. */
const ALWAYS = ' ¥￥%*·…—–“”‘’×→←↑↓✓';

/**
 * Cuts the tiers into `folder`.
 *
 * @param {string} folder holds the whole fonts already
 * @param {readonly Face[]} faces
 * @param {string} texts everything that the screens may say by themselves
 * @returns {Promise<readonly string[]>} their rules for fonts.css, in order: the last rule that covers a character wins
 */
export async function cutScreenFonts(folder, faces, texts) {
  // Not imported above: this module is loaded before the packages are there.
  const { default: subset } = await import('subset-font');
  const core = characters(ascii() + ALWAYS + texts);
  const common = characters(everyday()).filter((char) => !core.includes(char));
  const rules = await Promise.all(
    faces.map(async ({ weight, file }) => {
      const whole = readFileSync(join(folder, file));
      const cut = async (/** @type {string} */ tier, /** @type {string[]} */ chars) => {
        const name = `screen-${tier}-${weight}.ttf`;
        writeFileSync(join(folder, name), await subset(whole, chars.join(''), { targetFormat: 'truetype' }));
        return fontFace(weight, name, unicodeRange(chars));
      };
      return [fontFace(weight, file, null), await cut('common', common), await cut('core', core)];
    }),
  );
  return rules.flat();
}

/** @param {string} text @returns {string[]} each once, in code point order, without controls */
function characters(text) {
  return [...new Set(text)].filter((char) => char >= ' ').sort((a, b) => code(a) - code(b));
}

function ascii() {
  return Array.from({ length: 0x7f - 0x20 }, (_, at) => String.fromCharCode(0x20 + at)).join('');
}

/** Level 1 of GB 2312: rows 16–55, bytes B0A1–D7F9. */
function everyday() {
  const decoder = new TextDecoder('gb18030');
  let text = '';
  for (let row = 0xb0; row <= 0xd7; row++) {
    const last = row === 0xd7 ? 0xf9 : 0xfe;
    for (let cell = 0xa1; cell <= last; cell++) text += decoder.decode(Uint8Array.of(row, cell));
  }
  return text;
}

/** @param {string} char */
function code(char) {
  return char.codePointAt(0) ?? 0;
}

/** @param {readonly string[]} chars in code point order @returns {string} `U+20-7E,U+4E00` */
export function unicodeRange(chars) {
  /** @type {[number, number][]} */
  const ranges = [];
  for (const point of chars.map(code)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === point - 1) last[1] = point;
    else ranges.push([point, point]);
  }
  const hex = (/** @type {number} */ point) => point.toString(16).toUpperCase();
  return ranges.map(([from, to]) => (from === to ? `U+${hex(from)}` : `U+${hex(from)}-${hex(to)}`)).join(',');
}

/**
 * @param {number} weight
 * @param {string} file
 * @param {string | null} range
 */
export function fontFace(weight, file, range) {
  const limits = range === null ? '' : ` unicode-range: ${range};`;
  return `@font-face { font-family: "Noto Sans SC"; font-weight: ${weight}; font-display: block; src: url("${file}") format("truetype");${limits} }`;
}
