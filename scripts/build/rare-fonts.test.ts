import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'fontkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cutRareFonts, rareFontFaces } from './rare-fonts.mjs';

const MAIN = readFileSync(
  'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
);

/** First and last assigned characters, as GB 18030-2022 knows them (Unicode 11). */
const BLOCKS = [
  ['B', 0x20000, 0x2a6d6],
  ['C', 0x2a700, 0x2b734],
  ['D', 0x2b740, 0x2b81d],
  ['E', 0x2b820, 0x2cea1],
  ['F', 0x2ceb0, 0x2ebe0],
] as const;

describe('fonts for rare names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kiosk-rare-'));
  let fonts: Awaited<ReturnType<typeof cutRareFonts>> = [];
  beforeAll(async () => {
    fonts = await cutRareFonts('node_modules/hanamin', folder, MAIN);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(BLOCKS)(
    'hold every character of extension %s, those of the main font aside',
    (_name, first, last) => {
      const main = create(MAIN);
      const held = new Set(fonts.flatMap(({ chars }) => chars));
      const missing: string[] = [];
      for (let point = first; point <= last; point++) {
        if (held.has(String.fromCodePoint(point)) === main.hasGlyphForCodePoint(point))
          missing.push(point.toString(16));
      }
      expect(missing).toEqual([]);
    },
  );

  it('are small files, each named after its first and last character', () => {
    expect(readdirSync(folder).sort()).toEqual(fonts.map(({ name }) => name).sort());
    for (const { name, chars } of fonts) {
      const [first, last] = [chars[0], chars.at(-1)].map((char) =>
        char?.codePointAt(0)?.toString(16).toUpperCase(),
      );
      expect(name).toBe(`${first}-${last}.ttf`);
      expect(statSync(join(folder, name)).size).toBeLessThan(800_000);
      const file = create(readFileSync(join(folder, name)));
      for (const char of chars) expect(file.hasGlyphForCodePoint(char.codePointAt(0) ?? 0)).toBe(true);
    }
  });

  it('are told to Chromium character by character, so that only the piece with a name’s character is fetched', () => {
    const rules = rareFontFaces('rare', fonts, [400, 700]);
    expect(rules).toHaveLength(2 * fonts.length);
    const having = rules.filter((rule) => covers(rule, 0x20bb7));
    expect(having.map((rule) => /font-weight: (\d+).*url\("([^"]+)"\)/.exec(rule)?.slice(1))).toEqual([
      ['400', 'rare/20800-20BFF.ttf'],
      ['700', 'rare/20800-20BFF.ttf'],
    ]);
    // Noto Sans SC has this one of extension B.
    expect(rules.filter((rule) => covers(rule, 0x20164))).toEqual([]);
  });
});

function covers(rule: string, point: number): boolean {
  const ranges = /unicode-range: ([^;]+);/.exec(rule)?.[1] ?? '';
  return [...ranges.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)].some(
    ([, first = '', last = first]) =>
      Number.parseInt(first, 16) <= point && point <= Number.parseInt(last, 16),
  );
}
