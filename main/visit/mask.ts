/**
 * How a person may be shown to whoever stands behind: 王*明, first 3 and last 4 of the number. A name of two keeps its
 * first character, a longer one its first and last. Works on code points, so that rare four-byte characters stay whole.
 */
export function maskName(name: string): string {
  const characters = [...name];
  const [first = '', ...rest] = characters;
  if (rest.length === 0) return '*';
  if (rest.length === 1) return `${first}*`;
  return `${first}${'*'.repeat(rest.length - 1)}${rest.at(-1)}`;
}

/** 440404195901010011 → 440***********0011; a number too short to hide anything in is hidden whole. */
export function maskIdNumber(idNumber: string): string {
  if (idNumber.length < 12) return '*'.repeat(idNumber.length);
  return `${idNumber.slice(0, 3)}${'*'.repeat(idNumber.length - 7)}${idNumber.slice(-4)}`;
}

/** Only the last four, as on a bank's slip; a number too short to hide anything in is hidden whole. */
export function maskCardNumber(cardNumber: string): string {
  if (cardNumber.length < 8) return '*'.repeat(cardNumber.length);
  return `${'*'.repeat(cardNumber.length - 4)}${cardNumber.slice(-4)}`;
}
