import type { PrinterProfile } from '../profile.ts';
import { graphicsImage, rasterImage } from './commands.ts';

/** Rows of equal length, one bit a dot, most significant bit left, 1 = black. */
export type Rows = readonly Uint8Array[];

const DLE = 0x10;
/** EOT, ENQ and DC4: what a printer obeys behind DLE the moment it arrives, also inside image data. */
const OBEYED: ReadonlySet<number> = new Set([0x04, 0x05, 0x14]);

/**
 * An image as commands of one model, whole rows in bands, a band as high as the model takes it.
 *
 * Nothing inside looks like a real-time command (printing notes, section 10). Within a row such a look-alike is broken by
 * one dot more beside a single one, which no eye can see; between two rows, or with the head of a command, by ending the
 * band a row earlier.
 */
export function imageCommands(
  rows: Rows,
  { command, maxRows }: PrinterProfile['image'],
): readonly Uint8Array[] {
  const encode = command === 'gs-l' ? graphicsImage : rasterImage;
  const clean = rows.map(thickened);
  const bands: Uint8Array[] = [];
  for (let from = 0; from < clean.length; ) {
    let count = Math.min(maxRows, clean.length - from);
    let band = encode(clean.slice(from, from + count));
    while (holdsRealTimeCommand(band)) band = encode(clean.slice(from, from + --count));
    bands.push(band);
    from += count;
  }
  return bands;
}

/** `00010000` is one lonely dot; with a neighbour it is no longer a DLE. */
function thickened(row: Uint8Array): Uint8Array {
  return row.map((byte, at) => (isCommandAt(row, at) ? byte | 0x08 : byte));
}

export function holdsRealTimeCommand(bytes: Uint8Array): boolean {
  return bytes.some((_, at) => isCommandAt(bytes, at));
}

function isCommandAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === DLE && OBEYED.has(bytes[at + 1] ?? 0);
}

/** What is white above and below a picture is fed instead of sent. */
export interface Trimmed {
  readonly above: number;
  /** None when all is white. */
  readonly rows: Rows;
}

/** Blank rows and blank right ends are left out: at 9600 baud every 960 bytes are a second. */
export function trimmed(rows: Rows): Trimmed {
  const inked = rows.map((row) => row.findLastIndex((byte) => byte !== 0) + 1);
  const first = inked.findIndex((bytes) => bytes > 0);
  if (first < 0) return { above: rows.length, rows: [] };
  const last = inked.findLastIndex((bytes) => bytes > 0);
  const width = Math.max(...inked);
  return {
    above: first,
    rows: rows.slice(first, last + 1).map((row) => row.subarray(0, width)),
  };
}
