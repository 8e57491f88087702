import {
  type BillView,
  type ReviewLine,
  type ScreenOf,
  type Snapshot,
  snapshotSchema,
} from '../../main/contract/snapshot.ts';

/** Snapshots as main sends them, checked by its own schema, so that a test cannot show what cannot be. */

type Change = Partial<Omit<Snapshot, 'screen'>>;

export const RESIDENT: NonNullable<Snapshot['resident']> = {
  name: '王*明',
  idNumber: '440***********1234',
  revealed: false,
  cardNotices: [],
};

export function snapshot(screen: Snapshot['screen'], change: Change = {}): Snapshot {
  const nobody = ['attract', 'identify', 'farewell', 'trouble', 'out-of-service'].includes(screen.name);
  return snapshotSchema.parse({
    seq: 1,
    rig: 'demo',
    terminal: {
      id: 'K0001',
      name: '金湾社区服务中心 1号机',
      mmPerPx: 0.248,
      orientation: 'portrait',
      heightMm: null,
      phone: '12333',
    },
    settings: { locale: 'zh-Hans', elder: false, theme: 'standard' },
    health: { printer: 'ready', reader: 'ready', scanner: 'ready', network: 'up' },
    resident: nobody ? null : RESIDENT,
    idle: null,
    screen,
    ...change,
  } satisfies Snapshot);
}

const AMOUNTS = [200, 300, 400, 500, 600, 800, 1_000, 1_200, 1_500, 2_000, 3_000, 5_000];

export const PENSION: BillView = {
  billId: 'B-PENSION-2026',
  insurance: 'pension',
  item: '城乡居民基本养老保险费',
  period: '2026',
  status: 'due',
  locked: false,
  reason: null,
  dueDate: '2026-12-20',
  tiers: AMOUNTS.map((yuan, index) => ({
    tierId: `T${index + 1}`,
    label: `第${index + 1}档`,
    amountFen: yuan * 100,
  })),
  lastTierId: 'T6',
  tierId: 'T6',
  amountFen: 80_000,
  lateFeeFen: 0,
};

export const MEDICAL: BillView = {
  billId: 'B-MEDICAL-2027',
  insurance: 'medical',
  item: '城乡居民基本医疗保险费',
  period: '2027',
  status: 'due',
  locked: false,
  reason: null,
  dueDate: null,
  tiers: [],
  lastTierId: null,
  tierId: null,
  amountFen: 40_000,
  lateFeeFen: 1_250,
};

export const SUBSIDISED: BillView = {
  ...MEDICAL,
  billId: 'B-SUB',
  period: '2026',
  status: 'subsidised',
  lateFeeFen: 0,
};
export const LOCKED: BillView = { ...PENSION, billId: 'B-LOCKED', period: '2025', locked: true, tiers: [] };
export const CLOSED: BillView = {
  ...PENSION,
  billId: 'B-CLOSED',
  period: '2024',
  status: 'closed',
  tiers: [],
  reason: '今年的缴费从1月1日开始。',
};

export const LINE: ReviewLine = {
  billId: 'B-PENSION-2026',
  insurance: 'pension',
  item: '城乡居民基本养老保险费',
  period: '2026',
  tierLabel: '第6档',
  amountFen: 80_000,
  lateFeeFen: 0,
};

const ORDER = 'K00012611230817000042';
const WORDS = '捌佰元整';
const CODE = 'weixin://wxpay/bizpayurl?pr=p4lpSuKzz';

export const attract: ScreenOf<'attract'> = { name: 'attract', card: true, scan: false };

export const identify: ScreenOf<'identify'> = {
  name: 'identify',
  method: 'card',
  phase: 'waiting',
  fault: null,
  triesLeft: 3,
  offer: 'again',
  card: true,
  scan: true,
};

export const home: ScreenOf<'home'> = {
  name: 'home',
  tiles: [
    { kind: 'pay', amountFen: null, count: 2 },
    {
      kind: 'order',
      orderId: ORDER,
      status: 'booked',
      item: '城乡居民基本养老保险费',
      period: '2026',
      amountFen: 80_000,
      result: 'booked',
      slip: true,
      standing: null,
    },
    {
      kind: 'order',
      orderId: 'K00012611230817000043',
      status: 'unknown',
      item: '城乡居民基本医疗保险费',
      period: '2027',
      amountFen: 40_000,
      result: 'unknown',
      slip: false,
      standing: null,
    },
  ],
};

export const bills: ScreenOf<'bills'> = {
  name: 'bills',
  phase: 'ready',
  bills: [PENSION, MEDICAL, SUBSIDISED],
  selectedId: PENSION.billId,
  totalFen: 80_000,
  twicePaid: null,
};

export const review: ScreenOf<'review'> = {
  name: 'review',
  phase: 'ready',
  lines: [LINE],
  amountFen: 80_000,
  amountInWords: WORDS,
  channels: ['wechat'],
  channel: 'wechat',
  scannedWith: [],
  printerNotice: null,
  largeOverFen: 500_000,
};

export const pay: ScreenOf<'pay'> = {
  name: 'pay',
  orderId: ORDER,
  status: 'waiting',
  amountFen: 80_000,
  channel: 'wechat',
  scannedWith: ['wechat'],
  code: CODE,
  secondsLeft: 222,
  notice: null,
  canLeave: true,
  switchTo: [],
};

export const outcome: ScreenOf<'outcome'> = {
  name: 'outcome',
  orderId: ORDER,
  result: 'booked',
  status: 'booked',
  amountFen: 80_000,
  amountInWords: WORDS,
  lines: [LINE],
  voucherNo: '4404002611230817',
  funding: 'balance',
  standing: null,
  canGoBack: false,
  canPrint: true,
  canShowReceipt: true,
  printerNotice: null,
  secondsLeft: 27,
};

export const caseRegistered: ScreenOf<'case'> = {
  name: 'case',
  kind: 'duplicate',
  phase: 'registered',
  orderId: ORDER,
  voucherNo: null,
  item: LINE.item,
  period: LINE.period,
  amountFen: LINE.amountFen,
  result: 'refunding',
  caseNo: 'C2026112400000042',
  dueDay: '2026-12-01',
  workdays: 5,
  workdaysExact: true,
  print: 'none',
  canPrint: true,
  secondsLeft: 97,
};

export const CLAIM: NonNullable<ScreenOf<'receipt'>['claim']> = {
  url: 'https://rs.example.gov.cn/kiosk/r/7K3M9QWXA2B3C4D5',
  code: '7K3M-9QWX-A2B3-C4D5',
  state: 'ready',
  untilDay: '2027-05-22',
  keptDays: 180,
};

export const receipt: ScreenOf<'receipt'> = {
  name: 'receipt',
  orderId: ORDER,
  mode: 'paper',
  print: { state: 'printing', evidence: 'none', reason: null, copy: 0 },
  canPrint: true,
  voucherNo: '4404002611230817',
  amountFen: 80_000,
  claim: null,
  preview: [
    { kind: 'banner', text: '演示' },
    { kind: 'title', text: '社保缴费凭条' },
    { kind: 'text', text: '已缴费成功', align: 'center', emphasis: true, size: 'large' },
    { kind: 'rule' },
    { kind: 'pair', label: '参保人', value: '王*明', field: 'insured-name' },
    { kind: 'pair', label: '证件号码', value: '440***********1234', field: 'id-number' },
    { kind: 'rule' },
    { kind: 'pair', label: '险种', value: '养老保险', field: 'insurance' },
    { kind: 'pair', label: '征收品目', value: '城乡居民基本养老保险费', field: 'item' },
    { kind: 'pair', label: '费款所属期', value: '2026年', field: 'period' },
    { kind: 'pair', label: '缴费档次', value: '第6档', field: 'tier' },
    { kind: 'rule' },
    { kind: 'pair', label: '合计金额', value: '￥800.00', field: 'total', emphasis: true },
    { kind: 'pair', label: '大写', value: WORDS, field: 'amount-words' },
    { kind: 'rule' },
    { kind: 'pair', label: '凭证号', value: '4404002611230817', field: 'voucher-no' },
    { kind: 'pair', label: '支付方式', value: '微信支付', field: 'channel' },
    { kind: 'pair', label: '支付时间', value: '2026-11-23 08:17:42', field: 'paid-at' },
    { kind: 'pair', label: '入账时间', value: '2026-11-23 08:17:44', field: 'booked-at' },
    { kind: 'pair', label: '订单号', value: ORDER, field: 'order-id' },
    { kind: 'pair', label: '交易单号', value: '4200002611202611230000000042', field: 'transaction-id' },
    { kind: 'pair', label: '终端', value: 'K0001 金湾社区服务中心 1号机', field: 'terminal' },
    { kind: 'rule' },
    { kind: 'text', text: '请妥善保管。90 天内可凭社保卡在本机补打。' },
    { kind: 'text', text: '演示数据，不是真实缴费。' },
  ],
  secondsLeft: 25,
};

export const farewell: ScreenOf<'farewell'> = {
  name: 'farewell',
  cardInside: true,
  result: 'paid',
  secondsLeft: 12,
};

export const trouble: ScreenOf<'trouble'> = {
  name: 'trouble',
  code: 'AGENCY_UNREACHABLE',
  until: null,
  canRetry: true,
  canScan: false,
  cardInside: true,
  slip: null,
  secondsLeft: 40,
};
