import fc from 'fast-check';
import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { concat, toHex } from '../../base/bytes.ts';
import { qrRows, qrSize } from './qr-symbol.ts';
import { imageCommands } from './raster-image.ts';

/** Reads GS v 0 commands back as one image with a white margin, as the test understands the manual. */
function paint(commands: readonly Uint8Array[]): {
  pixels: Uint8ClampedArray;
  width: number;
  height: number;
} {
  const margin = 24;
  const rows = commands.flatMap((command) => {
    const [, , , , widthBytes = 0, , height = 0] = command;
    expect(toHex(command.subarray(0, 4))).toBe('1D763000');
    expect(command.length).toBe(8 + widthBytes * height);
    return Array.from({ length: height }, (_, y) =>
      command.subarray(8 + y * widthBytes, 8 + (y + 1) * widthBytes),
    );
  });
  const width = (rows[0]?.length ?? 0) * 8 + 2 * margin;
  const height = rows.length + 2 * margin;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length * 8; x++) {
      if (((row[x >> 3] ?? 0) & (0x80 >> (x & 7))) === 0) continue;
      pixels.fill(0, ((y + margin) * width + x + margin) * 4, ((y + margin) * width + x + margin) * 4 + 3);
    }
  }
  return { pixels, width, height };
}

const qrRaster = (data: Uint8Array, dots: number, moduleDots: number) =>
  imageCommands(qrRows(data, qrSize(data.length, dots, moduleDots)), { command: 'gs-v-0', maxRows: 255 });

describe('QR as raster', () => {
  it('can be read back from its bytes, in bands when it is tall', () => {
    const text = `https://pz.example.gov.cn/v?n=${'4'.repeat(120)}`;
    const data = new TextEncoder().encode(text);
    const commands = qrRaster(data, 576, 6);
    expect(commands.length).toBeGreaterThan(1);
    const { pixels, width, height } = paint(commands);
    const read = jsqr(pixels, width, height);
    expect(read?.data).toBe(text);
  });

  it('never holds what a printer would obey inside data', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 60 }),
        fc.integer({ min: 3, max: 8 }),
        (text, moduleDots) => {
          const data = new TextEncoder().encode(text);
          const images = qrRaster(data, 576, moduleDots).map((command) => command.subarray(8));
          expect(concat(...images)).not.toContain(0x10);
        },
      ),
      { numRuns: 40 },
    );
  });
});
