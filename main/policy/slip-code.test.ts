import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FEN } from '../../drivers/base/money.ts';
import { classifyCode } from './scanned-code.ts';
import { parseSlipCode, slipCode } from './slip-code.ts';

const CODE = {
  orderId: 'KK0001261124AAAB7Q2M9X',
  amountFen: 80_000,
  chainCode: '812-3F9A1C2B',
  voucherNo: '4404002611240817',
};
const TEXT = 'SBPZ1 KK0001261124AAAB7Q2M9X 800.00 812-3F9A1C2B 4404002611240817';

describe('the code of a slip', () => {
  it('is words that a clerk can read', () => {
    expect(slipCode(CODE)).toBe(TEXT);
    expect(slipCode({ ...CODE, voucherNo: null })).toBe(TEXT.replace(/ \d+$/, ''));
  });

  it('is read back as it was made', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9A-Z]{2,32}$/),
        fc.integer({ min: 0, max: MAX_FEN }),
        fc.stringMatching(/^[1-9]\d{0,14}-[0-9A-F]{8}$/),
        fc.option(fc.stringMatching(/^[\x21-\x7e]{1,40}$/)),
        (orderId, amountFen, chainCode, voucherNo) => {
          const code = { orderId, amountFen, chainCode, voucherNo };
          expect(parseSlipCode(` ${slipCode(code)}\n`)).toEqual(code);
        },
      ),
    );
  });

  it.each(['4404 0817', '社保4404', 'V'.repeat(41), ''])(
    'does without the voucher number %j',
    (voucherNo) => {
      expect(parseSlipCode(slipCode({ ...CODE, voucherNo }))).toEqual({ ...CODE, voucherNo: null });
    },
  );

  it.each([
    '',
    'SBPZ1',
    'SBPZ2 K1 1.00 1-00000000',
    'SBPZ1 k1 1.00 1-00000000',
    'SBPZ1 K1 1.0 1-00000000',
    'SBPZ1 K1 1.00 1-0000000',
    `${TEXT} more`,
  ])('is not %j', (text) => expect(parseSlipCode(text)).toBeNull());

  it('that is held under the scanner is never sent to the agency as somebody’s card', () => {
    expect(classifyCode(TEXT)).toBe('foreign');
    expect(classifyCode('SBPZ9 of a newer version')).toBe('foreign');
  });
});
