import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { PeerSlip } from './slip-peers.ts';
import { faultOf } from './slip-verdict.ts';

const slip: PeerSlip = { title: '', pairs: [['金额', '￥380.00']], note: '', url: '' };
const QR = '\x1d(k';

const judge = (line: string, code = QR) =>
  faultOf(Buffer.concat([iconv.encode(`\x1ba0${line}\n`, 'gb18030'), Buffer.from(code, 'latin1')]), slip);

describe('faultOf', () => {
  it('finds nothing wrong with a value that is flush right, by spaces or by position', () => {
    expect(judge(`金额${' '.repeat(36)}￥380.00`)).toBeNull();
    expect(judge('金额\x1b$\x01\x02￥380.00')).toBeNull();
    expect(judge('金额\x1b\\\x01\x02￥380.00', '\x1dv0')).toBeNull();
  });

  it('names what is wrong', () => {
    expect(judge('?? ?380.00')).toBe('Chinese is lost');
    expect(judge('金额\n￥380.00')).toBe('value is not on the line of its label');
    expect(judge(`金额${' '.repeat(37)}￥380.00`)).toBe('rows wrap');
    expect(judge('金额 ￥380.00')).toBe('values are not flush right');
    expect(judge(`金额${' '.repeat(36)}￥380.00`, '\x1bZ')).toBe('QR in another dialect');
  });
});
