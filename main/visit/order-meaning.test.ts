import { describe, expect, it } from 'vitest';
import type { OrderState, OrderView } from '../ledger/port.ts';
import { farewellResult, outcomeResult, slipKind } from './order-meaning.ts';

const MEANINGS = {
  PREPARING: ['unknown', null, 'safe'],
  QR_LIVE: ['unknown', null, 'safe'],
  CLOSING: ['unknown', null, 'safe'],
  NEVER_CREATED: ['closed', null, 'nothing'],
  CLOSED: ['closed', null, 'nothing'],
  PAID: ['pending', 'pending', 'pending'],
  BOOKING: ['pending', 'pending', 'pending'],
  BOOKED: ['booked', 'booked', 'paid'],
  REFUNDING: ['refunding', 'refunding', 'refunding'],
  REFUND_STUCK: ['refund-stuck', 'refunding', 'safe'],
  REFUNDED: ['refunded', 'refunding', 'refunding'],
  FROZEN: ['frozen', null, 'safe'],
} as const satisfies Record<OrderState, readonly unknown[]>;

describe.each(Object.entries(MEANINGS))('an order that is %s', (state, [result, slip, farewell]) => {
  const order: OrderView = {
    id: 'K0001-1',
    version: 1,
    state: state as OrderState,
    status: 'waiting',
    channel: 'wechat',
    amountFen: 1,
    codeUrl: null,
    expiresAt: 0,
    createdAt: 0,
    payer: { name: '*', idNumber: '*' },
    lines: [],
    doubtful: false,
    settled: false,
    prints: [],
  };

  it(`is told as ${result}, with slip ${slip}, and leaves as ${farewell}`, () => {
    expect(outcomeResult(order)).toBe(result);
    expect(slipKind(order)).toBe(slip);
    expect(farewellResult(order)).toBe(farewell);
  });
});

describe('no order', () => {
  it('leaves as nothing', () => {
    expect(farewellResult(null)).toBe('nothing');
  });
});
