/** What somebody has held under the scanner. Everything that is not known to be something else is taken for an `ecode`. */
export type ScannedCodeKind = 'ecode' | 'payment-code' | 'id-number' | 'foreign';

/** Most characters of an electronic card's token (card notes 4). */
const MAX_TOKEN_LENGTH = 2_048;

const PRINTABLE = /^[\x20-\x7e]+$/;

/** WeChat's payment code: 18 digits, 10 to 15 first. */
const WECHAT_PAYMENT_CODE = /^1[0-5]\d{16}$/;
/** Alipay's payment code: 16 to 24 digits, 25 to 30 first. */
const ALIPAY_PAYMENT_CODE = /^(?:2[5-9]|30)\d{14,22}$/;

/** An address of any scheme, one of the other things that phones and posters show as codes, or that of a slip (slip-code.ts). */
const FOREIGN =
  /^(?:sbpz\d |[a-z][a-z0-9+.-]*:\/\/|www\.|(?:wifi|mecard|mailto|smsto|sms|tel|geo|data):|begin:v)/i;

/**
 * Tells an electronic social security card from the other codes that people hold under a scanner, so that they get
 * advice instead of a refusal, and so that no payment code and no identity number is ever sent off as a token.
 *
 * A token is opaque: nothing public says what it looks like, so it is recognised by being nothing else. An 18-digit
 * number that is a valid identity number counts as one, though it may begin like a WeChat payment code: of those, one in
 * ten thousand passes by chance (card notes 4 and 9).
 *
 * @param text one whole code as a scanner gives it, without line end and AIM prefix
 */
export function classifyCode(text: string): ScannedCodeKind {
  if (text.length > MAX_TOKEN_LENGTH || !PRINTABLE.test(text)) return 'foreign';
  if (isIdNumber(text)) return 'id-number';
  if (WECHAT_PAYMENT_CODE.test(text) || ALIPAY_PAYMENT_CODE.test(text)) return 'payment-code';
  return FOREIGN.test(text) ? 'foreign' : 'ecode';
}

/** GB 11643: weights of the first seventeen digits, and the check characters by remainder. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** Stricter than what is asked of a card: there a wrong check character is the agency's business, here it decides. */
function isIdNumber(text: string): boolean {
  if (!/^[1-9]\d{16}[\dXx]$/.test(text)) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  return CHECK_CHARACTERS[sum % 11] === text[17]?.toUpperCase() && isBirthDate(text.slice(6, 14));
}

/** A day of the calendar, 1900 to 2099; the clock is not asked, a code means the same at any time. */
function isBirthDate(digits: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year < 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
