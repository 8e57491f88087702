import { classifyIdNumber } from '../../drivers/card-reader/ssse/id-number.ts';

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

/**
 * Of 18 characters, and nothing to object to. Stricter than what is asked of a card: there a wrong check character is the
 * agency's business, here it decides.
 */
function isIdNumber(text: string): boolean {
  return text.length === 18 && classifyIdNumber(text)?.valid === true;
}
