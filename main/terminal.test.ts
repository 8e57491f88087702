import { describe, expect, it } from 'vitest';
import type { OrderView, PrintRecord } from './ledger/port.ts';
import { mayHoldSlip } from './terminal.ts';

const order = (...prints: Pick<PrintRecord, 'at' | 'state'>[]) => ({ prints }) as unknown as OrderView;

describe('a slip that an earlier run left in the printer', () => {
  it('may be there while the newest print of all orders is not proven', () => {
    expect(mayHoldSlip([order({ at: 2, state: 'PENDING' }), order({ at: 1, state: 'PRINTED' })])).toBe(true);
    expect(mayHoldSlip([order({ at: 1, state: 'PRINTED' }, { at: 3, state: 'UNCERTAIN' })])).toBe(true);
  });

  it('is not made to disappear by a job that was refused because of it', () => {
    expect(mayHoldSlip([order({ at: 1, state: 'UNCERTAIN' }, { at: 2, state: 'FAILED_CLEAN' })])).toBe(true);
  });

  it('is not there after a proven one, or when nothing was sent', () => {
    expect(mayHoldSlip([])).toBe(false);
    expect(mayHoldSlip([order({ at: 1, state: 'UNCERTAIN' }), order({ at: 2, state: 'PRINTED' })])).toBe(
      false,
    );
    expect(mayHoldSlip([order({ at: 5, state: 'FAILED_CLEAN' })])).toBe(false);
  });
});
