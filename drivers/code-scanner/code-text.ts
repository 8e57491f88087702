/** Most characters of one code (card notes 4: electronic social security card, opaque, at most 2 KiB). */
export const MAX_CODE_LENGTH = 2_048;

/** AIM symbology identifier that some engines put before the data, e.g. `]Q1` for QR codes. */
const AIM_PREFIX = /^\][A-Za-z][0-9A-Za-z]/;

/** Most characters that an engine may send for one code: prefix, CR and LF included. */
export const MAX_RAW_LENGTH = MAX_CODE_LENGTH + 5;

const PRINTABLE = /^[\x20-\x7e]+$/;

/**
 * What an engine sent for one code → the code: without AIM prefix, line end and blanks around it. Null when it holds control
 * characters or anything beyond ASCII, or is empty or too long: half a token is no token.
 */
export function codeText(raw: string): string | null {
  const text = raw.trim().replace(AIM_PREFIX, '').trim();
  return text.length <= MAX_CODE_LENGTH && PRINTABLE.test(text) ? text : null;
}
