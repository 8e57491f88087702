import { createHash, getHashes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sm3 } from './sm3.ts';

describe('SM3', () => {
  it('gives the two examples of GB/T 32905-2016, appendix A', () => {
    expect(sm3('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(sm3('abcd'.repeat(16))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
  });

  it.runIf(getHashes().includes('sm3'))(
    'agrees with OpenSSL for every length around the block borders',
    () => {
      const openssl = (text: string) => createHash('sm3').update(text).digest('hex');
      for (let length = 0; length < 200; length++) {
        const text = 'é'.repeat(length % 3) + 'x'.repeat(length);
        expect(sm3(text)).toBe(openssl(text));
      }
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => sm3(text) === openssl(text)),
      );
    },
  );
});
