import { sm3 } from './sm3.ts';

/** One event as it lies in the journal, with the hash of the one before it. */
export interface ChainedRow {
  readonly seq: number;
  readonly orderId: string;
  readonly version: number;
  readonly at: number;
  /** The JSON text exactly as stored. */
  readonly event: string;
  /** Hash of row `seq − 1`, 64 hex digits; GENESIS for the first. */
  readonly prev: string;
}

export const GENESIS = '0'.repeat(64);

/** The last row of a journal, or of an order. */
export interface ChainHead {
  /** 0 in a journal without rows. */
  readonly seq: number;
  readonly hash: string;
}

export const EMPTY: ChainHead = { seq: 0, hash: GENESIS };

/**
 * SM3 over all columns, one a line: whoever changes, drops, inserts or reorders a row has to change every `prev` after it,
 * and still contradicts each code that was printed since.
 */
export function hashOf({ seq, orderId, version, at, event, prev }: ChainedRow): string {
  return sm3([prev, seq, orderId, version, at, event].join('\n'));
}

export function headOf(row: ChainedRow): ChainHead {
  return { seq: row.seq, hash: hashOf(row) };
}

/** How a slip names a row: `812-3F9A1C2B`. 32 bits of the hash: enough to notice, short enough to be read out. */
export function chainCode({ seq, hash }: ChainHead): string {
  return `${seq}-${hash.slice(0, 8).toUpperCase()}`;
}

/** null = not such a code. Small letters are forgiven: it may have been typed from paper. */
export function parseChainCode(text: string): { readonly seq: number; readonly start: string } | null {
  const match = /^([1-9]\d{0,14})-([0-9A-Fa-f]{8})$/.exec(text.trim());
  if (match === null) return null;
  const [, seq = '', start = ''] = match;
  return { seq: Number(seq), start: start.toLowerCase() };
}
