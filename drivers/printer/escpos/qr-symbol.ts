import { create } from 'qrcode';
import { concat } from '../../base/bytes.ts';
import { rasterImage } from './commands.ts';

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

/** Rows in one GS v 0: old boards count them in one byte. */
const BAND_ROWS = 255;

/**
 * The symbol as images, one command per band, for printers whose own QR command is unknown or speaks another dialect.
 *
 * Image bytes can look like a real-time command, which printers obey even inside data (DLE ENQ 2 would empty the
 * buffer). The symbol is then moved right dot by dot until none is left.
 */
export function qrRaster(data: Uint8Array, size: QrSize): readonly Uint8Array[] {
  const { modules } = create([{ data, mode: 'byte' }], { errorCorrectionLevel: 'M' });
  const isBlack = (row: number, column: number) => modules.get(row, column) !== 0;
  for (let shift = 0; shift < 8; shift++) {
    const rows = draw(modules.size, size.moduleDots, shift, isBlack);
    if (!holdsRealTimeCommand(concat(...rows))) return bands(rows);
  }
  /* v8 ignore next -- eight shifts have never all failed; sending the command would be worse than a bug report */
  throw new Error('no safe position for the QR image');
}

function draw(
  modules: number,
  moduleDots: number,
  shift: number,
  isBlack: (row: number, column: number) => boolean,
): readonly Uint8Array[] {
  const width = Math.ceil((modules * moduleDots + shift) / 8);
  return Array.from({ length: modules * moduleDots }, (_, y) => {
    const row = new Uint8Array(width);
    for (let x = 0; x < modules * moduleDots; x++) {
      if (!isBlack(Math.floor(y / moduleDots), Math.floor(x / moduleDots))) continue;
      const at = (x + shift) >> 3;
      row[at] = Number(row[at]) | (0x80 >> ((x + shift) & 7));
    }
    return row;
  });
}

function bands(rows: readonly Uint8Array[]): readonly Uint8Array[] {
  const commands: Uint8Array[] = [];
  for (let from = 0; from < rows.length; from += BAND_ROWS) {
    const band = rows.slice(from, from + BAND_ROWS);
    commands.push(rasterImage(concat(...band).length / band.length, band));
  }
  return commands;
}

/** DLE ENQ or DLE DC4; a DLE EOT only draws an answer that nobody asked for. */
export function holdsRealTimeCommand(bytes: Uint8Array): boolean {
  return bytes.some((byte, at) => byte === 0x10 && (bytes[at + 1] === 0x05 || bytes[at + 1] === 0x14));
}
