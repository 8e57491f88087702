import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rareFontFolder } from '../testing/rare-fonts.ts';
import { RareFonts } from './rare-fonts.ts';

describe('RareFonts', () => {
  let folder: Awaited<ReturnType<typeof rareFontFolder>>;
  beforeAll(async () => {
    folder = await rareFontFolder();
  });
  afterAll(() => folder.remove());

  it.each([
    ['𠮷', '20800-20BFF.ttf'],
    ['𬺰', '2CEB0-2D2AF.ttf'],
  ])('%s comes from %s', (char, name) => {
    const found = new RareFonts(folder.path).of(char);
    expect(found?.name).toBe(name);
    expect(found?.font.glyphForCodePoint(Number(char.codePointAt(0))).path.commands.length).toBeGreaterThan(
      10,
    );
  });

  it('reads a piece once', () => {
    const rare = new RareFonts(folder.path);
    expect(rare.of('𠮷')).toBe(rare.of('𠮾'));
  });

  it.each(['王', 'A', '\u{30000}', '\u{10FFFD}'])('has no %s', (char) => {
    expect(new RareFonts(folder.path).of(char)).toBeNull();
  });

  it('is there without its folder, until something is asked of it', () => {
    const rare = new RareFonts('/nowhere/rare');
    expect(() => rare.of('𠮷')).toThrow('ENOENT');
  });

  it('looks at fonts alone, and throws for one that is damaged', () => {
    const path = mkdtempSync(join(tmpdir(), 'rare-fonts-'));
    try {
      writeFileSync(join(path, 'OFL.txt'), 'no font');
      writeFileSync(join(path, '20800-20BFF.ttf'), 'no font');
      const rare = new RareFonts(path);
      expect(rare.of('𬺰')).toBeNull();
      expect(() => rare.of('𠮷')).toThrow();
    } finally {
      rmSync(path, { recursive: true });
    }
  });
});
