import { toHex } from '../../base/bytes.ts';

/** Decoding of field values (card notes 1.3 and 9). Nothing here throws on what a card may hold. */

const PADDING: readonly number[] = [0x00, 0x20, 0xff];

/** Without the padding at the end: 00 by the standard, FF and blanks on real cards. */
export function trimPadding(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, bytes.findLastIndex((byte) => !PADDING.includes(byte)) + 1);
}

/** Printable ASCII, trimmed; null when the value holds anything else, empty when it is all padding. */
export function asciiText(bytes: Uint8Array): string | null {
  const trimmed = trimPadding(bytes);
  return trimmed.every((byte) => byte > 0x20 && byte < 0x7f) ? String.fromCharCode(...trimmed) : null;
}

const gb18030 = new TextDecoder('gb18030');
const REPLACEMENT = '\uFFFD';

/**
 * 姓名 (30 bytes) and its extension (20 bytes) joined before decoding, because a four-byte character can straddle the
 * two. A character cut off at the very end (old cards cut long names by bytes) is left out. Null when other bytes make
 * no text; empty when the card holds no name.
 */
export function nameText(name: Uint8Array, extension: Uint8Array): string | null {
  const joined = Uint8Array.from([...trimPadding(name), ...trimPadding(extension)]);
  const text = gb18030.decode(joined);
  const kept = text.endsWith(REPLACEMENT) ? text.slice(0, -1) : text;
  return /[\p{Cc}\uFFFD]/u.test(kept) ? null : kept.trim();
}

/**
 * `YYYY-MM-DD` from packed decimal; `YYYY` from the four ASCII digits that some cards hold instead (the captured test
 * card says "2012"), and from a packed year behind which there is only padding; null from anything else. A field of
 * eight ASCII digits is read too: four bytes are the standard, but who writes text into them may write it all.
 */
export function dateText(bytes: Uint8Array): string | null {
  const forms = [bytes.length === 4 ? toHex(bytes) : '', asciiText(bytes) ?? ''];
  const days = forms
    .map((digits) => digits.replace(/^([12]\d{3})(\d{2})(\d{2})$/, '$1-$2-$3'))
    .filter((text) => text.includes('-') && isCalendarDate(text));
  const years = forms.flatMap((digits) => /^[12]\d{3}(?=(?:0000|FFFF)?$)/.exec(digits) ?? []);
  return days[0] ?? years[0] ?? null;
}

function isCalendarDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
