import { describe, expect, it } from 'vitest';
import { type CaseSlipRequest, caseSlip } from './case-slip.ts';

const REQUEST: CaseSlipRequest = {
  kind: 'refund',
  caseNo: 'C1',
  dueDate: '2026-12-01',
  person: { name: '王*明', idNumber: '440***********0011' },
  voucherNo: '4404002611240817',
  at: Date.parse('2026-11-20T23:59:59+08:00'),
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

describe('the slip of a request for a booked premium', () => {
  it('says with which month it counts, by the day in Shanghai', () => {
    expect(texts()).toContain('退费申请在当月 20 日（含）前提交，按当月办理。');
    expect(texts({ at: Date.parse('2026-11-20T16:00:00Z') })).toContain(
      '当月 20 日已过，退费申请转入次年统筹办理。',
    );
  });

  it('promises no month for anything else: unbooked money goes back by itself', () => {
    const { voucherNo: _, ...unbooked } = REQUEST;
    const others = [texts({ kind: 'duplicate' }), texts({ kind: 'objection' }), textsOf(unbooked)];
    for (const lines of others) expect(lines.join('')).not.toContain('20 日');
  });
});
