import { describe, expect, it } from 'vitest';
import { RANK } from './order-moves.ts';
import type { OrderState, PayStatus } from './port.ts';
import { freshOrder } from './testing/orders.ts';
import { toView } from './views.ts';

const CODE = 'weixin://wxpay/bizpayurl?pr=x';

describe('what the visit sees', () => {
  it('shows the code only while somebody should scan it', () => {
    const live = freshOrder({ state: 'QR_LIVE' });
    expect(toView(live, CODE, live.expiresAt - 1).codeUrl).toBe(CODE);
    expect(toView(live, CODE, live.expiresAt).codeUrl).toBeNull();
    expect(toView({ ...live, doubt: { since: 0, hidden: false } }, CODE, 0).codeUrl).toBe(CODE);
    expect(toView({ ...live, doubt: { since: 0, hidden: true } }, CODE, 0).codeUrl).toBeNull();
    for (const state of Object.keys(RANK) as OrderState[]) {
      if (state !== 'QR_LIVE') expect(toView({ ...live, state }, CODE, 0).codeUrl).toBeNull();
    }
  });

  it('has one word for each state', () => {
    const words: Record<OrderState, PayStatus> = {
      PREPARING: 'waiting',
      QR_LIVE: 'waiting',
      CLOSING: 'checking',
      NEVER_CREATED: 'closed',
      CLOSED: 'closed',
      PAID: 'paid',
      BOOKING: 'booking',
      BOOKED: 'booked',
      REFUNDING: 'refunding',
      REFUNDED: 'refunded',
      REFUND_STUCK: 'refunding',
      FROZEN: 'unknown',
    };
    for (const state of Object.keys(RANK) as OrderState[]) {
      expect(toView(freshOrder({ state }), null, 0).status).toBe(words[state]);
    }
    const hidden = { since: 0, hidden: true };
    expect(toView(freshOrder({ state: 'QR_LIVE', doubt: hidden }), null, 0)).toMatchObject({
      status: 'unknown',
      doubtful: true,
    });
    expect(toView(freshOrder({ state: 'CLOSING', doubt: hidden }), null, 0).status).toBe('unknown');
  });

  it('carries the facts as they become known, and nothing before', () => {
    const bare = toView(freshOrder(), null, 0);
    for (const field of ['transactionId', 'paidAt', 'funding', 'voucherNo', 'bookedAt', 'refund']) {
      expect(bare).not.toHaveProperty(field);
    }
    const order = freshOrder({
      state: 'REFUNDED',
      settledAt: 9,
      payment: { transactionId: '42', paidAt: 'p', funding: 'balance' },
      voucher: { voucherNo: 'V', bookedAt: 'b' },
    });
    const refunded = { ...order, refund: { ...order.refund, reason: 'ALREADY_PAID' } };
    expect(toView(refunded, null, 0)).toMatchObject({
      transactionId: '42',
      paidAt: 'p',
      funding: 'balance',
      voucherNo: 'V',
      bookedAt: 'b',
      settled: true,
      refund: {
        outRefundNo: `R${order.id}x1`,
        amountFen: 38_000,
        reason: 'ALREADY_PAID',
        funding: 'balance',
      },
    });
    const silent = { transactionId: '42', paidAt: 'p', funding: null };
    expect(toView({ ...refunded, payment: silent }, null, 0)).not.toHaveProperty('funding');
    expect(toView({ ...refunded, payment: null }, null, 0).refund).not.toHaveProperty('funding');
  });
});
