import { create } from 'qrcode';
import type { Rows } from './raster-image.ts';

/** Bytes that versions 1, 2, 3 … hold at error correction M in byte mode. Source: ISO/IEC 18004, table 7. */
const CAPACITY_M: readonly number[] = [
  ...[14, 26, 42, 62, 84, 106, 122, 152, 180, 213],
  ...[251, 287, 331, 362, 412],
];
/** The standard's margin, in modules, on either side. */
const QUIET = 4;
/** Below this a phone cannot read thermal paper. */
const MIN_MODULE_DOTS = 3;

export interface QrSize {
  readonly moduleDots: number;
  /** Side of the symbol without its margin, dots. */
  readonly sideDots: number;
}

/** The largest module, up to `moduleDots`, at which the symbol fits across. Data that cannot be printed legibly throws. */
export function qrSize(byteLength: number, dots: number, moduleDots: number): QrSize {
  const version = CAPACITY_M.findIndex((capacity) => byteLength <= capacity) + 1;
  const modules = 17 + 4 * version;
  const fitting = Math.min(moduleDots, Math.floor(dots / (modules + 2 * QUIET)));
  if (version === 0 || fitting < MIN_MODULE_DOTS) {
    throw new RangeError(`QR data of ${byteLength} bytes does not fit ${dots} dots`);
  }
  return { moduleDots: fitting, sideDots: modules * fitting };
}

/** The symbol as an image, for printers whose own QR command is unknown or speaks another dialect. */
export function qrRows(data: Uint8Array, size: QrSize): Rows {
  const { modules } = create([{ data, mode: 'byte' }], { errorCorrectionLevel: 'M' });
  const { moduleDots, sideDots } = size;
  return Array.from({ length: sideDots }, (_, y) => {
    const row = new Uint8Array(Math.ceil(sideDots / 8));
    for (let x = 0; x < sideDots; x++) {
      if (modules.get(Math.floor(y / moduleDots), Math.floor(x / moduleDots)) === 0) continue;
      row[x >> 3] = Number(row[x >> 3]) | (0x80 >> (x & 7));
    }
    return row;
  });
}
