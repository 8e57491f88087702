import type { Fen } from '../../base/money.ts';
import { MAX_FEN } from '../../base/money.ts';

/** Alipay writes money as yuan with two decimals. Both ways by digits, because a binary fraction holds no 0.10. */

/** 20000 → `200.00`. */
export function yuanOf(fen: Fen): string {
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `200`, `200.1` and `200.10` → fen; null for anything else: signs, exponents, a third decimal, more than we handle. */
export function fenOf(yuan: string): Fen | null {
  const [, whole, fraction = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(yuan) ?? [];
  if (whole === undefined) return null;
  const fen = Number(whole + fraction.padEnd(2, '0'));
  return fen <= MAX_FEN ? fen : null;
}
