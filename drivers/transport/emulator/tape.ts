import { fromHex, toHex } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { TransportError } from '../port.ts';

/** What a tape is about; its first line. */
export interface TapeHeader {
  /** Version of the format. */
  readonly tape: 1;
  readonly device: 'card-reader' | 'code-scanner' | 'printer';
  /** As in kiosk.yaml; of a printer its profile. */
  readonly protocol: string;
  /** Absent where the wire has no speed. `bitsPerByte` counts start, data, parity and stop bits. */
  readonly line?: { readonly baudRate: number; readonly bitsPerByte: number };
  /** What happens, in a sentence. */
  readonly what: string;
  /** Recorded from an emulator: nobody's data is on it. There are no other tapes. */
  readonly synthetic: true;
  /** What the driver has made of it, in order; no data of a card or code. */
  readonly outcome: readonly string[];
}

/** `t`: milliseconds since the recording began, to a microsecond. */
export type TapeEvent = { readonly t: number } & (
  | { readonly dir: '>' | '<'; readonly bytes: Uint8Array }
  /** The host opened the wire, or was told why not. */
  | { readonly dir: '='; readonly event: 'open'; readonly error?: TransportError['code'] }
  /** The host changed its speed. */
  | { readonly dir: '='; readonly event: 'speed'; readonly baudRate: number }
  | { readonly dir: '='; readonly event: 'gone'; readonly error: TransportError['code'] }
  /** Nothing more was recorded. Last on every tape. */
  | { readonly dir: '='; readonly event: 'end' }
);

export interface Tape {
  readonly header: TapeHeader;
  readonly events: readonly TapeEvent[];
}

/** JSON lines: the header, then one event each, bytes in upper-case hex. */
export function formatTape({ header, events }: Tape): string {
  const lines = events.map((event) => {
    if (event.dir === '=') return event;
    const { bytes, ...rest } = event;
    return { ...rest, hex: toHex(bytes) };
  });
  return [header, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}

const CODES: readonly unknown[] = [
  'NOT_FOUND',
  'BUSY',
  'NO_PERMISSION',
  'GONE',
  'NOT_OPEN',
  'IO',
] satisfies readonly TransportError['code'][];

/** The error names the line. */
export function parseTape(text: string): Result<Tape, string> {
  const [first = '', ...rest] = text.trimEnd().split('\n');
  const header = fields(first);
  if (!isHeader(header)) return err('line 1: not the header of a tape');
  const events: TapeEvent[] = [];
  for (const [index, line] of rest.entries()) {
    const event = eventOf(fields(line));
    const earlier = events.at(-1);
    if (event === null || event.t < (earlier?.t ?? 0))
      return err(`line ${index + 2}: not an event, or before the last`);
    if (isEnd(earlier)) return err(`line ${index + 2}: after the end`);
    events.push(event);
  }
  return isEnd(events.at(-1)) ? ok({ header, events }) : err(`line ${rest.length + 1}: no end`);
}

type Fields = Readonly<Record<string, unknown>>;

function fields(line: string): Fields {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isEnd(event: TapeEvent | undefined): boolean {
  return event?.dir === '=' && event.event === 'end';
}

function isHeader(value: Fields): value is Fields & TapeHeader {
  const { tape, device, protocol, line, what, synthetic, outcome } = value;
  return (
    tape === 1 &&
    (device === 'card-reader' || device === 'code-scanner' || device === 'printer') &&
    typeof protocol === 'string' &&
    (line === undefined || isLine(line)) &&
    typeof what === 'string' &&
    synthetic === true &&
    Array.isArray(outcome) &&
    outcome.every((one) => typeof one === 'string')
  );
}

function isLine(value: unknown): boolean {
  const { baudRate, bitsPerByte } = Object(value) as Fields;
  return isPositive(baudRate) && isPositive(bitsPerByte);
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0;
}

function eventOf(line: Fields): TapeEvent | null {
  const { t, dir, hex, event, error, baudRate } = line;
  if (typeof t !== 'number') return null;
  if (dir === '>' || dir === '<') {
    const whole = typeof hex === 'string' && /^(?:[0-9A-F]{2})+$/.test(hex);
    return whole ? { t, dir, bytes: fromHex(hex) } : null;
  }
  if (dir !== '=') return null;
  if (event === 'end') return { t, dir, event };
  if (event === 'speed') return isPositive(baudRate) ? { t, dir, event, baudRate } : null;
  if (event === 'open' && error === undefined) return { t, dir, event };
  if (!isCode(error)) return null;
  return event === 'open' || event === 'gone' ? { t, dir, event, error } : null;
}

function isCode(value: unknown): value is TransportError['code'] {
  return CODES.includes(value);
}
