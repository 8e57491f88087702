/** What the last two bytes of a card's answer say (ISO 7816-4; card notes 1.7). */
export type StatusMeaning =
  | 'done'
  /** 61xx: xx bytes wait to be fetched. */
  | 'more-data'
  /** 6Cxx: the same command again with Le = xx. */
  | 'wrong-le'
  /** 63Cx: x tries left. */
  | 'wrong-pin'
  | 'blocked'
  /** The card wants an authentication first. */
  | 'security'
  | 'conditions'
  | 'not-found'
  | 'no-record'
  /** The card does not know this way of asking. */
  | 'unsupported'
  | 'other';

const EXACT: ReadonlyMap<number, StatusMeaning> = new Map([
  [0x9000, 'done'],
  [0x6700, 'unsupported'],
  [0x6981, 'unsupported'],
  [0x6982, 'security'],
  [0x6983, 'blocked'],
  [0x6985, 'conditions'],
  [0x6986, 'unsupported'], // no current file: this card wants it named in the command
  [0x6a80, 'unsupported'],
  [0x6a81, 'unsupported'],
  [0x6a82, 'not-found'],
  [0x6a83, 'no-record'],
  [0x6a86, 'unsupported'],
  [0x6b00, 'unsupported'],
  [0x6d00, 'unsupported'],
  [0x6e00, 'unsupported'],
]);

export function meaningOf(statusWord: number): StatusMeaning {
  const high = statusWord >> 8;
  if (high === 0x61) return 'more-data';
  if (high === 0x6c) return 'wrong-le';
  if ((statusWord & 0xfff0) === 0x63c0) return 'wrong-pin';
  return EXACT.get(statusWord) ?? 'other';
}

/** `SW 6A82`, for the technician. */
export function describeStatus(statusWord: number): string {
  return `SW ${statusWord.toString(16).padStart(4, '0').toUpperCase()}`;
}
