import { spawnSync } from 'node:child_process';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import vectors from '../fixtures/encoding-vectors.json' with { type: 'json' };
import { encodeText } from '../testing/encode-text.ts';
import { MISSING, toPrintable, widthOf } from './gb18030.ts';

/** Every character of the basic plane that the encoder prints as itself. */
function everyPrintable(): readonly string[] {
  const chars: string[] = [];
  for (let code = 0x20; code < 0x10000; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const char = String.fromCharCode(code);
    if (toPrintable(char).text === char) chars.push(char);
  }
  return chars;
}

const system = spawnSync('iconv', ['--version']);

describe('GB 18030 text', () => {
  it.each(vectors.texts)('encodes $text', ({ text, hex }) => {
    expect(toHex(encodeText(text))).toBe(toHex(fromHex(hex)));
  });

  it('holds every two-byte code but the unsettled ones', () => {
    // 21,892 codes have a character; one is a second ideographic space, nineteen are left out.
    expect(everyPrintable().filter((char) => char > '~')).toHaveLength(21_872);
    const codes = new Set(everyPrintable().map((char) => toHex(encodeText(char))));
    for (const code of vectors.excludedCodes) expect(codes).not.toContain(code);
    expect(toHex(encodeText('\u3000'))).toBe('A1A1');
  });

  it('agrees with iconv-lite for every character', () => {
    const text = everyPrintable().join('');
    expect(Buffer.from(encodeText(text)).equals(iconv.encode(text, 'gb18030'))).toBe(true);
  });

  it.skipIf(system.error !== undefined)('agrees with the system’s iconv for every character', () => {
    const text = everyPrintable().join('');
    const { stdout } = spawnSync('iconv', ['-f', 'GB18030', '-t', 'UTF-8'], {
      input: encodeText(text),
      maxBuffer: 1 << 20,
    });
    expect(stdout.toString()).toBe(text);
  });

  it('maps look-alikes before it encodes', () => {
    expect(toPrintable('¥1\u00a0〜−')).toEqual({ text: '￥1 ～－', replaced: [] });
  });

  it.each(vectors.replaced)('marks %s, which the printer’s font does not hold', (char) => {
    expect(toPrintable(`王${char}`)).toEqual({ text: `王${MISSING}`, replaced: [char] });
  });

  it('never lets text become a command', () => {
    expect(toPrintable('a\x1b@\n\x10\u0085b')).toEqual({
      text: `a${MISSING}@${MISSING}${MISSING}${MISSING}b`,
      replaced: ['\x1b', '\n', '\x10', '\u0085'],
    });
  });

  it('throws for a character that was not made printable first', () => {
    expect(() => encodeText('𬍛')).toThrow('U+2c35b');
  });

  it('counts columns by the bytes sent, not by how a screen would draw them', () => {
    expect(widthOf('a·…①×王')).toBe(11);
  });
});
