/**
 * ESC/POS commands as bytes, each with its manual name. Only what this driver sends is here.
 * Source: printing notes, section 1, and the TM-T88III specification, pp. 146-153, for the two families of sizes.
 */
import { concat } from '../../base/bytes.ts';

const DLE = 0x10;
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;

const bytes = (...values: readonly number[]): Uint8Array => new Uint8Array(values);

/** ESC @: resets modes and the print buffer; what waits in the receive buffer stays. */
export const INITIALIZE = bytes(ESC, 0x40);
/** FS & and FS S 0 0: Chinese mode without extra spacing. At the start of a line, because SPRT POS76II applies it from the next. */
export const CHINESE_MODE = bytes(FS, 0x26, FS, 0x53, 0, 0);
/**
 * GS ! and FS !: both scripts twice as wide and high. Sent together, because on some printers the one does not touch
 * Chinese and on others the last one wins.
 */
const DOUBLE_SIZE = bytes(GS, 0x21, 0x11, FS, 0x21, 0x0c);
/** All three families back: resetting only ESC ! leaves Chinese doubled to the end of the slip. */
const NORMAL_SIZE = bytes(GS, 0x21, 0, FS, 0x21, 0, ESC, 0x21, 0);

/** ESC ! and FS !, for boards older than GS !: they would print its parameter. */
const OLD_DOUBLE_SIZE = bytes(ESC, 0x21, 0x30, FS, 0x21, 0x0c);
const OLD_NORMAL_SIZE = bytes(FS, 0x21, 0, ESC, 0x21, 0);

/** How one model is told sizes. */
export const SIZES = {
  'gs-and-fs': { double: DOUBLE_SIZE, normal: NORMAL_SIZE },
  'esc-and-fs': { double: OLD_DOUBLE_SIZE, normal: OLD_NORMAL_SIZE },
} as const;

/** ESC a: 0 left, 1 centre; at the start of a line only. */
export const ALIGN = { left: bytes(ESC, 0x61, 0), center: bytes(ESC, 0x61, 1) } as const;
/** LF: prints the line and feeds it. */
export const LINE_FEED = bytes(0x0a);
/** ESC 3: distance of lines in dots. */
export const linePitch = (dots: number): Uint8Array => bytes(ESC, 0x33, dots);
/** ESC E, or on Masung's boards ESC G. */
export const BOLD = {
  'esc-e': { on: bytes(ESC, 0x45, 1), off: bytes(ESC, 0x45, 0) },
  'esc-g': { on: bytes(ESC, 0x47, 1), off: bytes(ESC, 0x47, 0) },
} as const;
/** GS B: white on black. */
export const INVERSE = { on: bytes(GS, 0x42, 1), off: bytes(GS, 0x42, 0) } as const;
/** ESC J: feed in dots, 0…255. */
export const feedDots = (dots: number): Uint8Array => bytes(ESC, 0x4a, dots);

/** GS V 65 n and GS V 66 n: feed to the cutter and n dots more, then cut through, or leave a bridge of paper. */
export const feedAndCut = (how: 'gs-v-65' | 'gs-v-66', dots: number): Uint8Array =>
  bytes(GS, 0x56, how === 'gs-v-65' ? 0x41 : 0x42, dots);
/** ESC i: full cut where the paper stands. */
export const FULL_CUT = bytes(ESC, 0x69);
/** ESC m: partial cut where the paper stands. */
export const PARTIAL_CUT = bytes(ESC, 0x6d);

/** GS ( k, functions 165, 167, 169, 180 and 181: model 2, module size in dots, error correction M, data, print. */
export function qrCode(data: Uint8Array, moduleDots: number): Uint8Array {
  const stored = data.length + 3;
  return concat(
    bytes(GS, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0),
    bytes(GS, 0x28, 0x6b, 3, 0, 0x31, 0x43, moduleDots),
    bytes(GS, 0x28, 0x6b, 3, 0, 0x31, 0x45, 0x31),
    bytes(GS, 0x28, 0x6b, stored & 0xff, stored >> 8, 0x31, 0x50, 0x30),
    data,
    bytes(GS, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30),
  );
}

/** GS v 0: an image of equally long rows, most significant bit left, 1 = black; at most 255 rows of 255 bytes. */
export function rasterImage(rows: readonly Uint8Array[]): Uint8Array {
  return concat(bytes(GS, 0x76, 0x30, 0, widthOf(rows), 0, rows.length, 0), ...rows);
}

/** GS ( L, functions 112 and 50: the same image stored in the print buffer, then printed. Its width is told in dots. */
export function graphicsImage(rows: readonly Uint8Array[]): Uint8Array {
  const dots = widthOf(rows) * 8;
  const stored = 10 + widthOf(rows) * rows.length;
  return concat(
    bytes(GS, 0x28, 0x4c, stored & 0xff, stored >> 8, 0x30, 0x70, 0x30, 1, 1, 0x31),
    bytes(dots & 0xff, dots >> 8, rows.length, 0),
    ...rows,
    bytes(GS, 0x28, 0x4c, 2, 0, 0x30, 0x32),
  );
}

/* v8 ignore next -- an image has rows */
const widthOf = ([first]: readonly Uint8Array[]): number => first?.length ?? 0;

/** DLE EOT 1 to 4: the four real-time status bytes, asked in one breath. Answered even when offline. */
export const ASK_STATUS = bytes(DLE, 4, 1, DLE, 4, 2, DLE, 4, 3, DLE, 4, 4);
/** DLE EOT 5, Masung: one byte about jam and exit. DLE EOT 20, Custom: 10 0F and four bytes. */
export const ASK_MASUNG_EXIT = bytes(DLE, 4, 5);
export const ASK_CUSTOM_FULL = bytes(DLE, 4, 0x14);
/** GS a: tell changes of on-line state, errors and paper by yourself; not the drawer's. */
export const TELL_CHANGES = bytes(GS, 0x61, 0x0e);
/** GS e 3 1: hand the cut slip out by one step. GS e 2: take it back in. Custom's numbers; other makers' differ. */
export const PRESENT = bytes(GS, 0x65, 3, 1);
export const RETRACT = bytes(GS, 0x65, 2);
/** GS r 1: paper status, answered when the receive buffer reaches it: an in-order barrier. */
export const ASK_IN_ORDER = bytes(GS, 0x72, 1);
/** GS ( H function 48: the printer echoes the four characters (20h…7Eh) when all before it is printed or cut. */
export const processId = (id: Uint8Array): Uint8Array => concat(bytes(GS, 0x28, 0x48, 6, 0, 0x30, 0x30), id);
/** GS I 67: name of the model. GS I 65: version of the firmware. */
export const ASK_MODEL = bytes(GS, 0x49, 0x43);
export const ASK_FIRMWARE = bytes(GS, 0x49, 0x41);

/** DLE DC4 8: empties all buffers at once; answered with 37 25 00. */
export const CLEAR_BUFFERS = bytes(DLE, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8);
/** DLE ENQ 2: recovers from a recoverable error and empties the buffers; without such an error nothing happens. */
export const RECOVER_AND_CLEAR = bytes(DLE, 5, 2);
