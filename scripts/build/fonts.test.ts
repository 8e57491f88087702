import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'fontkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cutScreenFonts, unicodeRange } from './fonts.mjs';

const WHOLE = 'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';

describe('fonts of the screens', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kiosk-fonts-'));
  let rules: readonly string[] = [];
  beforeAll(async () => {
    copyFileSync(WHOLE, join(folder, 'whole.ttf'));
    rules = await cutScreenFonts(folder, [{ weight: 400, file: 'whole.ttf' }], '请插入社保卡');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const has = (file: string, char: string) => {
    return create(readFileSync(join(folder, file))).hasGlyphForCodePoint(char.codePointAt(0) ?? 0);
  };

  it('holds our own texts, digits and signs in a core that is small enough to wait for', () => {
    for (const char of '请插入社保卡0123456789¥*') expect(has('screen-core-400.ttf', char), char).toBe(true);
    expect(statSync(join(folder, 'screen-core-400.ttf')).size).toBeLessThan(200_000);
  });

  it('holds everyday characters apart from that, and leaves rare ones to the whole font', () => {
    expect(has('screen-common-400.ttf', '啊')).toBe(true);
    expect(has('screen-common-400.ttf', '座')).toBe(true);
    expect(has('screen-common-400.ttf', '请')).toBe(false);
    expect(has('screen-common-400.ttf', '龘')).toBe(false);
  });

  it('tells Chromium which tier has which character, the core last because the last rule wins', () => {
    expect(rules.map((rule) => /url\("([^"]+)"\)/.exec(rule)?.[1])).toEqual([
      'whole.ttf',
      'screen-common-400.ttf',
      'screen-core-400.ttf',
    ]);
    expect(unicodeRange(['a', 'b', 'c', '中'])).toBe('U+61-63,U+4E2D');
  });
});
