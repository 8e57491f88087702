import { describe, expect, it } from 'vitest';
import { ANSWER_MS } from '../testing/fake-agency.ts';
import { PRINT_MS } from '../testing/fake-printer.ts';
import { identifyByCard, toBills, toBillsByCode, toReview } from '../testing/journey.ts';
import { CARD } from '../testing/people.ts';
import { notInsured } from '../testing/roads.ts';
import { visitWorld, type World } from '../testing/world.ts';

async function unreachable(): Promise<World> {
  const world = visitWorld();
  world.agency.down = true;
  await identifyByCard(world);
  return world;
}

describe('trouble', () => {
  it('counts 30 seconds, and begins again for more time', async () => {
    const world = await unreachable();
    await world.seconds(20);
    expect(world.screen('trouble').secondsLeft).toBe(10);
    await world.tap('more-time');
    expect(world.screen('trouble').secondsLeft).toBe(30);
    await world.seconds(30);
    expect(world.screen('farewell').cardInside).toBe(true);
  });

  it.each(['finish', 'cancel', 'back'] as const)('is left with %s', async (control) => {
    const world = await unreachable();
    await world.tap(control);
    world.screen('farewell');
  });

  it('is left for attract when no card has to be given back', async () => {
    const world = await unreachable();
    world.reader.remove();
    await world.tap('finish');
    world.screen('attract');
  });

  it('reads the card that is put in', async () => {
    const world = visitWorld();
    await toBills(world);
    world.reader.remove();
    world.screen('trouble');
    world.reader.insert(CARD);
    expect(world.screen('identify')).toMatchObject({ method: 'card', phase: 'reading', triesLeft: 3 });
  });

  it('forgets who came by code when somebody puts a card in', async () => {
    const world = visitWorld();
    await toBillsByCode(world);
    world.agency.down = true;
    await toReview(world);
    expect(world.snapshot.resident).not.toBeNull();
    world.reader.insert(CARD);
    expect(world.screen('identify').phase).toBe('reading');
    expect(world.snapshot.resident).toBeNull();
  });

  it('forgets the person when the reader goes, and offers no second try', async () => {
    const world = visitWorld();
    await toBills(world);
    world.agency.down = true;
    await toReview(world);
    expect(world.screen('trouble').canRetry).toBe(true);
    world.reader.unplug();
    expect(world.screen('trouble').canRetry).toBe(false);
    expect(world.snapshot.resident).toBeNull();
  });

  it('does not forget whoever came by code when somebody’s card goes', async () => {
    const world = visitWorld();
    await toBillsByCode(world);
    world.agency.down = true;
    await toReview(world);
    world.reader.remove();
    expect(world.screen('trouble').canRetry).toBe(true);
    world.agency.down = false;
    await world.tap('retry');
    await world.clock.advance(ANSWER_MS);
    world.screen('review');
  });
});

describe('a dead end', () => {
  it('offers a slip for the counter, and writes it down before it is printed', async () => {
    const world = visitWorld();
    await notInsured(world);
    expect(world.screen('trouble').slip).toEqual({ print: 'none', canPrint: true });
    await world.tap('print-slip');
    expect(world.screen('trouble')).toMatchObject({
      slip: { print: 'printing', canPrint: false },
      secondsLeft: null,
    });
    expect(world.cases.loose.prints).toMatchObject([{ kind: 'counter', state: 'PENDING' }]);
    await world.tap('cancel', 'print-slip');
    await world.clock.advance(PRINT_MS);
    expect(world.screen('trouble')).toMatchObject({ slip: { print: 'printed' }, secondsLeft: 30 });
    expect(world.cases.loose.prints).toMatchObject([{ state: 'PRINTED', evidence: 'A' }]);
    expect(world.printer.jobs).toEqual([
      { jobId: 'P1', slip: { blocks: [{ kind: 'title', text: 'NOT_INSURED' }] } },
    ]);
    await world.tap('cancel');
    world.screen('farewell');
  });

  it('has its slip in large type for whoever has chosen that', async () => {
    const world = visitWorld();
    await world.tap('elder-mode');
    await notInsured(world);
    await world.tap('print-slip');
    await world.clock.advance(PRINT_MS);
    expect(world.printer.jobs[0]?.slip.blocks).toEqual([{ kind: 'title', text: 'NOT_INSURED large' }]);
  });

  it('says what became of the slip, and takes another try', async () => {
    const world = visitWorld();
    await notInsured(world);
    world.printer.blockUnseen('paper-out');
    await world.tap('print-slip');
    expect(world.screen('trouble').slip).toEqual({ print: 'failed', canPrint: false });
    world.printer.become('ready');
    world.printer.result = { state: 'UNCERTAIN', evidence: 'D', reason: 'timeout' };
    await world.tap('print-slip');
    await world.clock.advance(PRINT_MS);
    expect(world.screen('trouble').slip).toEqual({ print: 'uncertain', canPrint: true });
  });

  it('prints nothing that could not be written down first', async () => {
    const world = visitWorld();
    world.cases.writable = false;
    await notInsured(world);
    await world.tap('print-slip');
    expect(world.screen('trouble').slip?.print).toBe('failed');
    expect(world.printer.jobs).toEqual([]);
  });

  it('knows nothing of a slip that nobody hears of again', async () => {
    const world = visitWorld();
    await notInsured(world);
    world.printer.hangs = true;
    await world.tap('print-slip');
    await world.seconds(180);
    expect(world.screen('trouble').slip?.print).toBe('uncertain');
  });

  it('has no slip without a printer, nor where no counter would help', async () => {
    const bare = visitWorld({ printer: false });
    await notInsured(bare);
    expect(bare.screen('trouble').slip).toEqual({ print: 'none', canPrint: false });
    await bare.tap('print-slip');
    expect(bare.screen('trouble').slip?.print).toBe('none');
    const retried = await unreachable();
    expect(retried.screen('trouble').slip).toBeNull();
    await retried.tap('print-slip');
    expect(retried.cases.loose.prints).toEqual([]);
  });

  it('gives back the card that was inside all the time', async () => {
    const world = visitWorld();
    await notInsured(world);
    await world.tap('print-slip');
    world.reader.remove();
    await world.clock.advance(PRINT_MS);
    await world.tap('cancel');
    world.screen('attract');
  });
});
