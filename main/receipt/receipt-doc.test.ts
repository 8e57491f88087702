import { describe, expect, it } from 'vitest';
import { slipBlockSchema } from '../contract/snapshot.ts';
import type { OrderView, RefundView } from '../ledger/port.ts';
import { type ReceiptDoc, type ReceiptRequest, receiptDoc } from './receipt-doc.ts';
import { BOOKED_ORDER, PENDING_ORDER, REFUNDING_ORDER } from './testing/orders.ts';

function request(overrides: Partial<ReceiptRequest> = {}): ReceiptRequest {
  return {
    order: BOOKED_ORDER,
    kind: 'booked',
    copy: 0,
    printedAt: Date.parse('2026-11-24T09:01:20+08:00'),
    terminal: { id: 'K0001', name: '金湾社区 1号机' },
    demo: false,
    phone: '12333',
    chainCode: '812-3F9A1C2B',
    ...overrides,
  };
}

/** Facts by field, in the order of the paper. */
function facts(doc: ReceiptDoc): [string, string][] {
  return doc.blocks.flatMap((block) =>
    block.kind === 'pair' && block.field !== undefined ? [[block.field, block.value]] : [],
  );
}

function words(doc: ReceiptDoc): string {
  return doc.blocks
    .map((block) => {
      if (block.kind === 'pair') return `${block.label} ${block.value}`;
      return 'text' in block ? block.text : '';
    })
    .join('\n');
}

describe('the slip of a booked order', () => {
  it('carries the facts of the order, each once', () => {
    expect(facts(receiptDoc(request()))).toEqual([
      ['insured-name', '王*明'],
      ['id-number', '440***********0011'],
      ['insurance', '养老保险'],
      ['item', '城乡居民基本养老保险费'],
      ['period', '2026年'],
      ['tier', '800 元档'],
      ['total', '￥800.00'],
      ['amount-words', '捌佰元整'],
      ['voucher-no', '4404002611240817'],
      ['channel', '微信支付'],
      ['paid-at', '2026-11-24 09:01:12'],
      ['booked-at', '2026-11-24 09:01:14'],
      ['order-id', 'KK0001261124AAAB7Q2M9X'],
      ['transaction-id', '4200002026112409001234567890'],
      ['terminal', 'K0001 金湾社区 1号机'],
      ['printed-at', '2026-11-24 09:01:20'],
      ['chain-code', '812-3F9A1C2B'],
      ['phone', '12333'],
    ]);
  });

  it('says what happened in the large line, and that it is not the formal certificate', () => {
    const doc = receiptDoc(request());
    expect(doc.blocks[0]).toEqual({ kind: 'title', text: '社保缴费凭条' });
    expect(doc.blocks[1]).toMatchObject({ text: '已缴费成功', size: 'large', emphasis: true });
    expect(words(doc)).toContain('本凭条不是完税证明');
    expect(words(doc)).toContain('180 天内可凭社保卡在本机补打');
  });

  it('has no demo mark on the real rig and no copy mark on the original', () => {
    const doc = receiptDoc(request());
    expect(doc).toMatchObject({ kind: 'booked', demo: false, copy: 0 });
    expect(words(doc)).not.toContain('演示');
    expect(words(doc)).not.toContain('【补打】');
  });

  it('says 演示 first and last on the demo rig', () => {
    const doc = receiptDoc(request({ demo: true }));
    expect(doc.blocks[0]).toEqual({ kind: 'banner', text: '演示' });
    expect(doc.blocks.at(-1)).toEqual({ kind: 'text', text: '演示数据，不是真实缴费。' });
  });

  it('marks a reprint with its number and both times', () => {
    const doc = receiptDoc(
      request({ copy: 2, demo: true, printedAt: Date.parse('2026-12-01T10:00:00+08:00') }),
    );
    expect(doc.blocks[1]).toEqual({ kind: 'banner', text: '【补打】第 2 次' });
    expect(words(doc)).toContain('补打时间 2026-12-01 10:00:00');
    expect(words(doc)).toContain('支付时间 2026-11-24 09:01:12');
  });

  it('leaves the booking time out when the agency gave none', () => {
    const { bookedAt: _, ...order } = BOOKED_ORDER;
    expect(facts(receiptDoc(request({ order }))).map(([field]) => field)).not.toContain('booked-at');
  });
});

describe('the slip of a payment that is not booked yet', () => {
  const doc = receiptDoc(request({ order: PENDING_ORDER, kind: 'pending' }));

  it('never looks like proof of contribution', () => {
    expect(words(doc)).toContain('已收款，正在入账');
    expect(words(doc)).toContain('不会重复扣款');
    expect(words(doc)).toContain('请拨 12333，并报订单号');
    expect(words(doc)).toContain('不是缴费证明');
    expect(words(doc)).not.toMatch(/已缴费成功|凭证号|入账时间/);
  });

  it('lists every line with its own amount, and a late fee where there is one', () => {
    const lines = facts(doc).filter(([field]) => /item|period|amount$|late-fee|total/.test(field));
    expect(lines).toEqual([
      ['item', '城乡居民基本养老保险费'],
      ['period', '2026年'],
      ['amount', '￥800.00'],
      ['item', '城乡居民基本医疗保险费'],
      ['period', '2026年11月'],
      ['amount', '￥430.00'],
      ['late-fee', '￥4.56'],
      ['total', '￥1,234.56'],
    ]);
    expect(doc.blocks.filter((block) => block.kind === 'space')).toHaveLength(1);
  });

  it('names the medical line too, on a line of its own, when a medical premium is among them', () => {
    expect(facts(doc).slice(-2)).toEqual([
      ['phone', '12333'],
      ['medical-phone', '12393'],
    ]);
  });

  it('does not tell a voucher number even when the booking has landed meanwhile', () => {
    expect(facts(receiptDoc(request({ kind: 'pending' }))).map(([field]) => field)).not.toContain(
      'voucher-no',
    );
  });
});

it('a bank’s money is a working day on its way, nobody else’s', () => {
  const slip = (funding: 'bank-card' | 'balance') =>
    words(receiptDoc(request({ order: { ...PENDING_ORDER, funding }, kind: 'pending' })));
  expect(slip('bank-card')).toContain('银行卡付的款，一般下一个工作日到账。');
  expect(slip('balance')).not.toContain('工作日');
});

describe('the slip of a refund', () => {
  const refunding = (changes: Partial<OrderView>, refund: Partial<RefundView> = {}) => {
    const base = REFUNDING_ORDER.refund;
    if (base === undefined) throw new Error('fixture without refund');
    return words(
      receiptDoc(
        request({
          order: { ...REFUNDING_ORDER, ...changes, refund: { ...base, ...refund } },
          kind: 'refunding',
        }),
      ),
    );
  };

  it('tells amount, reason and number', () => {
    const doc = receiptDoc(request({ order: REFUNDING_ORDER, kind: 'refunding' }));
    expect(facts(doc)).toEqual(
      expect.arrayContaining([
        ['refund-amount', '￥800.00'],
        ['refund-reason', '该费款此前已缴'],
        ['refund-no', 'RKK0001261124AAAB7Q2M9Xx1'],
      ]),
    );
    expect(words(doc)).toContain('正在退款');
  });

  it.each([
    ['balance', 'wechat', '退回微信零钱，一般几分钟内到账。'],
    ['balance', 'alipay', '退回支付宝余额，一般几分钟内到账。'],
    ['balance', 'aggregate', '退回钱包余额，一般几分钟内到账。'],
    ['bank-card', 'wechat', '退回银行卡，一般 1 至 3 个工作日到账。'],
    ['ecny', 'aggregate', '退回数字人民币钱包，到账时间以钱包通知为准。'],
  ] as const)('%s by %s: says when the money arrives', (funding, channel, expected) => {
    expect(refunding({ channel }, { funding })).toContain(expected);
  });

  it('names e-CNY with whoever carried it, and no other money', () => {
    const paidBy = (changes: Partial<OrderView>) =>
      new Map(facts(receiptDoc(request({ order: { ...BOOKED_ORDER, ...changes } })))).get('channel');
    expect(paidBy({ channel: 'aggregate', funding: 'ecny' })).toBe('聚合支付（数字人民币）');
    expect(paidBy({ channel: 'alipay', funding: 'ecny' })).toBe('支付宝（数字人民币）');
    expect(paidBy({ channel: 'aggregate', funding: 'balance' })).toBe('聚合支付');
  });

  it('says both when it is not known where the money came from', () => {
    const { funding: _, ...refund } = { ...REFUNDING_ORDER.refund } as RefundView;
    const doc = receiptDoc(request({ order: { ...REFUNDING_ORDER, refund }, kind: 'refunding' }));
    expect(words(doc)).toContain('微信零钱一般几分钟内到账，退回银行卡一般 1 至 3 个工作日到账');
  });

  it('follows the refund: done, or stuck and to be asked about', () => {
    expect(refunding({ state: 'REFUNDED' })).toContain('已退款');
    const stuck = refunding({ state: 'REFUND_STUCK' });
    expect(stuck).toContain('退款待人工办理');
    expect(stuck).toContain('请拨 12333');
    expect(stuck).not.toContain('几分钟');
  });

  it.each([
    ['PERIOD_CLOSED', '缴费期已结束'],
    ['LATE_PAYMENT', '付款超过时限'],
    ['CODE_OF_TOMORROW', '社保部门未予入账'],
  ])('puts %s in plain words', (reason, expected) => {
    const slip = refunding({}, { reason });
    expect(slip).toContain(expected);
    expect(slip).not.toContain(reason);
  });

  it('can do without the payment’s own number and time', () => {
    const { transactionId: _t, paidAt: _p, ...order } = REFUNDING_ORDER;
    const fields = facts(receiptDoc(request({ order, kind: 'refunding' }))).map(([field]) => field);
    expect(fields).not.toContain('transaction-id');
    expect(fields).not.toContain('paid-at');
  });
});

describe('any slip', () => {
  const all = [
    request({ demo: true, copy: 1 }),
    request({ order: PENDING_ORDER, kind: 'pending' }),
    request({ order: REFUNDING_ORDER, kind: 'refunding' }),
  ].map(receiptDoc);

  it('fits the contract of the preview, but for its code', () => {
    for (const doc of all)
      for (const block of doc.blocks) if (block.kind !== 'qr') slipBlockSchema.parse(block);
  });

  it('has one code, which says what is proven and nothing about a person', () => {
    const codes = all.map(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'qr' ? [block.data] : [])),
    );
    expect(codes).toEqual([
      ['SBPZ1 KK0001261124AAAB7Q2M9X 800.00 812-3F9A1C2B 4404002611240817'],
      ['SBPZ1 KK0001261124AAAB7Q2M9X 1234.56 812-3F9A1C2B'],
      ['SBPZ1 KK0001261124AAAB7Q2M9X 800.00 812-3F9A1C2B'],
    ]);
    const pending = receiptDoc(request({ kind: 'pending' }));
    expect(JSON.stringify(pending)).not.toContain(BOOKED_ORDER.voucherNo);
  });

  it('has none where there is no row of the journal to compare it with', () => {
    expect(receiptDoc(request({ chainCode: null })).blocks.map(({ kind }) => kind)).not.toContain('qr');
  });

  it('lets exactly one amount stand out', () => {
    const emphasised = all.map(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'pair' && block.emphasis === true ? [block.field] : [])),
    );
    expect(emphasised).toEqual([['total'], ['total'], ['refund-amount']]);
  });

  it('uses only characters that a Chinese printer has: no half-width yen sign', () => {
    for (const doc of all) expect(words(doc)).not.toContain('¥');
  });

  it.each([
    ['booked', 'voucherNo', 'voucher number'],
    ['booked', 'transactionId', 'proven payment'],
    ['pending', 'paidAt', 'proven payment'],
    ['refunding', 'refund', 'refund'],
  ] as const)('%s is refused without %s', (kind, left, named) => {
    const { [left]: _, ...order } = BOOKED_ORDER;
    expect(() => receiptDoc(request({ order, kind }))).toThrow(named);
  });
});
