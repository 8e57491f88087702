import { describe, expect, it } from 'vitest';
import { done, unknown } from '../../../drivers/base/outcome.ts';
import { ANSWER_MS } from '../testing/fake-agency.ts';
import { PRINT_MS } from '../testing/fake-printer.ts';
import { anEarlierOrder, identifyByCard, toBills, toReview } from '../testing/journey.ts';
import { LI_CARD, LI_INSURED, TWICE } from '../testing/people.ts';
import { toBillsPaidTwice } from '../testing/roads.ts';
import { visitWorld, type World } from '../testing/world.ts';

const REGISTER = { type: 'register-case', voucherNo: 'V2' } as const;

async function atBills(): Promise<World> {
  const world = visitWorld();
  await toBillsPaidTwice(world);
  return world;
}

async function registered(): Promise<World> {
  const world = await atBills();
  await world.tap(REGISTER);
  await world.clock.advance(ANSWER_MS);
  return world;
}

/** Everybody has gone home, and the same card comes again. */
async function comeBack(world: World): Promise<void> {
  await world.tap('finish');
  world.reader.remove();
  await world.seconds(0);
  world.screen('attract');
  await identifyByCard(world);
}

describe('a premium that was paid twice', () => {
  it('is said beside the bills, and paying goes on as if it were not', async () => {
    const world = await atBills();
    expect(world.screen('bills').twicePaid).toEqual({
      voucherNo: 'V2',
      item: '城乡居民基本医疗保险费',
      period: '2025',
      amountFen: 38_000,
      standing: { kind: 'duplicate', state: 'offered', caseNo: null, dueDay: null },
    });
    await toReview(world);
    world.screen('review');
  });

  it('is handed in with the later voucher, and comes back to what was chosen', async () => {
    const world = await registered();
    expect(world.screen('case')).toMatchObject({
      kind: 'duplicate',
      phase: 'registered',
      orderId: null,
      voucherNo: 'V2',
      result: null,
      period: '2025',
      amountFen: 38_000,
      caseNo: 'C-1',
      dueDay: '2026-12-01',
      workdays: 5,
    });
    expect(world.agency.caseRequests).toEqual([{ kind: 'duplicate', insuredId: 'P-0001', voucherNo: 'V2' }]);
    await world.tap('back');
    expect(world.screen('bills')).toMatchObject({ phase: 'ready', twicePaid: null });
  });

  it('has a slip, and the number is there again the next time, whether the agency remembers or not', async () => {
    const world = await registered();
    await world.tap('print-slip');
    await world.clock.advance(PRINT_MS);
    expect(world.screen('case').print).toBe('printed');
    world.agency.paymentsAnswer = unknown('timeout');
    await comeBack(world);
    expect(world.screen('home').tiles).toMatchObject([
      { kind: 'pay' },
      { kind: 'payment', voucherNo: 'V2', standing: { state: 'registered', caseNo: 'C-1' } },
    ]);
    await world.tap(REGISTER);
    expect(world.screen('case')).toMatchObject({ phase: 'registered', caseNo: 'C-1' });
    expect(world.agency.caseRequests).toHaveLength(1);
    await world.tap('print-slip');
    await world.clock.advance(PRINT_MS);
    const [, copy] = world.cases.casesOf('P-0001')[0]?.prints ?? [];
    expect(copy).toMatchObject({ kind: 'case', copy: 1 });
    await world.tap('back');
    world.screen('home');
  });

  it('is said on home as well, to whom that is shown', async () => {
    const world = visitWorld();
    await anEarlierOrder(world);
    world.agency.paymentsAnswer = done(TWICE);
    await identifyByCard(world);
    await world.seconds(0);
    expect(world.screen('home').tiles.at(-1)).toMatchObject({
      kind: 'payment',
      standing: { state: 'offered' },
    });
    await world.tap('pay-bills');
    await world.clock.advance(ANSWER_MS);
    expect(world.screen('bills').twicePaid).not.toBeNull();
    expect(world.agency.historyAsked).toBe(1);
  });

  it('leads home from the bills once something is handed in', async () => {
    const world = await registered();
    await world.tap('back', 'back');
    expect(world.screen('home').tiles).toHaveLength(2);
  });

  it('is not another voucher than the one that was shown, nor one of nobody', async () => {
    const world = await atBills();
    await world.tap({ type: 'register-case', voucherNo: 'V1' }, 'register-case');
    world.screen('bills');
    expect(world.agency.caseRequests).toEqual([]);
  });

  it('is not for whoever puts another card in', async () => {
    const world = await registered();
    world.agency.lookupAnswer = done(LI_INSURED);
    world.agency.paymentsAnswer = done([]);
    world.reader.remove();
    world.reader.insert(LI_CARD);
    await world.seconds(8);
    expect(world.screen('bills').twicePaid).toBeNull();
    expect(world.snapshot.resident?.name).toBe('李*华');
  });

  it('is nothing to go back to without the card', async () => {
    const world = await registered();
    world.reader.remove();
    world.screen('case');
    await world.tap('back');
    expect(world.screen('trouble')).toMatchObject({ code: 'CARD_TAKEN' });
  });

  it('nor with another card that has come while nobody could hear of it', async () => {
    const world = await atBills();
    world.reader.remove();
    world.screen('trouble');
    const next = await atBills();
    await next.tap(REGISTER);
    next.reader.remove();
    next.reader.insert(LI_CARD);
    await next.clock.advance(ANSWER_MS);
    expect(next.screen('case').phase).toBe('registered');
    await next.tap('back');
    expect(next.screen('trouble')).toMatchObject({ code: 'CARD_TAKEN' });
  });

  it('ends with a farewell that speaks of no payment', async () => {
    const world = await registered();
    await world.tap('finish');
    expect(world.screen('farewell').result).toBe('nothing');
  });
});

describe('the question for it', () => {
  it('delays nothing: bills without it are complete', async () => {
    const world = visitWorld();
    world.agency.paymentsAnswer = unknown('timeout');
    await toBills(world);
    expect(world.screen('bills')).toMatchObject({ phase: 'ready', twicePaid: null });
    expect(world.snapshot.health.network).toBe('up');
  });

  it('is asked again as long as nobody has answered', async () => {
    const world = visitWorld();
    world.agency.paymentsAnswer = unknown('timeout');
    await toBills(world);
    await toReview(world);
    world.agency.paymentsAnswer = done(TWICE);
    await world.tap('back');
    await world.seconds(0);
    expect(world.screen('bills').twicePaid).not.toBeNull();
    expect(world.agency.historyAsked).toBe(2);
  });

  it('may even have a bug: recorded, and the visit goes on', async () => {
    const world = visitWorld();
    world.agency.historyBug = new TypeError('bug');
    await toBills(world);
    expect(world.screen('bills')).toMatchObject({ phase: 'ready', twicePaid: null });
    expect(world.logged('bug')).toMatchObject([{ error: 'TypeError' }]);
  });
});
