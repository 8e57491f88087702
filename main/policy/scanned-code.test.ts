import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyCode } from './scanned-code.ts';

describe('a scanned code', () => {
  it.each([
    ['an opaque token', 'SYNTHETIC-QR-0001'],
    ['a token of digits that nobody else has', '9'.repeat(28)],
    ['a token with a colon', 'ECARD:0001'],
    ['the longest token', 'x'.repeat(2_048)],
    ['a number that begins like a payment code and is too short', '12345678901234567'],
    ['a number that begins like a payment code and is too long', '1234567890123456789'],
    ['a number beyond WeChat’s range', '160000000000000000'],
    ['a number below Alipay’s range', '2400000000000000'],
  ])('%s is an electronic card', (_what, text) => {
    expect(classifyCode(text)).toBe('ecode');
  });

  it.each([
    ['WeChat, lowest', '100000000000000000'],
    ['WeChat, highest', '159999999999999999'],
    ['Alipay, shortest', '2500000000000000'],
    ['Alipay, longest', '309999999999999999999999'],
    ['WeChat, with the check character of an identity number but no day of birth', '130102202341000002'],
  ])('%s is a payment code', (_what, text) => {
    expect(classifyCode(text)).toBe('payment-code');
  });

  it.each([
    ['a citizen', '11010519491231002X'],
    ['the same in lower case', '11010519491231002x'],
    ['a region that begins like WeChat’s codes', '130102199003074477'],
  ])('%s is an identity number', (_what, text) => {
    expect(classifyCode(text)).toBe('id-number');
  });

  it.each([
    ['a wrong check character', '110105194912310021', 'payment-code'],
    ['a birth on the 29th of February of a common year', '440404200102290017', 'ecode'],
    ['a birth in the year 1800', '440404180001010017', 'ecode'],
    ['a birth in the 13th month', '130102202313410004', 'payment-code'],
  ])('%s makes no identity number', (_what, text, expected) => {
    expect(classifyCode(text)).toBe(expected);
  });

  it.each([
    'https://example.com/pay?x=1',
    'HTTP://EXAMPLE.COM',
    'weixin://wxpay/bizpayurl?pr=abc',
    'wxp://f2f0abcdef',
    'www.example.com',
    'WIFI:T:WPA;S:net;;',
    'BEGIN:VCARD',
    'tel:12345',
    '',
    'tab\there',
    '社保',
    'x'.repeat(2_049),
  ])('%j is not for us', (text) => {
    expect(classifyCode(text)).toBe('foreign');
  });

  it('is always one of four, and nothing unprintable is an electronic card', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const kind = classifyCode(text);
        expect(['ecode', 'payment-code', 'id-number', 'foreign']).toContain(kind);
        if (kind === 'ecode') expect(text).toMatch(/^[\x20-\x7e]{1,2048}$/);
      }),
    );
  });

  it('that is 18 digits long is an identity number only with its own check character', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2099 }), fc.integer({ min: 0, max: 999 }), (year, serial) => {
        const stem = `440404${year}0615${String(serial).padStart(3, '0')}`;
        const kinds = [...'0123456789X'].map((last) => classifyCode(stem + last));
        expect(kinds.filter((kind) => kind === 'id-number').length).toBe(1);
      }),
    );
  });
});
