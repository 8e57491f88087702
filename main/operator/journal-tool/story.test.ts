import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../ledger/journal-events.ts';
import { storyLines } from './story.ts';

const at = 0;
const EVENTS: readonly (readonly [JournalEvent, string])[] = [
  [{ at, type: 'PREPAY_REFUSED', code: 'NO_AUTH' }, '钱包拒绝下单（NO_AUTH）'],
  [{ at, type: 'TRADE', trade: { state: 'NOT_CREATED' } }, '钱包没有这笔订单'],
  [{ at, type: 'TRADE', trade: { state: 'NOT_SCANNED' } }, '还没有人扫码'],
  [{ at, type: 'TRADE', trade: { state: 'UNPAID' } }, '还没有付款'],
  [
    { at, type: 'TRADE', trade: { state: 'PAID', transactionId: '42', amountFen: 38_000, paidAt: '' } },
    '已付款 380.00 元，交易单号 42',
  ],
  [{ at, type: 'TRADE', trade: { state: 'REFUNDED' } }, '钱包说已经退款'],
  [{ at, type: 'TRADE', trade: { state: 'MISMATCH', field: 'amount' } }, '不符（amount）'],
  [{ at, type: 'CLOSE_DONE' }, '钱包已关单'],
  [{ at, type: 'CLOSE_REFUSED', code: 'ORDERPAID' }, '钱包没有关单（ORDERPAID）'],
  [{ at, type: 'BOOKING_INTENDED', body: '{}' }, '准备入账'],
  [{ at, type: 'REFUND_INTENDED', body: '{}' }, '准备退款'],
  [
    { at, type: 'BOOKING_ANSWERED', booking: { status: 'booked', voucherNo: 'V1', bookedAt: '' } },
    '已入账，凭证号 V1',
  ],
  [{ at, type: 'BOOKING_ANSWERED', booking: { status: 'pending' } }, '还在处理'],
  [
    { at, type: 'BOOKING_ANSWERED', booking: { status: 'rejected', code: 'ALREADY_PAID' } },
    '（ALREADY_PAID），转为退款',
  ],
  [{ at, type: 'BOOKING_ABSENT' }, '经办系统没有这笔入账'],
  [{ at, type: 'BOOKING_FAULT', call: 'book' }, '（向经办系统入账），订单冻结'],
  [{ at, type: 'REFUND_ANSWERED', refund: { state: 'SUCCESS', amountFen: 38_000 } }, '钱已退回'],
  [{ at, type: 'REFUND_ABSENT' }, '钱包没有这笔退款'],
  [{ at, type: 'REFUND_REFUSED', code: 'NOT_ENOUGH' }, '钱包暂不退款（NOT_ENOUGH）'],
  [{ at, type: 'UNANSWERED', call: 'query', cause: 'timeout' }, '向钱包查询没有结果：超时'],
  [{ at, type: 'CANCELLED' }, '居民离开'],
  [{ at, type: 'EXPIRED' }, '付款码到期'],
  [{ at, type: 'RESTARTED' }, '程序重新启动'],
  [{ at, type: 'PRINT_BEGUN', jobId: 'j', kind: 'booked', copy: 0 }, '开始打印凭条'],
  [{ at, type: 'PRINT_BEGUN', jobId: 'j', kind: 'booked', copy: 2 }, '开始补打凭条（第 2 次）'],
  [{ at, type: 'PRINT_ENDED', jobId: 'j', result: { state: 'PRINTED', evidence: 'A' } }, '证据 A'],
  [
    { at, type: 'PRINT_ENDED', jobId: 'j', result: { state: 'UNCERTAIN', evidence: 'D', reason: 'timeout' } },
    '  不知道打出没有（timeout）',
  ],
  [
    { at, type: 'PRINT_ENDED', jobId: 'j', result: { state: 'FAILED_CLEAN', reason: 'paper-out' } },
    '  没有打（paper-out）',
  ],
  [
    {
      at,
      type: 'CASE_INTENDED',
      facts: {
        kind: 'duplicate',
        matter: { by: 'voucher', voucherNo: 'V1' },
        person: { name: '王*明', idNumber: '440***********0011' },
        item: '城乡居民基本医疗保险费',
        period: '2025',
        amountFen: 38_000,
      },
    },
    '准备登记重复缴费核查',
  ],
  [{ at, type: 'CASE_REPEATED' }, '再登记一次'],
  [{ at, type: 'CASE_UNANSWERED', cause: 'timeout' }, '登记没有结果：超时（不知道对方是否已经受理）'],
  [
    { at, type: 'CASE_OPENED', opened: { caseNo: 'C1', dueDate: '2026-12-01' } },
    '已受理，受理编号 C1，答复期限 2026-12-01',
  ],
  [{ at, type: 'CASE_REFUSED', code: 'NOT_FOUND' }, '没有受理（NOT_FOUND）'],
  [{ at, type: 'PRINT_BEGUN', jobId: 'P1', kind: 'case', copy: 1 }, '开始补打受理单（第 1 次）'],
  [{ at, type: 'PRINT_BEGUN', jobId: 'P1', kind: 'counter', copy: 0 }, '开始打印柜台办理单'],
  [{ at, type: 'PRINT_BEGUN', jobId: 'P1', kind: 'day', copy: 0 }, '开始打印日结单'],
  [{ at, type: 'PRINT_BEGUN', jobId: 'P1', kind: 'calibration', copy: 0 }, '开始打印校准凭条'],
];

describe('an order’s story', () => {
  it.each(EVENTS)('puts %j into words', (event, words) => {
    const [line] = storyLines([{ version: 7, at: 1_764_000_000_000, event }]);
    expect(line).toMatch(/^2025-11-25 00:00:00 {4}7 {2}/);
    expect(line).toContain(words);
  });
});
