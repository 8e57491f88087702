import { describe, expect, it } from 'vitest';
import { PRINTER_BLOCKS } from './snapshot.ts';
import { answerWords, errorWords, readinessWords, shapeWords } from './technician-words.ts';

describe('the technician’s words', () => {
  it('name bytes', () => {
    expect([shapeWords('24 bytes'), shapeWords('01:16 02:1'), shapeWords('')]).toEqual([
      '24 字节',
      '01:16 02:1',
      '',
    ]);
  });

  it.each([
    ['9000', '成功'],
    ['6982', '安全条件不满足，需要认证'],
    ['6A82', '找不到文件或应用'],
    ['611C', '还有 28 字节可取'],
    ['6100', '还有 256 字节可取'],
    ['6C14', '长度应为 20'],
    ['63C2', '不正确，还可试 2 次'],
    ['6999', '未定义的状态'],
    ['ATR', '复位应答'],
    ['CARD_MUTE FE', '卡片无应答：插反、触点脏或芯片损坏'],
    ['SOMETHING_NEW', ''],
  ])('%s: %s', (answer, words) => {
    expect(answerWords(answer)).toBe(words);
  });

  it('know every reason for which a printer cannot print', () => {
    for (const reason of PRINTER_BLOCKS) expect(errorWords(reason), reason).not.toBe('');
    expect(readinessWords('ready')).toBe('可以打印');
    expect(readinessWords('low')).toBe('可以打印，纸快用完');
    expect(readinessWords('blocked:paper-out')).toBe('不能打印：缺纸');
    expect(readinessWords('blocked:new')).toBe('不能打印：new');
  });
});
