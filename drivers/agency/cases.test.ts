import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseRequest } from './port.ts';
import { type AgencyWorld, agencyWorld } from './testing/agency-world.ts';

const DUPLICATE: CaseRequest = { kind: 'duplicate', insuredId: 'P0001', note: 'K0001261124A0001' };

let world: AgencyWorld;

beforeEach(async () => {
  world = await agencyWorld();
});

afterEach(() => world.close());

describe('a case', () => {
  it('gets a number and a day', async () => {
    const opened = await world.agency.openCase(DUPLICATE);
    expect(opened).toMatchObject({ kind: 'ok', value: { caseNo: expect.stringMatching(/^C\d{16}$/) } });
    // 24 November 2026 is a Tuesday; the fifth weekday after it is the next one.
    expect(opened).toMatchObject({ value: { dueDate: '2026-12-01' } });
  });

  it('that is handed in again because the answer was lost is the same case', async () => {
    await world.pull('agency-fault', { op: 'case', phase: 'after-commit', kind: 'drop' });
    expect(await world.agency.openCase(DUPLICATE)).toMatchObject({ kind: 'unknown' });
    const again = await world.agency.openCase(DUPLICATE);
    expect(await world.agency.openCase(DUPLICATE)).toEqual(again);
    const other = await world.agency.openCase({ ...DUPLICATE, note: 'K0001261124A0002' });
    expect(other).not.toEqual(again);
  });

  it('of somebody unknown is refused', async () => {
    expect(await world.agency.openCase({ ...DUPLICATE, insuredId: 'P9' })).toEqual({
      kind: 'refused',
      code: 'NOT_FOUND',
    });
  });

  it('whose answer is none is unknown', async () => {
    await world.pull('agency-fault', { op: 'case', phase: 'before', kind: 'html' });
    expect(await world.agency.openCase(DUPLICATE)).toEqual({ kind: 'unknown', cause: 'bad-answer' });
  });
});
