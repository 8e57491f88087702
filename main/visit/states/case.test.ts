import { describe, expect, it } from 'vitest';
import { done, unknown } from '../../../drivers/base/outcome.ts';
import { FAULT_WINDOW_MS } from '../../policy/refunds.ts';
import { ANSWER_MS } from '../testing/fake-agency.ts';
import { PRINT_MS } from '../testing/fake-printer.ts';
import { toOutcome, toPay } from '../testing/journey.ts';
import { toCase, toRegistered } from '../testing/roads.ts';
import { visitWorld, type World, type WorldOptions } from '../testing/world.ts';

async function registered(options?: WorldOptions): Promise<World> {
  const world = visitWorld(options);
  await toRegistered(world);
  return world;
}

describe('a payment that had been paid before', () => {
  it('can be handed in, and gets a number and a day', async () => {
    const world = visitWorld();
    await toCase(world);
    expect(world.screen('case')).toMatchObject({ kind: 'duplicate', phase: 'registering', caseNo: null });
    await world.clock.advance(ANSWER_MS);
    expect(world.screen('case')).toMatchObject({
      phase: 'registered',
      caseNo: 'C-1',
      dueDay: '2026-12-01',
      workdays: 5,
      workdaysExact: true,
      secondsLeft: 120,
    });
    expect(world.agency.caseRequests).toEqual([{ kind: 'duplicate', insuredId: 'P-0001', note: 'K0001-1' }]);
  });

  it('is handed in once, however often it is looked at', async () => {
    const world = await registered();
    await world.tap('back');
    expect(world.screen('outcome').caseOffer).toBe('duplicate');
    await world.tap('register-case');
    expect(world.screen('case')).toMatchObject({ phase: 'registered', caseNo: 'C-1' });
    expect(world.agency.caseRequests).toHaveLength(1);
  });

  it('may be handed in again when nobody knows whether it was', async () => {
    const world = visitWorld();
    world.agency.caseAnswer = unknown('timeout');
    await toRegistered(world);
    expect(world.screen('case')).toMatchObject({ phase: 'unanswered', caseNo: null });
    world.agency.caseAnswer = done({ caseNo: 'C-2', dueDate: '2026-12-01T23:59:59+08:00' });
    await world.tap('retry');
    await world.clock.advance(ANSWER_MS);
    expect(world.screen('case')).toMatchObject({ caseNo: 'C-2', dueDay: '2026-12-01' });
    const [first, second] = world.agency.caseRequests;
    expect(second).toEqual(first);
  });

  it('counts the weekdays of a year whose holidays are not known, and says that it is about so many', async () => {
    const world = visitWorld();
    world.agency.caseAnswer = done({ caseNo: 'C-3', dueDate: '2027-01-05' });
    await toRegistered(world);
    expect(world.screen('case')).toMatchObject({ dueDay: '2027-01-05', workdays: 30, workdaysExact: false });
  });
});

describe('the slip of a case', () => {
  it('is printed on wish, and says how it went', async () => {
    const world = await registered();
    await world.tap('print-slip');
    expect(world.screen('case')).toMatchObject({ phase: 'printing', canPrint: false });
    await world.clock.advance(PRINT_MS);
    expect(world.screen('case')).toMatchObject({ phase: 'registered', print: 'printed' });
    expect(world.printer.jobs).toEqual([
      { jobId: 'K0001-1-C1', slip: { blocks: [{ kind: 'title', text: 'duplicate C-1' }] } },
    ]);
  });

  it('can be asked for again when it did not come out', async () => {
    const world = await registered();
    world.printer.blockUnseen('paper-out');
    await world.tap('print-slip');
    await world.seconds(0);
    expect(world.screen('case')).toMatchObject({ print: 'failed' });
    world.printer.become('ready');
    world.printer.result = { state: 'UNCERTAIN', evidence: 'D', reason: 'timeout' };
    await world.tap('print-slip');
    await world.clock.advance(PRINT_MS);
    expect(world.screen('case')).toMatchObject({ print: 'uncertain' });
    expect(world.printer.jobs.map(({ jobId }) => jobId)).toEqual(['K0001-1-C2']);
  });

  it('that nobody hears of again is uncertain', async () => {
    const world = await registered();
    world.printer.hangs = true;
    await world.tap('print-slip');
    await world.seconds(180);
    expect(world.screen('case').print).toBe('uncertain');
  });

  it('needs a printer', async () => {
    const world = await registered({ printer: false });
    expect(world.screen('case').canPrint).toBe(false);
    await world.tap('print-slip');
    expect(world.screen('case').phase).toBe('registered');
  });
});

describe('the way out of a case', () => {
  it('ends with what became of the money', async () => {
    const world = await registered();
    await world.move({ state: 'REFUNDED' });
    expect(world.screen('case').result).toBe('refunded');
    await world.tap('finish');
    expect(world.screen('farewell').result).toBe('refunding');
  });

  it('begins its time again for more time, and ends by itself', async () => {
    const world = await registered();
    await world.seconds(100);
    await world.tap('more-time');
    expect(world.screen('case').secondsLeft).toBe(120);
    await world.seconds(120);
    world.screen('farewell');
  });
});

describe('what may be handed in', () => {
  it('is nothing about a payment that is booked', async () => {
    const world = visitWorld();
    await toOutcome(world);
    expect(world.screen('outcome').caseOffer).toBeNull();
    await world.tap('register-case');
    expect(world.screen('outcome').result).toBe('booked');
  });

  it('is a refund that does not come, for 48 hours', async () => {
    const world = visitWorld();
    await toPay(world);
    await world.moneyComes();
    await world.isRefunding();
    expect(world.screen('outcome').caseOffer).toBeNull();
    await world.move({ state: 'REFUND_STUCK' });
    expect(world.screen('outcome').caseOffer).toBe('refund');
    await world.move({ createdAt: world.clock.now() - FAULT_WINDOW_MS - 1 });
    expect(world.screen('outcome').caseOffer).toBeNull();
  });
});
