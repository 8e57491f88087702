/** GB 11643-1999: weights of the first seventeen digits and the check characters by remainder. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/**
 * `plausible`: nothing to object to. `doubtful`: text that may be a number of local make or a damaged one; the agency
 * decides. `nonsense`: cannot be an identity number.
 */
export type IdNumberVerdict = 'plausible' | 'doubtful' | 'nonsense';

/**
 * Judges 社会保障号码 as a card holds it (card notes 5): 18 characters with a check character (citizens, residents from
 * Hong Kong, Macao and Taiwan, foreigners since 2023), 15 digits of the old kind and 3 letters + 12 digits of the old
 * foreign permit, which have none.
 */
export function judgeIdNumber(text: string): IdNumberVerdict {
  if (/^\d{17}[\dXx]$/.test(text))
    return checkCharacter(text) === text[17]?.toUpperCase() ? 'plausible' : 'doubtful';
  if (/^(?:\d{15}|[A-Z]{3}\d{12})$/.test(text)) return 'plausible';
  return /^[0-9A-Za-z]{6,18}$/.test(text) ? 'doubtful' : 'nonsense';
}

function checkCharacter(digits: string): string | undefined {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return CHECK_CHARACTERS[sum % 11];
}
