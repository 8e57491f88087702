import { CROCKFORD } from './crockford.ts';

/**
 * Order numbers (out_trade_no): `K` + terminal + yymmdd + base32(seq, 4) + base32(random, 6), at most 32 of [0-9A-Z], so
 * that one form fits every wallet. The sequence comes from the journal and survives crashes and clock jumps; the random
 * part keeps numbers apart when a disk was swapped. Source: payment notes, journal record, ids.
 */
export function orderId(options: {
  readonly terminalId: string;
  readonly seq: number;
  /** Epoch milliseconds; the date in the number is the one in China. */
  readonly now: number;
  /** 4 bytes, of which 30 bits are used. */
  readonly random: Uint8Array;
}): string {
  const [a = 0, b = 0, c = 0, d = 0] = options.random;
  const luck = ((a << 24) | (b << 16) | (c << 8) | d) >>> 2;
  return `${prefix(options.terminalId)}${chinaDate(options.now)}${base32(options.seq, 4)}${base32(luck, 6)}`;
}

/** Whether a number could be one of this terminal's: in a merchant's bill stand those of all its terminals. */
export function isOrderIdOf(terminalId: string, id: string): boolean {
  const own = prefix(terminalId);
  return id.startsWith(own) && /^\d{6}[0-9A-Z]{10}$/.test(id.slice(own.length));
}

const TERMINAL_CHARS = 15;

/** K0001 stays K0001; 0001 becomes K0001. What wallets do not take (a hyphen, 中) is left out. */
function prefix(terminalId: string): string {
  const plain = terminalId.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  return `K${plain.replace(/^K/, '').slice(-TERMINAL_CHARS)}`;
}

function chinaDate(now: number): string {
  return new Date(now + 8 * 3_600_000).toISOString().slice(2, 10).replaceAll('-', '');
}

/** The lowest `chars` digits. */
function base32(value: number, chars: number): string {
  let rest = value;
  let text = '';
  for (let i = 0; i < chars; i++) {
    text = CROCKFORD.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
