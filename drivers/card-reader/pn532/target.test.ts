import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { parseFirmware } from './commands.ts';
import { readStatus } from './status.ts';
import { parseTarget } from './target.ts';

const told = (type: 'A' | 'B', hex: string) => {
  const target = parseTarget(type, fromHex(hex));
  return target?.kind === 'card' ? toHex(target.atr) : target;
};

describe('who lies on the antenna', () => {
  it.each([
    // The first and the last are the vectors'; their answers to reset are those of PC/SC part 3.
    ['A', '01 01 0004 20 04 01020304 06 75778102 80', '3B8180018080'],
    ['A', '01 01 0344 20 07 04112233445566 06 75778102 80', '3B8180018080'],
    ['A', '01 01 0004 28 04 01020304 02 00', '3B80800101'],
    ['A', '01 01 0004 20 04 01020304 01', '3B80800101'],
    ['A', '01 01 0004 20 04 01020304 05 20 02 AABB', '3B828001AABB12'],
    ['B', '01 01 50 11223344 00000000 008181 01 00', '3B888001000000000081810009'],
    ['B', '01 01 50 11223344 4B510008 330781 01 5F', '3B8880014B51000833078150FE'],
    ['B', '01 01 50 11223344 00000000 008181 00', '3B888001000000000081810009'],
  ] as const)('type %s %s has the answer to reset %s', (type, hex, atr) => {
    expect(told(type, hex)).toBe(atr);
  });

  it('takes fifteen historical bytes at most', () => {
    const ats = `13 00 ${'AA'.repeat(17)}`;
    expect(told('A', `01 01 0004 20 04 01020304 ${ats}`)).toBe(`3B8F8001${'AA'.repeat(15)}A4`);
  });

  it.each([
    ['A', '00', null],
    ['B', '00', null],
    ['A', '01 01 0004 08 04 01020304', { id: '01020304', kind: 'tag', detail: 'SAK 08' }],
    [
      'B',
      '01 01 50 11223344 00000000 008080 00',
      { id: '11223344', kind: 'tag', detail: 'ATQB protocol 80' },
    ],
    ['A', '01 01 0004', { id: '', kind: 'unclear', detail: 'description cut short' }],
    ['B', '01 01 50 11223344', { id: '', kind: 'unclear', detail: 'description cut short' }],
    ['A', '01 01 0004 20 04 01020304', { id: '01020304', kind: 'unclear', detail: 'no ATS' }],
    ['A', '01 01 0004 20 04 01020304 00', { id: '01020304', kind: 'unclear', detail: 'no ATS' }],
    ['A', '01 01 0004 20 04 01020304 06 75', { id: '01020304', kind: 'unclear', detail: 'no ATS' }],
  ] as const)('type %s %s is %o', (type, hex, expected) => {
    expect(told(type, hex)).toEqual(expected);
  });
});

describe('status bytes', () => {
  it.each([
    [0x00, { kind: 'done', more: false }],
    [0x40, { kind: 'done', more: true }],
    [0x01, { kind: 'failed', error: { code: 'CARD_REMOVED', detail: 'status 01' } }],
    [0x2a, { kind: 'failed', error: { code: 'CARD_REMOVED', detail: 'status 2A' } }],
    [0x2b, { kind: 'failed', error: { code: 'CARD_REMOVED', detail: 'status 2B' } }],
    [0x02, { kind: 'failed', error: { code: 'UNREADABLE', detail: 'status 02' } }],
    [0x46, { kind: 'failed', error: { code: 'UNREADABLE', detail: 'status 06' } }],
    [0x0b, { kind: 'failed', error: { code: 'UNREADABLE', detail: 'status 0B' } }],
    [0x0a, { kind: 'failed', error: { code: 'READER_FAULT', detail: 'status 0A' } }],
    [0x0d, { kind: 'failed', error: { code: 'READER_FAULT', detail: 'status 0D' } }],
    [0x27, { kind: 'failed', error: { code: 'READER_FAULT', detail: 'status 27' } }],
    [undefined, { kind: 'failed', error: { code: 'READER_FAULT', detail: 'no status' } }],
  ])('%s', (byte, expected) => {
    expect(readStatus(byte)).toEqual(expected);
  });
});

describe('versions', () => {
  it.each([
    ['32010607', 'PN532', '1.6'],
    ['33020707', 'PN533', '2.7'],
    ['0402', 'unknown', ''],
    ['', 'unknown', ''],
  ])('%s is a %s with firmware %j', (hex, model, firmware) => {
    expect(parseFirmware(fromHex(hex))).toEqual({ model, firmware });
  });
});
