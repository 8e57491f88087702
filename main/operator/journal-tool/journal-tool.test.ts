import { describe, expect, it } from 'vitest';
import { caseSubject, slipSubject } from '../../ledger/case-rows.ts';
import type { OrderEvent } from '../../ledger/order-events.ts';
import { intended, OPENED } from '../../ledger/testing/cases.ts';
import { CODE, edit, numbered, record, tamper, writtenJournal } from '../../ledger/testing/journal-files.ts';
import { newFile, open } from '../../ledger/testing/journals.ts';
import { type SlipCode, slipCode } from '../../policy/slip-code.ts';
import { journalTool, USAGE } from './journal-tool.ts';

function run(...args: string[]): { code: number; said: string[] } {
  const said: string[] = [];
  return { code: journalTool(args, (line) => said.push(line)), said };
}

const BOOKED: readonly OrderEvent[] = [
  {
    type: 'TRADE',
    at: 3_000,
    trade: { state: 'PAID', transactionId: '42', amountFen: 38_000, paidAt: '2026-11-24T09:01:12+08:00' },
  },
  { type: 'BOOKING_INTENDED', at: 3_000, body: '{}' },
  {
    type: 'BOOKING_ANSWERED',
    at: 4_000,
    booking: { status: 'booked', voucherNo: 'V1', bookedAt: '2026-11-24T09:01:14+08:00' },
  },
];

describe('npm run journal', () => {
  it.each([
    [],
    ['verify'],
    ['verify', 'a', 'b'],
    ['show', 'K1'],
    ['show', 'K1', 'f', 'x'],
    ['drop', 'f'],
    ['verify', 'f', '--force'],
  ])('says how it is used (%#)', (...args) => expect(run(...args)).toEqual({ code: 2, said: [USAGE] }));

  it('takes a code for verifying only', () => {
    expect(run('show', 'K1', 'f', '--code', '1-00000000').code).toBe(2);
  });

  it('says what is wrong with the file', () => {
    expect(run('verify', '/nowhere/journal.sqlite')).toEqual({
      code: 3,
      said: ['There is no file /nowhere/journal.sqlite.'],
    });
  });

  it('tells of an order also what was handed in about it, and of a slip of its own', () => {
    const file = newFile();
    const journal = open({ file });
    const { insured } = record(journal, numbered(1));
    const matter = { by: 'order', orderId: 'K1' } as const;
    const event = intended(4_000);
    journal.append(caseSubject(insured, matter), 1, { ...event, facts: { ...event.facts, matter } });
    journal.append(caseSubject(insured, matter), 2, { type: 'CASE_OPENED', at: 5_000, opened: OPENED });
    const slip = slipSubject(journal.nextRow);
    journal.append(slip, 1, { type: 'PRINT_BEGUN', at: 6_000, jobId: 'P4', kind: 'counter', copy: 0 });
    journal.close();
    const { code, said } = run('show', 'K1', file);
    expect(code).toBe(0);
    expect(said.join('\n')).toMatch(
      /订单 K1\n.*新订单.*\n就这笔订单登记的业务\n.*准备登记.*\n.*已受理，受理编号 C-1/,
    );
    expect(run('show', slip, file).said.join()).toContain('开始打印柜台办理单');
    expect(run('verify', file).code).toBe(0);
  });

  it('proves a journal, and the codes of its slips', () => {
    const file = newFile();
    const journal = open({ file });
    record(journal, numbered(1));
    const code = journal.chainCodeOf('K1') ?? '';
    journal.close();
    expect(run('verify', file)).toEqual({
      code: 0,
      said: [`日志完整：1 行，1 笔订单，末行存证码 ${code}。`],
    });
    expect(run('verify', file, '--code', code)).toMatchObject({ code: 0 });
    expect(run('verify', file, '--code', code).said).toContain('1 个存证码与日志一致。');
    const empty = newFile();
    open({ file: empty }).close();
    expect(run('verify', empty).said).toEqual(['日志完整：0 行，0 笔订单，末行存证码 无。']);
  });

  it('names what does not fit', () => {
    const file = writtenJournal();
    tamper(file, 'DELETE FROM events WHERE seq = 2; UPDATE events SET at = 9 WHERE seq = 3');
    edit(file, (db) => db.exec(`UPDATE orders SET record = '{}' WHERE id = 'K2'`));
    const { code, said } = run('verify', file, '--code', '812', '--code', '3-00000000');
    expect(code).toBe(1);
    expect(said).toEqual([
      '✗ 812 不是存证码（形如 812-3F9A1C2B）',
      '✗ 第 2 行缺失，或行号不连续',
      '✗ 存证码 3-00000000 与日志不一致：那一行不存在，或出具之后被改过',
      '✗ 第 4 行与前一行接不上：它或之前的某一行被改过',
      '✗ 订单 K1 的现状与它的经过不一致',
      '✗ 订单 K2 的现状与它的经过不一致',
      '日志不完整：6 处不符。请保留文件，联系技术支持。',
    ]);
  });

  it('lays the QR code of a slip beside the order that it names', () => {
    const file = newFile();
    const journal = open({ file });
    record(journal, numbered(1));
    record(journal, numbered(2), CODE);
    const [chainCode, other] = [journal.chainCodeOf('K2') ?? '', journal.chainCodeOf('K1') ?? ''];
    journal.close();
    const slip = { orderId: 'K2', amountFen: 38_000, chainCode, voucherNo: null };
    const text = slipCode(slip);
    expect(run('verify', file, '--code', text)).toEqual({
      code: 0,
      said: [
        expect.stringContaining('日志完整'),
        '1 个存证码与日志一致。',
        '凭条与日志一致：订单 K2，金额 380.00 元。请与纸面核对。',
      ],
    });
    expect(run('show', text, file).said[0]).toBe('订单 K2');
    const wrong = (change: Partial<SlipCode>) => {
      const { code, said } = run('verify', file, '--code', slipCode({ ...slip, ...change }));
      expect(code).toBe(1);
      return said.filter((line) => line.startsWith('✗'));
    };
    expect(wrong({ amountFen: 3_800, voucherNo: 'V1' })).toEqual([
      '✗ 凭条 K2：金额与日志不符',
      '✗ 凭条 K2：凭证号与日志不符',
    ]);
    expect(wrong({ orderId: 'K9' })).toEqual(['✗ 凭条 K9：日志里没有这笔订单']);
    expect(wrong({ chainCode: other })).toEqual(['✗ 凭条 K2：存证码属于另一笔订单']);
    expect(wrong({ chainCode: '9-00000000' })).toEqual([
      '✗ 存证码 9-00000000 与日志不一致：那一行不存在，或出具之后被改过',
      '✗ 凭条 K2：存证码属于另一笔订单',
    ]);
  });

  it('agrees with the slip of a booked payment', () => {
    const file = newFile();
    const journal = open({ file });
    record(journal, numbered(1), CODE, ...BOOKED);
    const chainCode = journal.chainCodeOf('K1') ?? '';
    journal.close();
    const text = slipCode({ orderId: 'K1', amountFen: 38_000, chainCode, voucherNo: 'V1' });
    expect(run('verify', file, '--code', text).said.at(-1)).toBe(
      '凭条与日志一致：订单 K1，金额 380.00 元，凭证号 V1。请与纸面核对。',
    );
  });

  it('tells an order’s story', () => {
    const file = writtenJournal();
    expect(run('show', 'K2', file)).toEqual({
      code: 0,
      said: [
        '订单 K2',
        '1970-01-01 08:00:01    1  新订单：380.00 元，微信支付，终端 K0001',
        '1970-01-01 08:00:02    2  钱包给出付款码，屏幕可以显示',
        '1970-01-01 08:00:03    3  钱包说已经关单',
      ],
    });
    expect(run('show', 'K9', file)).toEqual({ code: 1, said: ['日志里没有订单 K9。'] });
  });
});
