import type { Bill, Insured, PastPayment } from '../../../drivers/agency/port.ts';
import type { CardIdentity } from '../../../drivers/card-reader/port.ts';

/** One resident with one of everything. Numbers are made up; none of these words may ever be on the glass in clear. */
export const WANG = {
  name: '王小明',
  idNumber: '440404195901010011',
  cardNumber: 'A12345678',
  insuredId: 'P-0001',
} as const;

export const CARD: CardIdentity = {
  outcome: 'complete',
  version: '2',
  idNumber: WANG.idNumber,
  name: WANG.name,
  cardNumber: WANG.cardNumber,
  cardIdentifier: '44040000000000000000000000000000',
  region: '440404',
  warnings: [],
};

export const INSURED: Insured = {
  insuredId: WANG.insuredId,
  name: WANG.name,
  idNumber: WANG.idNumber,
  categories: ['resident'],
  region: '440404',
  verification: ['none'],
};

/** Somebody else altogether. */
export const LI = {
  name: '李阿华',
  idNumber: '440404196203034049',
  cardNumber: 'B87654321',
  insuredId: 'P-0002',
} as const;

export const LI_CARD: CardIdentity = {
  ...CARD,
  idNumber: LI.idNumber,
  name: LI.name,
  cardNumber: LI.cardNumber,
  cardIdentifier: '44040000000000000000000000000001',
};

export const LI_INSURED: Insured = {
  ...INSURED,
  insuredId: LI.insuredId,
  name: LI.name,
  idNumber: LI.idNumber,
};

/** As a phone shows it to be charged: eighteen digits of WeChat's. */
export const PAYMENT_CODE = '134650000000000017';

/** Three tiers, last year's among them; no amount of its own. */
export const PENSION: Bill = {
  billId: 'B-PENSION',
  insurance: 'pension',
  item: '城乡居民基本养老保险费',
  period: '2026',
  tiers: [
    { tierId: 'T1', label: '一档', amountFen: 20_000 },
    { tierId: 'T2', label: '二档', amountFen: 36_000 },
    { tierId: 'T3', label: '三档', amountFen: 60_000 },
  ],
  lastTierId: 'T2',
  status: 'due',
  dueDate: '2026-12-31',
};

export const MEDICAL: Bill = {
  billId: 'B-MEDICAL',
  insurance: 'medical',
  item: '城乡居民基本医疗保险费',
  period: '2027',
  amountFen: 40_000,
  lateFeeFen: 250,
  status: 'due',
};

/** One fen over the limit from which amounts are confirmed twice. */
export const LARGE: Bill = {
  billId: 'B-LARGE',
  insurance: 'pension',
  item: '城乡居民基本养老保险费',
  period: '2026',
  amountFen: 500_001,
  status: 'due',
};

export const PAID_BILL: Bill = {
  billId: 'B-PAID',
  insurance: 'medical',
  item: '城乡居民基本医疗保险费',
  period: '2026',
  amountFen: 38_000,
  status: 'paid',
  reason: '已缴',
};

/** Last year's medical premium, with a phone and once more at a bank. */
export const TWICE: readonly PastPayment[] = [
  {
    voucherNo: 'V1',
    item: MEDICAL.item,
    period: '2025',
    amountFen: 38_000,
    paidAt: '2025-10-17T10:00:00+08:00',
    channel: 'wechat',
  },
  {
    voucherNo: 'V2',
    item: MEDICAL.item,
    period: '2025',
    amountFen: 38_000,
    paidAt: '2025-10-27T15:00:00+08:00',
    channel: 'bank',
    refundable: true,
  },
];
