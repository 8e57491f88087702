import { describe, expect, it } from 'vitest';
import { billsShape } from '../../../drivers/agency/shapes.ts';
import { done, refused, retryAfter } from '../../../drivers/base/outcome.ts';
import { intentSchema } from '../../contract/intent.ts';
import { ANSWER_MS } from '../testing/fake-agency.ts';
import { anEarlierOrder, identifyByCard, toBills, toBillsByCode, toReview } from '../testing/journey.ts';
import { MEDICAL, PAID_BILL, PENSION } from '../testing/people.ts';
import { visitWorld } from '../testing/world.ts';

describe('bills', () => {
  it('shows everything, with the last tier chosen already', async () => {
    const world = visitWorld();
    await toBills(world);
    const { bills, selectedId, totalFen } = world.screen('bills');
    expect(bills).toMatchObject([
      { billId: 'B-PENSION', tierId: 'T2', lastTierId: 'T2', amountFen: 36_000, dueDate: '2026-12-31' },
      { billId: 'B-MEDICAL', tiers: [], tierId: null, amountFen: 40_000, lateFeeFen: 250, locked: false },
      { billId: 'B-PAID', status: 'paid', reason: '已缴', locked: false },
    ]);
    expect({ selectedId, totalFen }).toEqual({ selectedId: 'B-PENSION', totalFen: 36_000 });
  });

  it('lets another bill and another tier be chosen', async () => {
    const world = visitWorld();
    await toBills(world);
    await world.tap({ type: 'select-line', billId: 'B-MEDICAL' });
    expect(world.screen('bills')).toMatchObject({ selectedId: 'B-MEDICAL', totalFen: 40_250 });
    await world.tap({ type: 'choose-tier', billId: 'B-PENSION', tierId: 'T3' });
    expect(world.screen('bills')).toMatchObject({ selectedId: 'B-PENSION', totalFen: 60_000 });
  });

  it('can be chosen whatever number the agency has given them', () => {
    const billId = 'B'.repeat(128);
    expect(billsShape.safeParse({ bills: [{ ...MEDICAL, billId }] }).success).toBe(true);
    expect(intentSchema.safeParse({ type: 'select-line', billId }).success).toBe(true);
    const choice = { type: 'choose-tier', billId, tierId: 'T'.repeat(128) };
    expect(intentSchema.safeParse(choice).success).toBe(true);
  });

  it('lets nothing be chosen that cannot be paid or does not exist', async () => {
    const world = visitWorld();
    await toBills(world);
    await world.tap(
      { type: 'select-line', billId: 'B-PAID' },
      { type: 'select-line', billId: 'B-NONE' },
      { type: 'choose-tier', billId: 'B-PENSION', tierId: 'T9' },
      { type: 'choose-tier', billId: 'B-MEDICAL', tierId: 'T1' },
    );
    expect(world.screen('bills')).toMatchObject({ selectedId: 'B-PENSION', totalFen: 36_000 });
  });

  it('goes on only with a tier', async () => {
    const world = visitWorld();
    const { lastTierId: _, ...withoutLast } = PENSION;
    world.agency.billsAnswer = done([withoutLast]);
    await toBills(world);
    expect(world.screen('bills')).toMatchObject({ selectedId: 'B-PENSION', totalFen: null });
    await world.tap('next');
    world.screen('bills');
    await world.tap({ type: 'choose-tier', billId: 'B-PENSION', tierId: 'T1' }, 'next');
    world.screen('review');
  });

  it('shows a bill whose earlier order is open as locked', async () => {
    const world = visitWorld();
    await anEarlierOrder(world);
    await world.move({ state: 'BOOKING', lines: [{ ...MEDICAL, amountFen: 40_000 }] });
    await identifyByCard(world);
    await world.tap('pay-bills');
    await world.clock.advance(ANSWER_MS);
    expect(world.screen('bills').bills[1]).toMatchObject({ billId: 'B-MEDICAL', locked: true });
    await world.tap({ type: 'select-line', billId: 'B-MEDICAL' });
    expect(world.screen('bills').selectedId).toBe('B-PENSION');
  });

  it('has nothing to go on to when nothing is due', async () => {
    const world = visitWorld();
    world.agency.billsAnswer = done([PAID_BILL]);
    await toBills(world);
    await world.tap('next');
    expect(world.screen('bills')).toMatchObject({ selectedId: null, totalFen: null });
    await world.tap('back');
    world.screen('farewell');
  });

  it('keeps what was chosen when the resident comes back from review', async () => {
    const world = visitWorld();
    await toBills(world);
    await world.tap({ type: 'choose-tier', billId: 'B-PENSION', tierId: 'T3' });
    await toReview(world);
    await world.tap('back');
    expect(world.screen('bills')).toMatchObject({
      phase: 'ready',
      selectedId: 'B-PENSION',
      totalFen: 60_000,
    });
  });

  it('ends with the card', async () => {
    const world = visitWorld();
    await toBills(world);
    world.reader.remove();
    expect(world.screen('trouble')).toMatchObject({ code: 'CARD_TAKEN', canRetry: false });
    expect(world.snapshot.resident).toBeNull();
  });

  it('waits 120 + 30 seconds, and then leaves with the card', async () => {
    const world = visitWorld();
    await toBills(world);
    await world.seconds(120);
    expect(world.snapshot.idle).toEqual({ secondsLeft: 30 });
    await world.seconds(30);
    expect(world.screen('farewell')).toMatchObject({ cardInside: true, result: 'nothing' });
  });

  it('goes straight to attract in silence when there is no card to give back', async () => {
    const world = visitWorld();
    await toBillsByCode(world);
    await world.seconds(150);
    world.screen('attract');
  });

  it.each(['cancel', 'finish', 'back'] as const)('is left with %s', async (control) => {
    const world = visitWorld();
    await toBills(world);
    await world.tap(control);
    world.screen('farewell');
  });
});

describe('bills that do not come', () => {
  it('can be asked for again', async () => {
    const world = visitWorld();
    await identifyByCard(world);
    world.agency.down = true;
    await world.clock.advance(ANSWER_MS);
    expect(world.screen('trouble')).toMatchObject({ code: 'AGENCY_UNREACHABLE', canRetry: true });
    expect(world.snapshot).toMatchObject({ health: { network: 'down' }, resident: { name: '王*明' } });
    world.agency.down = false;
    await world.tap('retry');
    await world.clock.advance(ANSWER_MS);
    expect(world.screen('bills').phase).toBe('ready');
    expect(world.snapshot.health.network).toBe('up');
  });

  it('because the agency asks for patience can be asked for again too', async () => {
    const world = visitWorld();
    world.agency.billsAnswer = retryAfter(5_000);
    await toBills(world);
    expect(world.screen('trouble')).toMatchObject({ code: 'AGENCY_UNREACHABLE', canRetry: true });
  });

  it('because the agency refuses are for the counter', async () => {
    const world = visitWorld();
    world.agency.billsAnswer = refused('NOT_FOUND');
    await toBills(world);
    expect(world.screen('trouble')).toMatchObject({ code: 'AGENCY_REFUSED', canRetry: false });
    expect(world.snapshot.resident).toBeNull();
  });
});
