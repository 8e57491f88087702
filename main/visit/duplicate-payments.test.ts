import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PastPayment } from '../../drivers/agency/port.ts';
import { duplicatePayments, lookBack } from './duplicate-payments.ts';

function payment(voucherNo: string, change: Partial<PastPayment> = {}): PastPayment {
  return {
    voucherNo,
    item: '城乡居民基本医疗保险费',
    period: '2025',
    amountFen: 38_000,
    paidAt: `2025-10-1${voucherNo.slice(-1)}T09:00:00+08:00`,
    channel: 'wechat',
    ...change,
  };
}

const vouchers = (...payments: readonly PastPayment[]) =>
  duplicatePayments(payments).map(({ voucherNo }) => voucherNo);

describe('two payments for the same thing', () => {
  it('are found, and the later one is the one too many, whatever the order in which they are told', () => {
    expect(vouchers(payment('V1'), payment('V2'))).toEqual(['V2']);
    expect(vouchers(payment('V2'), payment('V1'))).toEqual(['V2']);
  });

  it('are as many as there are beyond the first, newest first', () => {
    expect(vouchers(payment('V1'), payment('V2'), payment('V3'))).toEqual(['V3', 'V2']);
  });

  it('are told apart by item and period, and never by the sum', () => {
    expect(vouchers(payment('V1'), payment('V2', { period: '2026' }))).toEqual([]);
    expect(vouchers(payment('V1'), payment('V2', { item: '城乡居民基本养老保险费' }))).toEqual([]);
    expect(vouchers(payment('V1'), payment('V2', { amountFen: 1 }))).toEqual(['V2']);
  });

  it('are one when they have one voucher, or when the other was given back', () => {
    expect(vouchers(payment('V1'), payment('V1'))).toEqual([]);
    expect(vouchers(payment('V1'), payment('V2', { refundedAt: '2025-11-01T09:00:00+08:00' }))).toEqual([]);
    expect(vouchers(payment('V1', { refundedAt: '2025-11-01T09:00:00+08:00' }), payment('V2'))).toEqual([]);
  });

  it('leave the one standing of which nothing can be given back', () => {
    const kept = { refundable: false };
    expect(vouchers(payment('V1', kept), payment('V2'))).toEqual(['V2']);
    expect(vouchers(payment('V1'), payment('V2', kept))).toEqual(['V1']);
    expect(vouchers(payment('V1', kept), payment('V2', kept))).toEqual([]);
  });

  it('of one instant are told apart by their vouchers, always in the same way', () => {
    const at = { paidAt: '2025-10-17T09:00:00+08:00' };
    expect(vouchers(payment('V1', at), payment('V2', at))).toEqual(['V2']);
    expect(vouchers(payment('V2', at), payment('V1', at))).toEqual(['V2']);
    expect(vouchers(payment('V1', at), payment('V1', at))).toEqual([]);
  });
});

const anyPayment = fc
  .record({
    voucherNo: fc.constantFrom('V1', 'V2', 'V3', 'V4', 'V5', 'V6'),
    period: fc.constantFrom('2025', '2026'),
    refundable: fc.boolean(),
    back: fc.boolean(),
  })
  .map(({ back, ...rest }) =>
    payment(rest.voucherNo, back ? { ...rest, refundedAt: '2025-11-01T09:00:00+08:00' } : rest),
  );

describe('whatever the agency lists', () => {
  it('one payment of each thing is never handed in, and nothing that was given back or cannot be', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyPayment, { selector: ({ voucherNo }) => voucherNo }), (payments) => {
        const found = duplicatePayments(payments);
        expect(found.every(({ refundable, refundedAt }) => refundable !== false && !refundedAt)).toBe(true);
        for (const { period } of found) {
          const standing = payments.filter((each) => each.period === period && !each.refundedAt);
          expect(found.filter((each) => each.period === period).length).toBeLessThan(standing.length);
        }
      }),
    );
  });

  it('the order of the list changes nothing', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(anyPayment, { selector: ({ voucherNo }) => voucherNo })
          .chain((payments) =>
            fc.tuple(fc.constant(payments), fc.shuffledSubarray(payments, { minLength: payments.length })),
          ),
        ([payments, shuffled]) => {
          const found = (list: readonly PastPayment[]) => new Set(duplicatePayments(list));
          expect(found(shuffled)).toEqual(found(payments));
        },
      ),
    );
  });
});

describe('the look back', () => {
  it('begins with the year before, as it is in Shanghai', () => {
    expect(lookBack(Date.parse('2026-11-24T09:00:00+08:00'))).toEqual({
      from: '2025-01-01',
      to: '2026-11-24',
    });
    expect(lookBack(Date.parse('2026-12-31T16:00:00Z'))).toEqual({ from: '2026-01-01', to: '2027-01-01' });
  });
});
