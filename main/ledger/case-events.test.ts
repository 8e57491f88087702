import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaseEvent, type CaseFile, caseAfter, intendedCase, matterKey } from './case-events.ts';
import { rowOfJob } from './case-rows.ts';
import { intended } from './testing/cases.ts';

const at = fc.integer({ min: 0, max: 1_000_000 });
const anyEvent: fc.Arbitrary<CaseEvent> = fc.oneof(
  fc.record({ type: fc.constant('CASE_REPEATED' as const), at }),
  fc.record({
    type: fc.constant('CASE_UNANSWERED' as const),
    cause: fc.constantFrom('timeout' as const, 'throttled' as const),
    at,
  }),
  fc.record({
    type: fc.constant('CASE_OPENED' as const),
    opened: fc.record({ caseNo: fc.constantFrom('C1', 'C2'), dueDate: fc.constant('2026-12-01') }),
    at,
  }),
  fc.record({ type: fc.constant('CASE_REFUSED' as const), code: fc.constant('NOT_FOUND'), at }),
  fc.constant(intended()),
);

function path(events: readonly CaseEvent[]): readonly CaseFile[] {
  const files = [intendedCase(intended())];
  for (const event of events) files.push(caseAfter(files.at(-1) as CaseFile, event));
  return files;
}

describe('a case, whatever is learnt about it in whatever order', () => {
  it('keeps its first number for ever', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
        const files = path(events);
        const opened = files.findIndex(({ state }) => state === 'opened');
        if (opened === -1) return true;
        return files.slice(opened).every((file) => file.opened === files[opened]?.opened);
      }),
    );
  });

  it('never counts as refused once an attempt has gone unanswered', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) =>
        path(events).every(({ state, doubt }) => !(doubt && state === 'refused')),
      ),
    );
  });

  it('has a number exactly when it is open, and one version for each row', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) =>
        path(events).every(
          ({ state, opened, version }, index) =>
            (state === 'opened') === (opened !== null) && version === index + 1,
        ),
      ),
    );
  });
});

describe('a refusal', () => {
  const first = intendedCase(intended());
  const no = { type: 'CASE_REFUSED', code: 'NOT_FOUND', at: 9 } as const;

  it('is one when it is the first answer, also after a request for patience', () => {
    expect(caseAfter(first, no).state).toBe('refused');
    const throttled = caseAfter(first, { type: 'CASE_UNANSWERED', cause: 'throttled', at: 5 });
    expect(caseAfter(throttled, no).state).toBe('refused');
  });

  it('is none of what was repeated without an answer', () => {
    const again = caseAfter(first, { type: 'CASE_REPEATED', at: 5 });
    expect(caseAfter(again, no)).toMatchObject({ state: 'intended', doubt: true });
  });

  it('can be tried again', () => {
    const again = caseAfter(caseAfter(first, no), { type: 'CASE_REPEATED', at: 10 });
    expect(again).toMatchObject({ state: 'intended', doubt: false });
    expect(caseAfter(again, no).state).toBe('refused');
  });
});

describe('names', () => {
  it('of matters are each their own, whatever the agency writes into a voucher', () => {
    expect(matterKey({ by: 'order', orderId: 'K1' })).toBe('order:K1');
    expect(matterKey({ by: 'voucher', voucherNo: 'a:b\nc' })).toBe('voucher:a%3Ab%0Ac');
  });

  it('of jobs lead back to their row', () => {
    expect(rowOfJob('P812')).toBe(812);
    expect(rowOfJob('K1-1')).toBeNull();
  });
});
