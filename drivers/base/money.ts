/**
 * Money is an integer number of fen (1 yuan = 100 fen) everywhere inside the project. Yuan exist only as text at the
 * edges: screens and slips.
 */
export type Fen = number;

/** The largest amount the terminal handles: 99,999,999.99 yuan, the widest that slips and 大写 are laid out for. */
export const MAX_FEN: Fen = 9_999_999_999;

export function isFen(value: unknown): value is Fen {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_FEN;
}
