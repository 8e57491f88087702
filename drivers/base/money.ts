/**
 * Money is an integer number of fen (1 yuan = 100 fen) everywhere inside the project. Yuan exist only as text at the
 * edges: wallets that speak decimal strings, screens and slips.
 */
export type Fen = number;

/** The largest amount the terminal handles: 99,999,999.99 yuan, the widest that slips and 大写 are laid out for. */
export const MAX_FEN: Fen = 9_999_999_999;

export function isFen(value: unknown): value is Fen {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_FEN;
}

/** "200", "200.5", "200.00" → fen; null when it is not an exact amount. Never goes through floating point. */
export function parseYuan(text: string): Fen | null {
  const match = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(text);
  if (match === null) return null;
  const [, yuan = '', decimals = ''] = match;
  return Number(yuan) * 100 + Number(decimals.padEnd(2, '0'));
}

/** 38000 → "380.00". Bounds: 0…MAX_FEN, anything else is a bug. */
export function formatYuan(fen: Fen): string {
  if (!isFen(fen)) throw new RangeError(`not an amount in fen: ${fen}`);
  const yuan = Math.floor(fen / 100);
  return `${yuan}.${String(fen % 100).padStart(2, '0')}`;
}
