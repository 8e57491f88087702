/** Whose number it is, by its shape (GB 11643-1999 and the rules for permits; card notes 5). */
export type IdNumberKind =
  /** 公民身份号码: 18 characters, the first from 1 to 8. */
  | 'citizen'
  /** 港澳台居民居住证: the same behind 810000 (Hong Kong), 820000 (Macao), 830000 (Taiwan). */
  | 'residence-permit'
  /** 外国人永久居留身份证 since December 2023: 18 characters behind a 9. */
  | 'foreign-resident'
  /** Citizens before 1999: 15 digits, no check character. */
  | 'citizen-15'
  /** Foreign permanent residents before 2023: three letters and 12 digits, no check character known. */
  | 'foreign-resident-15'
  /** No known shape: a number of local make, or a damaged one. */
  | 'other';

export interface IdNumber {
  readonly kind: IdNumberKind;
  /** Nothing to object to: a known shape, a day of birth that exists, and the right check character where there is one. */
  readonly valid: boolean;
  readonly warnings: readonly ('CHECK_DIGIT' | 'ID_FORMAT')[];
}

/**
 * Judges 社会保障号码 as a card holds it. Never refuses what might be a number: a wrong one is passed on with its
 * warnings, and the agency decides. Null only for what cannot be an identity number at all.
 */
export function classifyIdNumber(text: string): IdNumber | null {
  if (!/^[0-9A-Za-z]{6,18}$/.test(text)) return null;
  const kind = kindOf(text);
  const warnings: ('CHECK_DIGIT' | 'ID_FORMAT')[] = [];
  if (text.length === 18 && kind !== 'other' && !hasRightCheckCharacter(text)) warnings.push('CHECK_DIGIT');
  if (kind === 'other' || !hasBirthDate(kind, text)) warnings.push('ID_FORMAT');
  return { kind, valid: warnings.length === 0, warnings };
}

/** The check character that belongs to the first seventeen digits of an 18-character number, `0`–`9` or `X`. */
export function checkCharacter(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/** GB 11643-1999: weights of the first seventeen digits and the check characters by remainder. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

function kindOf(text: string): IdNumberKind {
  if (/^8[123]0000\d{11}[\dXx]$/.test(text)) return 'residence-permit';
  if (/^[1-8]\d{16}[\dXx]$/.test(text)) return 'citizen';
  if (/^9\d{16}[\dXx]$/.test(text)) return 'foreign-resident';
  if (/^[1-8]\d{14}$/.test(text)) return 'citizen-15';
  return /^[A-Z]{3}\d{12}$/.test(text) ? 'foreign-resident-15' : 'other';
}

function hasRightCheckCharacter(text: string): boolean {
  return checkCharacter(text) === text.charAt(17).toUpperCase();
}

/** Eight digits in the long form, six of the twentieth century in the short one; the old permits are not documented. */
function hasBirthDate(kind: IdNumberKind, text: string): boolean {
  if (kind === 'foreign-resident-15') return true;
  return isCalendarDay(kind === 'citizen-15' ? `19${text.slice(6, 12)}` : text.slice(6, 14));
}

/** `YYYYMMDD` as a day of the calendar, 1900 to 2099: nobody lives who was born before. */
function isCalendarDay(digits: string): boolean {
  const text = digits.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^(?:19|20)/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
