import { describe, expect, it } from 'vitest';
import { ANSWER_MS } from './testing/fake-agency.ts';
import { toBills, toBillsByCode, toOutcome, toPay, toPrinted, toReview } from './testing/journey.ts';
import { WANG } from './testing/people.ts';
import { ROADS } from './testing/roads.ts';
import { visitWorld, type World } from './testing/world.ts';

const IN_CLEAR = [WANG.name, WANG.idNumber, WANG.cardNumber, WANG.insuredId, 'TOKEN-1'];
const MASKED = ['王*明', '440***********0011'];

function expectNothingOf(said: string, words: readonly string[]): void {
  for (const word of words) expect(said).not.toContain(word);
}

describe('the glass', () => {
  it.each(Object.entries(ROADS))('never shows a person in clear on the way to %s', async (_, road) => {
    const world = visitWorld();
    await road(world);
    expectNothingOf(world.said(), IN_CLEAR);
  });

  const endings: readonly (readonly [string, (world: World) => Promise<void>])[] = [
    [
      'a slip',
      async (world) => {
        await toPrinted(world);
        await world.tap('finish');
      },
    ],
    [
      'an outcome that nobody looks at',
      async (world) => {
        await toOutcome(world);
        await world.seconds(30);
      },
    ],
    [
      'leaving the payment',
      async (world) => {
        await toPay(world);
        await world.tap('cancel');
        await world.move({ state: 'CLOSED' });
      },
    ],
    [
      'exit from bills',
      async (world) => {
        await toBills(world);
        await world.tap('cancel');
      },
    ],
    [
      'silence at review',
      async (world) => {
        await toBills(world);
        await toReview(world);
        await world.seconds(150);
      },
    ],
    [
      'the card taken',
      async (world) => {
        await toBills(world);
        world.reader.remove();
      },
    ],
    [
      'the reader gone',
      async (world) => {
        await toBills(world);
        world.reader.unplug();
      },
    ],
    [
      'a refusal',
      async (world) => {
        await toBills(world);
        await toReview(world);
        world.ledger.refusal = 'BILL_LOCKED';
        await world.tap('confirm');
      },
    ],
    [
      'a bug',
      async (world) => {
        await toBills(world);
        world.agency.bug = new Error(WANG.name);
        await toReview(world);
      },
    ],
  ];

  it.each(endings)('knows nobody any more after %s', async (_, end) => {
    const world = visitWorld();
    await end(world);
    const from = world.snapshots.length - 1;
    expect(world.snapshot.resident).toBeNull();
    await world.seconds(40);
    world.reader.remove();
    await world.seconds(40);
    await world.tap('reveal', 'start');
    expectNothingOf(world.said(from), [...IN_CLEAR, ...MASKED, 'K0001-1', 'V-1']);
  });

  it('goes from silence at bills by code straight to attract', async () => {
    const world = visitWorld();
    await toBillsByCode(world);
    await world.seconds(150);
    expectNothingOf(JSON.stringify(world.snapshot), [...IN_CLEAR, ...MASKED]);
  });
});

describe('the reveal key', () => {
  it('shows name and number for five seconds', async () => {
    const world = visitWorld();
    await toBills(world);
    await world.tap('reveal');
    expect(world.snapshot.resident).toMatchObject({
      name: WANG.name,
      idNumber: WANG.idNumber,
      revealed: true,
    });
    await world.seconds(4.9);
    expect(world.snapshot.resident?.revealed).toBe(true);
    await world.seconds(0.1);
    expect(world.snapshot.resident).toMatchObject({ name: MASKED[0], idNumber: MASKED[1], revealed: false });
  });

  it('hides them when it is let go, and counts anew when it is pressed again', async () => {
    const world = visitWorld();
    await toBills(world);
    await world.tap('reveal');
    await world.seconds(4);
    await world.tap({ type: 'reveal', on: false });
    expect(world.snapshot.resident?.revealed).toBe(false);
    await world.tap('reveal');
    await world.seconds(4);
    expect(world.snapshot.resident?.revealed).toBe(true);
  });

  it('has nothing to show where nobody is known, and leaves nothing to the next resident', async () => {
    const world = visitWorld();
    await world.tap('reveal', 'start', 'reveal');
    expect(world.snapshot.resident).toBeNull();
    await toBills(world);
    expect(world.snapshot.resident?.revealed).toBe(false);
    await world.tap('reveal', 'cancel');
    expectNothingOf(JSON.stringify(world.snapshot), IN_CLEAR);
  });
});

describe('the log', () => {
  it('knows no person, no token and no message of a bug', async () => {
    const world = visitWorld();
    world.scanner.scan('TOKEN-1');
    await world.clock.advance(2 * ANSWER_MS);
    await world.tap('reveal', 'cancel', 'finish');
    await toOutcome(world);
    world.printer.bug = new Error(WANG.name);
    await world.tap('print-slip');
    expect(world.logged('bug')).toHaveLength(1);
    expectNothingOf(JSON.stringify(world.log), [...IN_CLEAR, ...MASKED]);
  });
});
