import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import subset from 'subset-font';

const PACKAGE = resolve(import.meta.dirname, '../../../node_modules/hanamin');

const PIECES = [
  { file: 'HanaMinB.CJK-Unified-Ideographs-Extension-B-03.woff2', first: 0x20800, last: 0x20bff },
  { file: 'HanaMinB.CJK-Unified-Ideographs-Extension-E-1.woff2', first: 0x2b820, last: 0x2bc1f },
  { file: 'HanaMinB.CJK-Unified-Ideographs-Extension-F-1.woff2', first: 0x2ceb0, last: 0x2d2af },
];

/** Three of the pieces that the build makes (𠠀…𠯿, 𫠠…𫰟, 𬺰…𭊯), in a folder of their own: the others take a second more. */
export async function rareFontFolder(): Promise<{ readonly path: string; readonly remove: () => void }> {
  const path = mkdtempSync(join(tmpdir(), 'rare-fonts-'));
  for (const { file, first, last } of PIECES) {
    const chars = Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at));
    const font = await subset(readFileSync(join(PACKAGE, file)), chars.join(''), {
      targetFormat: 'truetype',
    });
    const name = [first, last].map((point) => point.toString(16).toUpperCase()).join('-');
    writeFileSync(join(path, `${name}.ttf`), font);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
