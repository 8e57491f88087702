import { describe, expect, it } from 'vitest';
import { edit, numbered, record, tamper, writtenJournal } from '../../ledger/testing/journal-files.ts';
import { newFile, open } from '../../ledger/testing/journals.ts';
import { journalTool, USAGE } from './journal-tool.ts';

function run(...args: string[]): { code: number; said: string[] } {
  const said: string[] = [];
  return { code: journalTool(args, (line) => said.push(line)), said };
}

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
