import { describe, expect, it } from 'vitest';
import { done, refused, unknown } from '../../../drivers/base/outcome.ts';
import { FAULT_WINDOW_MS } from '../../policy/refunds.ts';
import { ANSWER_MS } from '../testing/fake-agency.ts';
import { PRINT_MS } from '../testing/fake-printer.ts';
import { identifyByCard, toOutcome, toPay } from '../testing/journey.ts';
import { toCase, toRegistered } from '../testing/roads.ts';
import { visitWorld, type World, type WorldOptions } from '../testing/world.ts';

async function registered(options?: WorldOptions): Promise<World> {
  const world = visitWorld(options);
  await toRegistered(world);
  return world;
}

/** What has come out of the printer. */
function slips({ printer }: World): readonly string[] {
  return printer.jobs.flatMap(({ slip }) =>
    slip.blocks.flatMap((block) => (block.kind === 'title' ? [block.text] : [])),
  );
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
    expect(world.screen('outcome').standing).toEqual({
      kind: 'duplicate',
      state: 'registered',
      caseNo: 'C-1',
      dueDay: '2026-12-01',
    });
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

  it('says the day alone where an agency means that there is none', async () => {
    const world = visitWorld();
    world.agency.caseAnswer = done({ caseNo: 'C-4', dueDate: '9999-12-31' });
    await toRegistered(world);
    expect(world.screen('case')).toMatchObject({ caseNo: 'C-4', dueDay: '9999-12-31', workdays: null });
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
      { jobId: 'P1', slip: { blocks: [{ kind: 'title', text: 'duplicate C-1 0' }] } },
    ]);
    const [file] = world.cases.casesOf('P-0001');
    expect(file?.prints).toMatchObject([{ jobId: 'P1', kind: 'case', state: 'PRINTED', evidence: 'A' }]);
  });

  it('is on paper in large type for whoever has chosen that', async () => {
    const world = await registered();
    await world.tap('elder-mode', 'print-slip');
    await world.clock.advance(PRINT_MS);
    expect(slips(world)).toEqual(['duplicate C-1 0 large']);
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
    expect(slips(world)).toEqual(['duplicate C-1 0']);
    await world.tap('print-slip');
    await world.clock.advance(PRINT_MS);
    expect(slips(world)).toEqual(['duplicate C-1 0', 'duplicate C-1 1']);
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

  it('is not printed while nothing can be written down', async () => {
    const world = await registered();
    world.cases.writable = false;
    await world.tap('print-slip');
    expect(world.screen('case')).toMatchObject({ phase: 'registered', print: 'failed' });
    expect(world.printer.jobs).toEqual([]);
  });
});

describe('a terminal that cannot write', () => {
  it('hands nothing in, and says so', async () => {
    const world = visitWorld();
    world.cases.writable = false;
    await toRegistered(world);
    expect(world.screen('case').phase).toBe('refused');
    expect(world.agency.caseRequests).toEqual([]);
  });

  it('does not deny what an earlier attempt may have handed in', async () => {
    const world = visitWorld();
    world.agency.caseAnswer = unknown('timeout');
    await toRegistered(world);
    world.cases.writable = false;
    await world.tap('retry');
    await world.clock.advance(ANSWER_MS);
    expect(world.screen('case').phase).toBe('unanswered');
  });
});

describe('a case without an answer', () => {
  it('is not called refused because the agency refuses to take it twice', async () => {
    const world = visitWorld();
    world.agency.caseAnswer = unknown('timeout');
    await toRegistered(world);
    world.agency.caseAnswer = refused('HAVE_IT_ALREADY');
    await world.tap('retry');
    await world.clock.advance(ANSWER_MS);
    expect(world.screen('case').phase).toBe('unanswered');
  });

  it('can be tried again another day, when it was refused at once', async () => {
    const world = visitWorld();
    world.agency.caseAnswer = refused('CLOSED_TODAY');
    await toRegistered(world);
    expect(world.screen('case').phase).toBe('refused');
    world.agency.caseAnswer = done({ caseNo: 'C-9', dueDate: '2026-12-01' });
    await world.tap('back');
    expect(world.screen('outcome').standing).toMatchObject({ state: 'offered' });
    await world.tap('register-case');
    await world.clock.advance(ANSWER_MS);
    expect(world.screen('case')).toMatchObject({ phase: 'registered', caseNo: 'C-9' });
  });
});

describe('who comes back', () => {
  /** A case about an order, and everybody has gone home. */
  async function earlier(): Promise<World> {
    const world = await registered();
    await world.tap('finish');
    world.reader.remove();
    await world.seconds(0);
    world.screen('attract');
    await identifyByCard(world);
    return world;
  }

  it('finds the number again, and its slip', async () => {
    const world = await earlier();
    expect(world.screen('home').tiles[1]).toMatchObject({
      kind: 'order',
      standing: { state: 'registered', caseNo: 'C-1', dueDay: '2026-12-01' },
    });
    await world.tap({ type: 'view-order', orderId: 'K0001-1' });
    expect(world.screen('outcome')).toMatchObject({ canGoBack: true, standing: { caseNo: 'C-1' } });
    await world.tap('register-case', 'print-slip');
    await world.clock.advance(PRINT_MS);
    expect(slips(world)).toEqual(['duplicate C-1 0']);
    expect(world.agency.caseRequests).toHaveLength(1);
    await world.tap('back', 'back');
    world.screen('home');
  });

  it('may send again what nobody has answered, in the same words', async () => {
    const world = visitWorld();
    world.agency.caseAnswer = unknown('timeout');
    await toRegistered(world);
    await world.tap('finish');
    world.reader.remove();
    await world.seconds(0);
    await identifyByCard(world);
    expect(world.screen('home').tiles[1]).toMatchObject({ standing: { state: 'unanswered', caseNo: null } });
    world.agency.caseAnswer = done({ caseNo: 'C-2', dueDate: '2026-12-01' });
    await world.tap({ type: 'view-order', orderId: 'K0001-1' }, 'register-case');
    await world.clock.advance(ANSWER_MS);
    expect(world.screen('case')).toMatchObject({ phase: 'registered', caseNo: 'C-2' });
    const [first, second] = world.agency.caseRequests;
    expect(second).toEqual(first);
  });

  it('and takes the card away while looking cannot go back to what the card opened', async () => {
    const world = await earlier();
    await world.tap({ type: 'view-order', orderId: 'K0001-1' });
    world.reader.remove();
    await world.tap('back');
    expect(world.screen('trouble')).toMatchObject({ code: 'CARD_TAKEN' });
    expect(world.snapshot.resident).toBeNull();
  });

  it('to an order that says nothing more stays where they are', async () => {
    const world = await earlier();
    await world.tap({ type: 'view-order', orderId: 'K0001-9' });
    world.screen('home');
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
    expect(world.screen('outcome').standing).toBeNull();
    await world.tap('register-case');
    expect(world.screen('outcome').result).toBe('booked');
  });

  it('is a refund that does not come, for 48 hours', async () => {
    const world = visitWorld();
    await toPay(world);
    await world.moneyComes();
    await world.isRefunding();
    expect(world.screen('outcome').standing).toBeNull();
    await world.move({ state: 'REFUND_STUCK' });
    expect(world.screen('outcome').standing).toMatchObject({ kind: 'refund', state: 'offered' });
    await world.move({ createdAt: world.clock.now() - FAULT_WINDOW_MS - 1 });
    expect(world.screen('outcome').standing).toBeNull();
  });
});
