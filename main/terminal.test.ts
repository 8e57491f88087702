import { describe, expect, it } from 'vitest';
import type { PrintRecord } from './ledger/port.ts';
import { mayHoldSlip } from './terminal.ts';

const prints = (...states: PrintRecord['state'][]) => states.map((state) => ({ state }));

describe('a slip that an earlier run left in the printer', () => {
  it('may be there while the newest print of all is not proven', () => {
    expect(mayHoldSlip(prints('PENDING', 'PRINTED'))).toBe(true);
    expect(mayHoldSlip(prints('UNCERTAIN', 'PRINTED'))).toBe(true);
  });

  it('is not made to disappear by a job that was refused because of it', () => {
    expect(mayHoldSlip(prints('FAILED_CLEAN', 'FAILED_CLEAN', 'UNCERTAIN'))).toBe(true);
  });

  it('is not there after a proven one, or when nothing was sent', () => {
    expect(mayHoldSlip([])).toBe(false);
    expect(mayHoldSlip(prints('PRINTED', 'UNCERTAIN'))).toBe(false);
    expect(mayHoldSlip(prints('FAILED_CLEAN'))).toBe(false);
  });
});
