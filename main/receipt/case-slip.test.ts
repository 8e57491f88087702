import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CaseSlipRequest, caseSlip } from './case-slip.ts';
import { CASE_KINDS } from './slip-words.ts';

const REQUEST: CaseSlipRequest = {
  kind: 'refund',
  caseNo: 'C1',
  dueDate: '2026-12-01',
  person: { name: '王*明', idNumber: '440***********0011' },
  voucherNo: '4404002611240817',
  at: Date.parse('2026-11-20T23:59:59+08:00'),
  copy: 0,
  printedAt: Date.parse('2026-11-21T09:00:00+08:00'),
  terminal: { id: 'K0001', name: '一号机' },
  demo: false,
  phone: '12333',
};

function texts(change: Partial<CaseSlipRequest> = {}): readonly string[] {
  return textsOf({ ...REQUEST, ...change });
}

function textsOf(request: CaseSlipRequest): readonly string[] {
  return caseSlip(request).blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
}

describe('a case slip that is printed again', () => {
  it('says so, and when, and still when the case was taken in', () => {
    const facts = (copy: number) =>
      caseSlip({ ...REQUEST, copy }).blocks.flatMap((block) => {
        if (block.kind === 'banner') return [block.text];
        return block.kind === 'pair' && block.label.endsWith('时间') ? [`${block.label} ${block.value}`] : [];
      });
    expect(facts(0)).toEqual(['受理时间 2026-11-20 23:59:59']);
    expect(facts(2)).toEqual([
      '【补打】第 2 次',
      '受理时间 2026-11-20 23:59:59',
      '补打时间 2026-11-21 09:00:00',
    ]);
  });

  it('names the premium and the order, where it is about one', () => {
    const premium = { item: '城乡居民基本医疗保险费', period: '2025' };
    const { blocks } = caseSlip({ ...REQUEST, premium, orderId: 'K0001X' });
    const values = blocks.flatMap((block) => (block.kind === 'pair' ? [block.value] : []));
    expect(values).toEqual(expect.arrayContaining([premium.item, '2025年', 'K0001X']));
  });
});

describe('a case slip in large type', () => {
  it('has large what its owner reads, in the same words; numbers for the staff stay small', () => {
    const slip = (largeType: boolean) => caseSlip({ ...REQUEST, orderId: 'K0001X', largeType }).blocks;
    const words = (large: boolean) =>
      JSON.stringify(slip(large)).replaceAll(/,"size":"large"|{"kind":"space"},/g, '');
    expect(words(true)).toBe(words(false));
    const small = slip(true).flatMap((block) =>
      (block.kind === 'pair' || block.kind === 'text') && block.size !== 'large'
        ? [block.kind === 'pair' ? block.field : block.text]
        : [],
    );
    expect(small).toEqual(['id-number', 'voucher-no', 'order-id', 'opened-at', 'terminal']);
  });
});

describe('what is handed in', () => {
  it.each(['duplicate', 'refund'] as const)('%s has one name, on paper and on the glass', (kind) => {
    const glass: Record<string, string> = JSON.parse(
      readFileSync(new URL('../../assets/locales/zh-Hans.json', import.meta.url), 'utf8'),
    );
    expect(CASE_KINDS[kind]).toBe(glass[`case.kind.${kind}`]);
  });
});

describe('the slip of a request for a booked premium', () => {
  it.each(['refund', 'duplicate'] as const)('%s: says with which month it counts', (kind) => {
    expect(texts({ kind })).toContain('当月 20 日（含）前受理，需要退费的按当月办理。');
    // Past midnight in Shanghai.
    expect(texts({ kind, at: Date.parse('2026-11-20T16:00:00Z') })).toContain(
      '当月 20 日已过，需要退费的转入次年统筹办理。',
    );
  });

  it('promises no month for anything else: unbooked money goes back by itself', () => {
    const { voucherNo: _, ...unbooked } = REQUEST;
    const others = [
      texts({ kind: 'objection' }),
      textsOf(unbooked),
      textsOf({ ...unbooked, kind: 'duplicate' }),
    ];
    for (const lines of others) expect(lines.join('')).not.toContain('20 日');
  });
});
