import { describe, expect, it } from 'vitest';
import { type CaseEvent, type CaseFile, caseAfter, intendedCase } from '../ledger/case-events.ts';
import type { OrderView } from '../ledger/port.ts';
import { REFUNDING_ORDER } from '../receipt/testing/orders.ts';
import { orderOffer, paymentOffers, withCase } from './case-offer.ts';
import { TWICE } from './testing/people.ts';

const PERSON = { name: '王*明', idNumber: '440***********0011' };
const NOW = REFUNDING_ORDER.createdAt;

/** A case about this, after these events. */
function caseOf(matter: CaseFile['matter'], ...events: readonly CaseEvent[]): CaseFile {
  const facts = {
    kind: 'duplicate',
    matter,
    person: PERSON,
    item: '',
    period: '2025',
    amountFen: 1,
  } as const;
  return events.reduce(caseAfter, intendedCase({ type: 'CASE_INTENDED', at: 0, facts }));
}

const OPENED: CaseEvent = { type: 'CASE_OPENED', at: 1, opened: { caseNo: 'C-1', dueDate: '2026-12-01' } };
const REFUSED: CaseEvent = { type: 'CASE_REFUSED', at: 1, code: 'NOT_FOUND' };

describe('about an order', () => {
  const matter = { by: 'order', orderId: REFUNDING_ORDER.id } as const;

  it('what was paid before can be handed in, with what the slip and the next visit need', () => {
    const { id, amountFen, payer, lines } = REFUNDING_ORDER;
    expect(orderOffer(REFUNDING_ORDER, [], NOW)).toEqual({
      facts: {
        kind: 'duplicate',
        matter: { by: 'order', orderId: id },
        person: payer,
        item: lines[0]?.item,
        period: lines[0]?.period,
        amountFen,
      },
      file: null,
    });
  });

  it('what has been handed in stays, whatever becomes of the order', () => {
    const file = caseOf(matter, OPENED);
    const frozen: OrderView = { ...REFUNDING_ORDER, state: 'FROZEN', lines: [] };
    const { refund: _, ...unrefunded } = frozen;
    expect(orderOffer(unrefunded, [file], NOW)).toMatchObject({ file, facts: { item: '', period: '' } });
    expect(orderOffer(unrefunded, [], NOW)).toBeNull();
  });

  it('what was refused may be handed in as if it never had been', () => {
    expect(orderOffer(REFUNDING_ORDER, [caseOf(matter, REFUSED)], NOW)).toMatchObject({ file: null });
  });

  it('is not about another one', () => {
    const other = caseOf({ by: 'order', orderId: 'K1' }, OPENED);
    expect(orderOffer(REFUNDING_ORDER, [other], NOW)).toMatchObject({ file: null });
  });
});

describe('about payments', () => {
  const matter = { by: 'voucher', voucherNo: 'V2' } as const;

  it('come what was handed in, then what looks as if it had been paid twice', () => {
    const other = caseOf({ by: 'voucher', voucherNo: 'V9' }, OPENED);
    const offers = paymentOffers(TWICE, [other], PERSON);
    expect(offers.map(({ facts }) => facts.matter.voucherNo)).toEqual(['V9', 'V2']);
    expect(offers.map(({ file }) => file)).toEqual([other, null]);
  });

  it('comes nothing twice, and an order’s case is none of them', () => {
    const cases = [caseOf({ by: 'order', orderId: 'K1' }, OPENED), caseOf(matter, OPENED)];
    expect(paymentOffers(TWICE, cases, PERSON)).toHaveLength(1);
  });

  it('may be handed in again what was refused', () => {
    expect(paymentOffers(TWICE, [caseOf(matter, REFUSED)], PERSON)).toMatchObject([{ file: null }]);
  });

  it('are known from what was handed in alone, when nobody says what was paid', () => {
    expect(paymentOffers(null, [], PERSON)).toEqual([]);
    expect(paymentOffers(null, [caseOf(matter)], PERSON)).toHaveLength(1);
  });
});

describe('the list of cases', () => {
  it('holds each in its newest form only', () => {
    const matter = { by: 'voucher', voucherNo: 'V2' } as const;
    const [before, after, other] = [
      caseOf(matter),
      caseOf(matter, OPENED),
      caseOf({ by: 'voucher', voucherNo: 'V3' }),
    ];
    expect(withCase([other, before], after)).toEqual([after, other]);
  });
});
