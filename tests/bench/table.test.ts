import { describe, expect, it } from 'vitest';
import { type Row, ratioOf, verdictOf } from './row.ts';
import { single, summarise } from './statistics.ts';
import { formatTable } from './table.ts';

const COLD: Row = {
  what: 'cold start',
  unit: 'ms',
  result: summarise([600, 700, 900]),
  comparedWith: { what: 'bare window', result: summarise([400, 500, 501]) },
  target: { of: 'ratio', max: 1.5 },
};
const IDLE: Row = { what: 'idle', unit: '%', result: single(0.255), target: { of: 'result', max: 1 } };
const BYTES: Row = { what: 'slip', unit: 'bytes', result: single(1_234) };

describe('rows', () => {
  it('compare medians', () => {
    expect(ratioOf(COLD)).toBe(1.4);
    expect(ratioOf(IDLE)).toBeNull();
  });

  it('are held against their target, the limit included', () => {
    expect(verdictOf(COLD)).toBe('ok');
    expect(verdictOf({ ...COLD, target: { of: 'ratio', max: 1.4 } })).toBe('ok');
    expect(verdictOf({ ...COLD, target: { of: 'ratio', max: 1.3 } })).toBe('over');
    expect(verdictOf(IDLE)).toBe('ok');
    expect(verdictOf({ ...IDLE, result: single(1.01) })).toBe('over');
    expect(verdictOf(BYTES)).toBeNull();
  });

  it('are never ok against a ratio that was not measured', () => {
    expect(verdictOf({ ...IDLE, target: { of: 'ratio', max: 1 } })).toBe('over');
  });
});

describe('the table', () => {
  it('does not round a small ratio to nothing', () => {
    const floor = { what: 'line', result: single(112) };
    expect(
      formatTable([{ what: 'encode', unit: 'ms', result: single(0.17), comparedWith: floor }]),
    ).toContain('0.0015');
  });

  it('lines up', () => {
    expect(formatTable([COLD, IDLE, BYTES]).split('\n')).toEqual([
      'what            median  min … max  n  compared with                    ratio  target  verdict',
      '─────────────────────────────────────────────────────────────────────────────────────────────',
      'cold start      700 ms  600 … 900  3  bare window: 500 ms (400 … 501)   1.40   ≤ 1.5  ok',
      'idle            0.26 %             1                                           ≤ 1 %  ok',
      'slip        1234 bytes             1',
    ]);
  });
});
