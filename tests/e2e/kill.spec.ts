import { expect } from '@playwright/test';
import { Luck } from '../campaigns/support/crash-random.ts';
import { bookings } from './support/books.ts';
import { PREMIUM_FEN, Resident } from './support/resident.ts';
import { test, type World } from './support/world.ts';

/**
 * `kill -9` of the whole process tree at random moments of a visit, each followed by a start and the resident's return. A
 * few in every run; many by command: `KIOSK_KILLS=200 npm test -- --only build,e2e kill.spec`. KIOSK_KILL_SEED repeats a run.
 */
const KILLS = Number(process.env.KIOSK_KILLS ?? 4);
const SEED = Number(process.env.KIOSK_KILL_SEED ?? Date.now() % 1_000_000);

/** Whoever stands there in a world: each pays one bill once, then somebody else comes, then another terminal. */
const PEOPLE = [
  { card: 'v2-wang', insuredId: 'P0001', maskedName: '王*明' },
  { card: 'v1-li', insuredId: 'P0002', maskedName: '李*英' },
] as const;
/** From the card to the slip, on these machines. */
const VISIT_MS = 6_000;

test.describe('power cuts', () => {
  test.setTimeout(60_000 + KILLS * 30_000);

  for (let from = 0; from < KILLS; from += PEOPLE.length) {
    const count = Math.min(PEOPLE.length, KILLS - from);
    test(`at ${count} random moments of a visit lose nothing and take nothing twice (${from + 1}–${from + count} of ${KILLS})`, async ({
      world,
    }) => {
      const luck = new Luck(SEED + from);
      for (const person of PEOPLE.slice(0, count)) {
        const moment = luck.whole(VISIT_MS);
        const stage = await cutPowerIn(world, new Resident(world, person), moment, luck.chance(0.5));
        console.log(`power cut ${moment} ms into a visit (${stage}), seed ${SEED}`);
      }
    });
  }
});

/** Answers with what was on the glass when the power went. */
async function cutPowerIn(
  world: World,
  resident: Resident,
  moment: number,
  paysInTheDark: boolean,
): Promise<string> {
  const before = new Set((await bookings(world)).map(({ bookingKey }) => bookingKey));
  let stage = 'attract';
  // A step that hangs because the app has gone ends with the app.
  const visit = walk(world, resident, (name) => {
    stage = name;
  }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, moment));
  await world.kill();
  await visit;
  const told = stage;
  if (world.bench.reader.cardIn('contact') !== null) await resident.takeCard();
  if (stage === 'pay' && paysInTheDark) await resident.scanAndPay().catch(() => undefined);
  await world.start();
  await expectSettled(world);
  await expectOffered(world, resident, before);
  return told;
}

async function walk(world: World, resident: Resident, at: (stage: string) => void): Promise<void> {
  await resident.insertCard();
  at('reading');
  await world.glass.shows('bills');
  at('bills');
  await resident.chooseMedical();
  at('review');
  await resident.askForCode();
  at('pay');
  await resident.scanAndPay();
  at('paid');
  await world.glass.says('pay-status', 'booked');
  at('booked');
  await world.glass.press('print-slip');
  at('printing');
  await world.glass.says('print-evidence', 'A');
  at('printed');
  await resident.leave();
  at('left');
}

/** Every yuan that the wallet has kept is booked, once each, and nothing is booked that was not paid. */
async function expectSettled(world: World): Promise<void> {
  const { wallet, agency } = world.bench;
  await expect.poll(() => wallet.inspect().keptFen - agency.inspect().bookedFen, { timeout: 60_000 }).toBe(0);
  const booked = await bookings(world);
  expect(new Set(booked.map(({ channelTransactionId }) => channelTransactionId)).size).toBe(booked.length);
  expect(booked.every(({ status, amountFen }) => status === 'booked' && amountFen === PREMIUM_FEN)).toBe(
    true,
  );
  expect(booked).toHaveLength(wallet.inspect().keptFen / PREMIUM_FEN);
}

/** Whoever comes back is shown what became of the payment: a slip was printed, or it is offered. */
async function expectOffered(world: World, resident: Resident, before: ReadonlySet<string>): Promise<void> {
  const { glass, bench } = world;
  const printed = bench.slips().join('\n');
  const owed = (await bookings(world)).filter(
    ({ bookingKey }) => !before.has(bookingKey) && !printed.replaceAll(/\s/g, '').includes(bookingKey),
  );
  await resident.insertCard();
  await expect(glass.screen('home').or(glass.screen('bills'))).toBeVisible();
  for (const { bookingKey } of owed) await expect(glass.control('reprint', bookingKey)).toBeVisible();
  await glass.press('cancel');
  await glass.shows('farewell');
  await resident.takeCard();
  await glass.shows('attract');
}
