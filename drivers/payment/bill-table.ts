import type { Fen } from '../base/money.ts';
import { fenOf } from './alipay/amounts.ts';

/** What both wallets' bills have in common: lines of text, columns found by their names, yuan, Beijing time. */

/** Columns by name; null when one that is needed is missing. Wallets add columns and move them about. */
export function columnsOf<Name extends string>(
  header: readonly string[],
  wanted: readonly Name[],
): Readonly<Record<Name, number>> | null {
  const found = wanted.map((name) => [name, header.indexOf(name)] as const);
  return found.some(([, at]) => at < 0) ? null : (Object.fromEntries(found) as Record<Name, number>);
}

/** Lines without their ends, one at a time: a bill is too large to be cut up whole. */
export function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    yield line.endsWith('\r') ? line.slice(0, -1) : line;
    start = end < 0 ? text.length : end + 1;
  }
}

/** `2026-11-24 09:00:11` in Beijing → RFC 3339; null for anything else. */
export function billedInstant(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return null;
  const instant = `${text.replace(' ', 'T')}+08:00`;
  return Number.isNaN(Date.parse(instant)) ? null : instant;
}

/** Yuan, of refunds also with a minus in front → fen without a sign; null for anything else, and for nothing at all. */
export function billedFen(text: string): Fen | null {
  const fen = fenOf(text.replace(/^-/, ''));
  return fen === 0 ? null : fen;
}
