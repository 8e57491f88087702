import type { OrderView } from '../../ledger/port.ts';

/** Orders as the ledger shows them, for tests of everything that is made from them. Invented people. */
export const BOOKED_ORDER: OrderView = {
  id: 'KK0001261124AAAB7Q2M9X',
  version: 7,
  state: 'BOOKED',
  status: 'booked',
  channel: 'wechat',
  amountFen: 80_000,
  codeUrl: null,
  expiresAt: Date.parse('2026-11-24T09:05:00+08:00'),
  createdAt: Date.parse('2026-11-24T09:00:00+08:00'),
  payer: { name: '王*明', idNumber: '440***********0011' },
  lines: [
    {
      billId: 'B-2026-1',
      insurance: 'pension',
      item: '城乡居民基本养老保险费',
      period: '2026',
      tierLabel: '800 元档',
      amountFen: 80_000,
    },
  ],
  transactionId: '4200002026112409001234567890',
  paidAt: '2026-11-24T09:01:12+08:00',
  voucherNo: '4404002611240817',
  bookedAt: '2026-11-24T01:01:14Z',
  doubtful: false,
  settled: true,
  prints: [],
};

/** Two lines, one with a late fee, paid and not booked yet. */
export const PENDING_ORDER: OrderView = without(
  {
    ...BOOKED_ORDER,
    state: 'BOOKING',
    status: 'booking',
    amountFen: 123_456,
    lines: [
      ...BOOKED_ORDER.lines,
      {
        billId: 'B-2026-2',
        insurance: 'medical',
        item: '城乡居民基本医疗保险费',
        period: '2026-11',
        amountFen: 43_000,
        lateFeeFen: 456,
      },
    ],
    settled: false,
  },
  'voucherNo',
  'bookedAt',
);

export const REFUNDING_ORDER: OrderView = {
  ...without(BOOKED_ORDER, 'voucherNo', 'bookedAt'),
  state: 'REFUNDING',
  status: 'refunding',
  refund: {
    outRefundNo: 'RKK0001261124AAAB7Q2M9Xx1',
    amountFen: 80_000,
    reason: 'ALREADY_PAID',
    funding: 'balance',
  },
  settled: false,
};

function without(order: OrderView, ...keys: readonly (keyof OrderView)[]): OrderView {
  return Object.fromEntries(
    Object.entries(order).filter(([key]) => !keys.some((left) => left === key)),
  ) as unknown as OrderView;
}
