import { describe, expect, it } from 'vitest';
import { billAmount, billTotal, isPayable, orderLine, preselect, quoteLine } from './bill-choice.ts';
import { MEDICAL, PAID_BILL, PENSION } from './testing/people.ts';

const unlocked = { isBillLocked: () => false };
const { lastTierId: _, ...NEVER_PAID } = PENSION;

describe('what can be paid', () => {
  it('is due and has no open order', () => {
    expect(isPayable(MEDICAL, 'P', unlocked)).toBe(true);
    expect(isPayable(PAID_BILL, 'P', unlocked)).toBe(false);
    expect(isPayable(MEDICAL, 'P', { isBillLocked: (id, bill) => id === 'P' && bill === 'B-MEDICAL' })).toBe(
      false,
    );
  });
});

describe('the preselection', () => {
  const all = () => true;

  it('is the first bill that can be paid as it stands, with last year’s tier', () => {
    expect(preselect([PENSION, MEDICAL], all)).toEqual({
      selectedId: 'B-PENSION',
      tierIds: { 'B-PENSION': 'T2' },
    });
  });

  it('passes over a bill that needs a choice first, where there is another', () => {
    expect(preselect([NEVER_PAID, MEDICAL], all)).toEqual({ selectedId: 'B-MEDICAL', tierIds: {} });
  });

  it('is the bill that needs a choice where there is no other', () => {
    expect(preselect([NEVER_PAID], all)).toEqual({ selectedId: 'B-PENSION', tierIds: {} });
  });

  it('is nothing where nothing can be paid', () => {
    expect(preselect([PAID_BILL], () => false)).toEqual({ selectedId: null, tierIds: {} });
    expect(preselect([], all).selectedId).toBeNull();
  });

  it('does not keep a tier that is no longer offered', () => {
    expect(preselect([{ ...PENSION, lastTierId: 'T9' }], all).tierIds).toEqual({});
  });
});

describe('amounts', () => {
  it('come from the tier where there are tiers, and are unknown before one is chosen', () => {
    expect(billAmount(PENSION, { 'B-PENSION': 'T3' })).toBe(60_000);
    expect(billAmount(PENSION, {})).toBeNull();
    expect(billTotal(PENSION, {})).toBeNull();
  });

  it('come from the bill where there are none', () => {
    expect(billAmount(MEDICAL, {})).toBe(40_000);
    expect(billAmount({ ...MEDICAL, tiers: [] }, {})).toBe(40_000);
    const { amountFen: __, ...withoutAmount } = MEDICAL;
    expect(billAmount(withoutAmount, {})).toBeNull();
  });

  it('have the late fee on top', () => {
    expect(billTotal(MEDICAL, {})).toBe(40_250);
    expect(billTotal(PENSION, { 'B-PENSION': 'T1' })).toBe(20_000);
  });
});

describe('lines', () => {
  it('for the agency name the tier where there is one', () => {
    expect(quoteLine('P', PENSION, { 'B-PENSION': 'T1' })).toEqual({
      insuredId: 'P',
      billId: 'B-PENSION',
      tierId: 'T1',
    });
    expect(quoteLine('P', MEDICAL, {})).toEqual({ insuredId: 'P', billId: 'B-MEDICAL' });
  });

  it('for the journal carry what a slip needs', () => {
    expect(orderLine(MEDICAL, {})).toEqual({
      billId: 'B-MEDICAL',
      insurance: 'medical',
      item: '城乡居民基本医疗保险费',
      period: '2027',
      amountFen: 40_000,
      lateFeeFen: 250,
    });
    expect(orderLine(PENSION, { 'B-PENSION': 'T1' })).toMatchObject({ tierLabel: '一档', amountFen: 20_000 });
    expect(orderLine(PENSION, {})).toBeNull();
  });
});
