import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import { encodeGb18030 } from './gb18030.ts';
import { asciiText, dateText, nameText } from './text.ts';

const NONE = new Uint8Array(0);

describe('names', () => {
  it.each([
    ['padded with 00', 'D5C5C8FD0000', '', '张三'],
    ['padded with FF', 'D5C5C8FDFFFF', 'FFFF', '张三'],
    ['padded with blanks', 'D5C5C8FD2020', '2020', '张三'],
    ['continued in the extension', 'CDF5', 'BDA8C3F70000', '王建明'],
    ['with a four-byte character across the two', 'CDF59534', 'B2350000', '王𠮷'],
    ['cut in the middle of its last character', 'CDF5BDA8C3', '', '王建'],
    ['cut in the middle of a four-byte character', 'CDF59534B2', '', '王'],
    ['not there', '0000', '0000', ''],
  ])('%s', (_what, name, extension, expected) => {
    expect(nameText(fromHex(name), fromHex(extension))).toBe(expected);
  });

  it.each([
    ['bytes that are no text in the middle', 'CDF5FFBDA8'],
    ['control characters', 'CDF507BDA8'],
  ])('refuses %s', (_what, name) => {
    expect(nameText(fromHex(name), NONE)).toBeNull();
  });
});

describe('dates', () => {
  it.each([
    ['20201231', '2020-12-31'],
    ['32303132', '2012'],
    ['20210229', null],
    ['20201301', null],
    ['00000000', null],
    ['FFFFFFFF', null],
    ['202012', null],
    ['2012FFFF', '2012'],
    ['20120000', '2012'],
    ['3230313230363330', '2012-06-30'],
    ['3230313230323330', null],
    ['32303132FFFFFFFF', '2012'],
    ['33303132', null],
    ['41424344', null],
  ])('%s → %s', (hex, expected) => {
    expect(dateText(fromHex(hex))).toBe(expected);
  });
});

describe('ASCII fields', () => {
  it.each([
    ['4230303030', 'B0000'],
    ['42FF2000', 'B'],
    ['', ''],
    ['4200', 'B'],
    ['420042', null],
    ['C0C0', null],
  ])('%s → %s', (hex, expected) => {
    expect(asciiText(fromHex(hex))).toBe(expected);
  });
});

describe('whatever a card holds', () => {
  const bytes = fc.uint8Array({ maxLength: 60 });

  it('a name is text without control characters, or none', () => {
    fc.assert(
      fc.property(bytes, bytes, (name, extension) => {
        const text = nameText(name, extension);
        if (text !== null) expect(text).not.toMatch(/[\p{Cc}\uFFFD]/u);
      }),
    );
  });

  it('a name of any characters comes back, wherever its bytes are divided', () => {
    const name = fc.stringMatching(/^[\u4e00-\u9fa5\u3400-\u4db5\u{20000}-\u{2a6d6}·]{1,12}$/u);
    fc.assert(
      fc.property(name, fc.nat(60), (text, at) => {
        const encoded = encodeGb18030(text);
        expect(nameText(encoded.slice(0, at), encoded.slice(at))).toBe(text);
      }),
    );
  });

  it('a day that exists comes back, packed or in letters', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const text = date.toISOString().slice(0, 10);
        const digits = text.replaceAll('-', '');
        expect(dateText(fromHex(digits))).toBe(text);
        expect(dateText(new TextEncoder().encode(digits))).toBe(text);
      }),
    );
  });

  it('a date is one of the two forms, or none', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(dateText(value) ?? '2000').toMatch(/^[12]\d{3}(?:-\d{2}-\d{2})?$/);
      }),
    );
  });
});
