import { describe, expect, it } from 'vitest';
import type { OrderState, OrderView } from '../ledger/port.ts';
import { farewellResult, outcomeResult, slipKind, worthShowing } from './order-meaning.ts';

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

const ORDER: OrderView = {
  id: 'K0001-1',
  version: 1,
  state: 'CLOSING',
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

describe.each(Object.entries(MEANINGS))('an order that is %s', (state, [result, slip, farewell]) => {
  const order: OrderView = { ...ORDER, state: state as OrderState };

  it(`is told as ${result}, with slip ${slip}, and leaves as ${farewell}`, () => {
    expect(outcomeResult(order)).toBe(result);
    expect(slipKind(order)).toBe(slip);
    expect(farewellResult(order)).toBe(farewell);
  });
});

describe('an order that was left with its code unscanned', () => {
  const order: OrderView = { ...ORDER, replaceable: true };

  it('took nothing, wants nothing, and has nothing to print', () => {
    expect([outcomeResult(order), slipKind(order), farewellResult(order)]).toEqual([
      'unscanned',
      null,
      'unscanned',
    ]);
  });

  it('is not shown to whoever comes back, until it is paid after all', () => {
    const paid: OrderView = { ...ORDER, state: 'PAID' };
    expect(worthShowing([order, paid, ORDER])).toEqual([paid, ORDER]);
  });
});

describe('no order', () => {
  it('leaves as nothing', () => {
    expect(farewellResult(null)).toBe('nothing');
  });
});
