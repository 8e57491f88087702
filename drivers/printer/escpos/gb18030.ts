/**
 * Text → bytes for a printer's Chinese mode: ASCII as it is, everything else by its two-byte code in GB 18030.
 *
 * The table is turned around from the platform's own decoder, once, in about 10 ms. Four-byte codes are not used: the
 * fonts of these printers do not hold them and would print two wrong characters instead (printing notes, section 4).
 */

/** What stands in for a character that the printer's font cannot hold: the typesetter's mark for a missing sort. */
export const MISSING = '〓';

/**
 * Codes whose meaning changed between the editions of GB 18030 (2005 and 2022): the printer's font may hold either, so
 * neither is printed. Plus the euro sign, A2E3, which older GBK fonts hold at 80.
 */
const UNSETTLED: ReadonlySet<number> = new Set([
  ...[0xa6d9, 0xa6da, 0xa6db, 0xa6dc, 0xa6dd, 0xa6de, 0xa6df, 0xa6ec, 0xa6ed, 0xa6f3],
  ...[0xfe59, 0xfe61, 0xfe66, 0xfe67, 0xfe6d, 0xfe7e, 0xfe90, 0xfea0],
  0xa2e3,
]);

/** Look-alikes outside the two-byte zones → what is printed. `¥` would become four bytes of rubbish. */
const ALIKE: Readonly<Record<string, string>> = {
  '\u00a5': '￥',
  '\u00a0': ' ',
  '\u301c': '～',
  '\u2212': '－',
};

export interface Printable {
  /** Only characters that are accepted. */
  readonly text: string;
  /** The characters that were replaced by `MISSING`, in reading order, repeated as often as they occurred. */
  readonly replaced: readonly string[];
}

/**
 * Replaces what cannot be printed, control characters included: a slip's text can never become a command.
 *
 * @param accepts by default what `writeText` takes
 */
export function toPrintable(text: string, accepts: (char: string) => boolean = isEncodable): Printable {
  if (accepts === isEncodable && isAllEncodable(text)) return { text, replaced: NONE };
  const replaced: string[] = [];
  let printable = '';
  for (const original of text) {
    const char = ALIKE[original] ?? original;
    if (accepts(char)) {
      printable += char;
    } else {
      printable += MISSING;
      replaced.push(original);
    }
  }
  return { text: printable, replaced };
}

const NONE: readonly string[] = [];

/** The characters of a text, look-alikes already exchanged. */
export function charactersOf(text: string): readonly string[] {
  return Array.from(text, (char) => ALIKE[char] ?? char);
}

/** The printer's own font holds it. */
export function isEncodable(char: string): boolean {
  return char.length === 1 && codeOf(char.charCodeAt(0)) > 0;
}

/** Every character of the text; no look-alike is among them. */
export function isAllEncodable(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (codeOf(text.charCodeAt(at)) === 0) return false;
  return true;
}

/** C0, DEL, C1 and lone surrogates: no font has a picture of them. */
export function isControl(char: string): boolean {
  return /^[\p{Cc}\p{Cs}]$/u.test(char);
}

/**
 * Columns of font A that a printable text takes: one for every byte sent, because these printers draw every two-byte
 * character 24 dots wide, even those that a screen would draw narrow (· … ① ×).
 */
export function widthOf(text: string): number {
  let width = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // The second half of a surrogate pair is no character of its own.
    if (unit < 0x80) width += 1;
    else if (unit < 0xdc00 || unit > 0xdfff) width += 2;
  }
  return width;
}

/**
 * The bytes of a text of encodable characters into a buffer with room for two a character; gives where they end. Any other
 * character is a bug and throws.
 */
export function writeText(text: string, into: Uint8Array, from: number): number {
  let end = from;
  for (let at = 0; at < text.length; at++) {
    const code = codeOf(text.charCodeAt(at));
    if (code === 0) throw new Error(`not printable: U+${text.codePointAt(at)?.toString(16)}`);
    if (code > 0xff) into[end++] = code >> 8;
    into[end++] = code & 0xff;
  }
  return end;
}

export function isAscii(char: string): boolean {
  return char >= ' ' && char <= '~';
}

/** Of a UTF-16 unit; 0 = the printer's font does not hold it. All that it holds lies in the basic plane. */
function codeOf(unit: number): number {
  if (unit < 0x80) return unit >= 0x20 && unit < 0x7f ? unit : 0;
  built ??= build();
  return Number(built[unit]);
}

let built: Uint16Array | null = null;

function build(): Uint16Array {
  const decoder = new TextDecoder('gb18030');
  const codes = new Uint16Array(0x10000);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const code = (lead << 8) | trail;
      if (trail === 0x7f || UNSETTLED.has(code)) continue;
      const char = decoder.decode(Uint8Array.of(lead, trail));
      const unit = char.charCodeAt(0);
      // A3A0 decodes to the ideographic space as well; the first code, A1A1, is the one that printers know.
      if (char.length === 1 && !isUserDefined(char) && codes[unit] === 0) codes[unit] = code;
    }
  }
  return codes;
}

/** The zones that GB 18030 leaves to its users decode to Unicode's private area: every font has something else there. */
function isUserDefined(char: string): boolean {
  return char >= '\ue000' && char <= '\uf8ff';
}
