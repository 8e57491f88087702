import { describe, expect, it } from 'vitest';
import {
  EXTRA_STATUS,
  type PrinterPageView,
  printerPageSchema,
  probeResultSchema,
  type SlipResult,
} from './printer-tests.ts';
import {
  factWords,
  hexWords,
  lengthWords,
  makerWords,
  probeMeaning,
  slipResultWords,
  todoWords,
} from './printer-words.ts';
import { PRINTER_BLOCKS } from './snapshot.ts';

const page = (change: Partial<PrinterPageView>): PrinterPageView =>
  printerPageSchema.parse({
    connection: 'ready',
    readiness: 'ready',
    remainder: false,
    forgotten: false,
    model: 'P',
    firmware: '',
    profile: { name: 'generic-80', model: 'P', proof: 'gs-r', extra: 'none' },
    status: [],
    raw: null,
    counters: {
      since: 0,
      mm: 0,
      cuts: 0,
      slips: 0,
      unproven: 0,
      roll: { since: 0, mm: 0, slips: 0, low: null },
    },
    countersKept: 'kept',
    slipsLeft: null,
    test: { busy: null, slip: null, probe: null },
    profiles: [],
    shown: { name: 'generic-80', facts: [] },
    ...change,
  });

describe('what a technician does now', () => {
  it('is told for every reason not to print, and for every state that can', () => {
    const all = ['ready', 'low', ...PRINTER_BLOCKS.map((reason) => `blocked:${reason}`)];
    const words = all.map((readiness) => todoWords(page({ readiness })));
    expect(new Set(words).size).toBe(all.length);
    expect(words).not.toContain('看打印机面板上的提示。');
    expect(todoWords(page({ readiness: 'blocked:new' }))).toBe('看打印机面板上的提示。');
  });

  it('tells paper that has run out from paper that was counted out', () => {
    const out = { readiness: 'blocked:paper-out', slipsLeft: 0 };
    expect(todoWords(page({ ...out, status: ['paperNearEnd'] }))).toContain('换了新纸卷');
    expect(todoWords(page({ ...out, status: ['paperNearEnd', 'paperOut'] }))).toContain('热敏面');
    expect(todoWords(page({ ...out, status: null }))).toContain('热敏面');
  });
});

describe('what came of a slip', () => {
  it.each([
    [{ state: 'PRINTED', evidence: 'A' }, '已打印', '证据 A'],
    [{ state: 'PRINTED', evidence: 'B' }, '已打印', '证据 B'],
    [{ state: 'PRINTED', evidence: 'C' }, '应该打好了', '给不出证明'],
    [{ state: 'PRINTED', evidence: 'D' }, '没有证明', '证据 D'],
    [{ state: 'UNCERTAIN', reason: 'jam' }, '不知道打好没有', '卡纸'],
    [{ state: 'FAILED_CLEAN', reason: 'paper-out' }, '没有打印', '缺纸'],
    [{ state: 'FAILED_CLEAN', reason: 'odd' }, '没有打印', 'odd'],
    [{ state: 'BUG' }, '程序出错', '日志'],
  ] as const satisfies readonly (readonly [SlipResult, string, string])[])('%j', (result, head, detail) => {
    expect(slipResultWords(result)).toEqual([head, expect.stringContaining(detail)]);
  });
});

describe('what a probe means for kiosk.yaml', () => {
  it('depends on what is claimed there', () => {
    const claimed = page({ profile: { name: 'generic-80', model: 'P', proof: 'process-id', extra: 'none' } });
    const meaning = (kind: string, where: PrinterPageView) =>
      probeMeaning(probeResultSchema.parse({ kind, reason: 'timeout' }), where);
    expect(meaning('supported', page({}))).toContain('加上这一行');
    expect(meaning('supported', claimed)).toContain('已经用上');
    expect(meaning('unsupported', page({}))).toContain('不用改');
    expect(meaning('unsupported', claimed)).toContain('去掉');
    expect(meaning('unknown', page({}))).toContain('四位数字');
    expect(meaning('refused', page({}))).toContain('什么也没有发出');
  });
});

describe('raw bytes', () => {
  it('are told in hex, and the maker’s own in words', () => {
    expect(hexWords([0x12, 0x1a, 0])).toBe('12 1A 00');
    expect(makerWords('masung-exit', [0x84])).toEqual(['收纸器故障', '出纸口有纸']);
    expect(makerWords('custom-full', [0x24, 0x02, 0, 0x01])).toEqual([
      '纸将尽',
      '出纸口有凭条',
      '机盖打开',
      '切刀故障',
    ]);
    expect(makerWords('custom-full', [])).toEqual([]);
    for (const extra of EXTRA_STATUS) expect(makerWords(extra, [0, 0, 0, 0])).toEqual([]);
  });
});

describe('lengths and values', () => {
  it('stand with their unit', () => {
    expect([lengthWords(0), lengthWords(829.6), lengthWords(12_430)]).toEqual(['0 mm', '830 mm', '12.4 m']);
    expect(factWords('paper.columns', '48')).toEqual(['每行', '48 列']);
    expect(factWords('status.automatic', 'none')).toEqual(['自动上报', '没有']);
    expect(factWords('cut.command', 'esc-x')).toEqual(['切纸', 'esc-x']);
    expect(factWords('new.field', 'x')).toEqual(['new.field', 'x']);
  });
});
