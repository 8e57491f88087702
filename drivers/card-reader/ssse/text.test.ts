import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
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
