import { describe, expect, it } from 'vitest';
import { bookingBody, prepayOrder, refundOrder } from './requests.ts';
import { freshOrder } from './testing/orders.ts';

const order = freshOrder();
const [line] = order.lines;

function described(item: string, lines = 1): string {
  const all = Array.from({ length: lines }, () => ({ ...order.lines[0], item }) as typeof line & object);
  return prepayOrder({ ...order, lines: all }).description;
}

describe('what is said to others', () => {
  it('names what is bought, never for whom', () => {
    expect(prepayOrder(order)).toEqual({
      outTradeNo: order.id,
      description: '城乡居民基本医疗保险费 2026',
      amountFen: 38_000,
      expiresAt: order.payableUntil,
      terminalId: 'K0001',
    });
    expect(described('医保', 2)).toBe('医保 2026 等2项');
    expect(prepayOrder({ ...order, lines: [] }).description).toBe('社会保险费');
  });

  it('keeps to what wallets take: no / = &, no emoji, at most 127 bytes', () => {
    expect(described('a/b=c&d🙂')).toBe('abcd 2026');
    expect(Buffer.byteLength(described('费'.repeat(200), 3))).toBeLessThanOrEqual(127);
  });

  it('books with the fields of the agency interface', () => {
    const payment = { transactionId: '42000', paidAt: '2026-11-24T09:00:09+08:00', funding: null };
    expect(JSON.parse(bookingBody({ ...order, payment }))).toEqual({
      bookingKey: order.id,
      quoteId: 'Q1',
      amountFen: 38_000,
      channel: 'wechat',
      channelTransactionId: '42000',
      paidAt: '2026-11-24T09:00:09+08:00',
      terminalId: 'K0001',
    });
  });

  it('never books what is not paid', () => {
    expect(() => bookingBody(order)).toThrow('is not paid');
  });

  it('gives back all of it', () => {
    expect(refundOrder(order)).toMatchObject({
      outTradeNo: order.id,
      outRefundNo: `R${order.id}x1`,
      amountFen: 38_000,
      totalFen: 38_000,
    });
  });
});
