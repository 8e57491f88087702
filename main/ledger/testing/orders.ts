import { openOrder } from '../order.ts';
import type { Opened, Order } from '../order-events.ts';
import type { NewOrder } from '../port.ts';

/** Orders for tests: one resident, one medical bill of 380.00 yuan. Times are small numbers, so that tests can be read. */

export const CODE_LIFE_MS = 300_000;

export function opened(at = 0): Opened {
  return {
    type: 'OPENED',
    at,
    facts: {
      id: 'K00012611240001AAAAAA',
      seq: 1,
      channel: 'wechat',
      terminalId: 'K0001',
      insured: 'a'.repeat(64),
      payer: { name: '王*明', idNumber: '440***********0016' },
      lines: [
        {
          billId: 'B1',
          insurance: 'medical',
          item: '城乡居民基本医疗保险费',
          period: '2026',
          amountFen: 38_000,
        },
      ],
      quoteId: 'Q1',
      amountFen: 38_000,
      expiresAt: at + CODE_LIFE_MS,
      payableUntil: at + CODE_LIFE_MS + 30_000,
      prepayBody: '{"prepay":1}',
    },
  };
}

export function freshOrder(change: Partial<Order> = {}): Order {
  return { ...openOrder(opened()), ...change };
}

export function request(change: Partial<NewOrder> = {}): NewOrder {
  return {
    channel: 'wechat',
    insuredId: 'P0001',
    payer: { name: '王*明', idNumber: '440***********0016' },
    quoteId: 'Q1',
    quoteValidUntil: '2026-11-24T10:00:00+08:00',
    amountFen: 38_000,
    lines: opened().facts.lines,
    ...change,
  };
}
