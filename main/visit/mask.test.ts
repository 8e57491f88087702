import { describe, expect, it } from 'vitest';
import { maskCardNumber, maskIdNumber, maskName } from './mask.ts';

describe('a masked name', () => {
  it.each([
    ['', '*'],
    ['王', '*'],
    ['王明', '王*'],
    ['王小明', '王*明'],
    ['欧阳小明', '欧**明'],
    ['𠮷野家', '𠮷*家'],
    ['阿卜杜拉·买买提', '阿******提'],
  ])('%s → %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });
});

describe('a masked number', () => {
  it.each([
    ['440404195901010011', '440***********0011'],
    ['440404590101001', '440********1001'],
    ['123456789012', '123*****9012'],
    ['12345678901', '***********'],
    ['', ''],
  ])('%s → %s', (number, masked) => {
    expect(maskIdNumber(number)).toBe(masked);
  });
});

describe('a masked card number', () => {
  it.each([
    ['A12345678', '*****5678'],
    ['12345678', '****5678'],
    ['1234567', '*******'],
  ])('%s → %s', (number, masked) => {
    expect(maskCardNumber(number)).toBe(masked);
  });
});
