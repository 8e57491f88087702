/**
 * A reader of ESC/POS for tests, written from the manuals as one table of lengths and apart from encoder and emulator:
 * it knows how long a command is and nothing of what it does. Whatever it does not know throws, with its offset.
 */
export interface Piece {
  readonly offset: number;
  /** `text` for a run of characters, else the manual's name of the command. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** First two bytes → manual name, and how many bytes follow them. */
const FIXED: Readonly<Record<string, readonly [name: string, parameters: number]>> = {
  '1b40': ['ESC @', 0],
  '1b21': ['ESC !', 1],
  '1b33': ['ESC 3', 1],
  '1b45': ['ESC E', 1],
  '1b47': ['ESC G', 1],
  '1b4a': ['ESC J', 1],
  '1b61': ['ESC a', 1],
  '1b69': ['ESC i', 0],
  '1b6d': ['ESC m', 0],
  '1c21': ['FS !', 1],
  '1c26': ['FS &', 0],
  '1c53': ['FS S', 2],
  '1d21': ['GS !', 1],
  '1d42': ['GS B', 1],
  '1d56': ['GS V', 2],
};

export function disassemble(bytes: Uint8Array): readonly Piece[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const pieces: Piece[] = [];
  let at = 0;
  const take = (name: string, length: number): void => {
    if (at + length > bytes.length) throw new Error(`${name} at ${at} is cut off`);
    pieces.push({ offset: at, name, bytes: bytes.subarray(at, at + length) });
    at += length;
  };
  while (at < bytes.length) {
    const first = view.getUint8(at);
    if (first === 0x0a) take('LF', 1);
    else if (first >= 0x20) take('text', textLength(bytes, at));
    else {
      const head = Buffer.from(bytes.subarray(at, at + 2)).toString('hex');
      const fixed = FIXED[head];
      if (fixed !== undefined) take(fixed[0], 2 + fixed[1]);
      else if (head === '1d28') {
        const letter = String.fromCharCode(view.getUint8(at + 2));
        take(`GS ( ${letter}`, 5 + view.getUint16(at + 3, true));
      } else if (head === '1d76') {
        take('GS v 0', 8 + view.getUint16(at + 4, true) * view.getUint16(at + 6, true));
      } else throw new Error(`unknown command ${head} at ${at}`);
    }
  }
  return pieces;
}

/** A Chinese character is a lead byte with whatever follows it, which may well look like ASCII. */
function textLength(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const byte = Number(bytes[at]);
    if (byte < 0x20) break;
    if (byte >= 0x80 && at + 1 >= bytes.length) throw new Error(`half a character at ${at}`);
    at += byte >= 0x80 ? 2 : 1;
  }
  return at - from;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly isBlack: (x: number, y: number) => boolean;
}

/** The image inside a GS v 0 or a GS ( L that stores one; null for any other piece. */
export function pictureOf({ name, bytes }: Piece): Picture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const stores = name === 'GS ( L' && view.getUint8(6) === 0x70;
  if (name !== 'GS v 0' && !stores) return null;
  const [head, across] = stores
    ? [15, Math.ceil(view.getUint16(11, true) / 8)]
    : [8, view.getUint16(4, true)];
  const height = view.getUint16(stores ? 13 : 6, true);
  return {
    width: across * 8,
    height,
    isBlack: (x, y) => ((view.getUint8(head + y * across + (x >> 3)) >> (7 - (x & 7))) & 1) === 1,
  };
}
