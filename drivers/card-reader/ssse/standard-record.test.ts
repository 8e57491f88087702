import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { CardIdentity } from '../port.ts';
import { NOTES_CARD } from '../testing/notes-card.ts';
import { encodeGb18030 } from './gb18030.ts';
import { standardRecord, standardRecordBytes } from './standard-record.ts';

const TERMINAL = { terminalNumber: 'K0001', deviceNumber: 'D42' };

describe('the standard record', () => {
  it('has eleven fields in their order, each with its bar', () => {
    expect(standardRecord(NOTES_CARD, TERMINAL)).toBe(
      '110105|11010519491231002X|A00000001|110105D15600000500000001FFFFFFFF|张三|00813147318650430200000013' +
        '|2.00|20200101|20300101|K0001|D42|',
    );
  });

  it('leaves empty what the card did not yield', () => {
    const partial: CardIdentity = { outcome: 'NEEDS_SAM', version: '3', issuedOn: '2012', warnings: [] };
    expect(standardRecord(partial, TERMINAL)).toBe('|||||||2012||K0001|D42|');
  });

  it('has eleven fields whatever they hold', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, deviceNumber) => {
        const record = standardRecord({ ...NOTES_CARD, name }, { ...TERMINAL, deviceNumber });
        expect(record.split('|')).toHaveLength(12);
      }),
    );
  });

  it('is GBK for who reads GBK, and keeps rare names for who reads more', () => {
    const bytes = Buffer.from(standardRecordBytes(NOTES_CARD, TERMINAL));
    expect(iconv.decode(bytes, 'gbk')).toBe(standardRecord(NOTES_CARD, TERMINAL));
    const rare = { ...NOTES_CARD, name: '王𠮷䶮' };
    const decoded = new TextDecoder('gb18030').decode(standardRecordBytes(rare, TERMINAL));
    expect(decoded).toBe(standardRecord(rare, TERMINAL));
  });
});

describe('GB 18030', () => {
  it('comes back as it went, every character outside the zone for private use', () => {
    const isText = (point: number) => point < 0xd800 || (point > 0xf8ff && point <= 0x10ffff);
    for (let plane = 0; plane <= 0x10; plane++) {
      const points = Array.from({ length: 0x10000 }, (_, at) => plane * 0x10000 + at).filter(isText);
      const text = points.map((point) => String.fromCodePoint(point)).join('');
      const back = new TextDecoder('gb18030', { ignoreBOM: true }).decode(encodeGb18030(text));
      expect(back === text, `plane ${plane}`).toBe(true);
    }
  });

  it('agrees with another encoder on whatever that knows in two bytes', () => {
    const disagreed: string[] = [];
    for (let point = 0x4e00; point <= 0x9fa5; point++) {
      const char = String.fromCodePoint(point);
      if (!iconv.encode(char, 'gbk').equals(Buffer.from(encodeGb18030(char)))) disagreed.push(char);
    }
    expect(disagreed).toEqual([]);
  });

  it('has a question mark for half a character', () => {
    expect(encodeGb18030('A\ud842')).toEqual(Uint8Array.of(0x41, 0x3f));
  });
});
