/**
 * The nibble reader's own reading and writing of frames, as text: on the wire a half byte is one of the sixteen
 * characters from "0" to "?", between STX and ETX (card notes 2.5).
 */
const DIGITS = '0123456789:;<=>?';
/** More than any host has reason to say in one frame, in characters. */
const MAX_HEARD = 2_048;

/** What came between two frames or before the first one, in hex, and the frame's data; null where it is not a frame. */
export interface NibbleHostFrame {
  readonly before: string;
  readonly data: Buffer | null;
}

export class NibbleHostFrames {
  #heard = '';

  hear(bytes: Uint8Array): readonly NibbleHostFrame[] {
    const text = this.#heard + Buffer.from(bytes).toString('latin1');
    const end = text.lastIndexOf('\x03') + 1;
    this.#heard = text.slice(end).slice(-MAX_HEARD);
    const pieces = end === 0 ? [] : text.slice(0, end - 1).split('\x03');
    return pieces.map((piece) => {
      const start = piece.lastIndexOf('\x02');
      const before = Buffer.from(piece.slice(0, Math.max(0, start)), 'latin1');
      return {
        before: before.toString('hex').toUpperCase(),
        data: start < 0 ? null : readNibbles(piece.slice(start + 1)),
      };
    });
  }

  forget(): void {
    this.#heard = '';
  }
}

function readNibbles(text: string): Buffer | null {
  const digits = [...text].map((character) => DIGITS.indexOf(character));
  if (digits.includes(-1) || digits.length % 2 === 1 || digits.length < 6) return null;
  const inner = Buffer.from(digits.map((digit) => digit.toString(16)).join(''), 'hex');
  const data = inner.subarray(2, -1);
  if (inner.readUInt16BE(0) !== data.length || inner.at(-1) !== check(data)) return null;
  return Buffer.from(data);
}

/** `spoil`: what the check is changed by on its way; 0 for a good frame. */
export function nibbleFrame(dataHex: string, spoil = 0): Buffer {
  const data = Buffer.from(dataHex, 'hex');
  const length = data.length.toString(16).padStart(4, '0');
  const last = (check(data) ^ spoil).toString(16).padStart(2, '0');
  const halves = [...`${length}${data.toString('hex')}${last}`];
  const text = halves.map((half) => DIGITS[Number.parseInt(half, 16)]).join('');
  return Buffer.from(`\x02${text}\x03`, 'latin1');
}

function check(data: Buffer): number {
  let sum = 0;
  for (const value of data) sum ^= value;
  return sum;
}
