import { done, refused, unknown } from '../../../drivers/base/outcome.ts';
import { ANSWER_MS } from './fake-agency.ts';
import { READ_MS } from './fake-reader.ts';
import { anEarlierOrder, identifyByCard, toBills, toOutcome, toPay, toPrinted, toReview } from './journey.ts';
import { CARD, LARGE, PAYMENT_CODE, TWICE } from './people.ts';
import type { World } from './world.ts';

/** Paid, and the agency says that it was paid before. */
export async function toCase(world: World): Promise<void> {
  await toPay(world);
  await world.moneyComes();
  await world.isRefunding('ALREADY_PAID');
  await world.tap('register-case');
}

export async function toRegistered(world: World): Promise<void> {
  await toCase(world);
  await world.clock.advance(ANSWER_MS);
}

/** A dead end: only a counter helps. */
export async function notInsured(world: World): Promise<void> {
  world.agency.lookupAnswer = refused('NOT_INSURED');
  await identifyByCard(world);
}

/** The bills of somebody who has paid last year's premium twice. */
export async function toBillsPaidTwice(world: World): Promise<void> {
  world.agency.paymentsAnswer = done(TWICE);
  await toBills(world);
}

/** A price that has to be confirmed once more. */
async function toLarge(world: World): Promise<void> {
  world.agency.billsAnswer = done([LARGE]);
  await toBills(world);
  await toReview(world);
  await world.tap('confirm');
}

/** One way into every state that a visit can rest in, by the hands of residents and the course of the world only. */
export const ROADS: Readonly<Record<string, (world: World) => Promise<void>>> = {
  attract: (world) => world.seconds(0),
  'identify.waiting': (world) => world.tap('start'),
  'identify.reading': async (world) => {
    world.reader.insert(CARD);
    await world.seconds(0);
  },
  'identify.looking-up': async (world) => {
    world.reader.insert(CARD);
    await world.clock.advance(READ_MS);
  },
  home: async (world) => {
    await anEarlierOrder(world);
    await identifyByCard(world);
  },
  'bills.loading': (world) => identifyByCard(world),
  'bills.ready': toBillsPaidTwice,
  'review.quoting': async (world) => {
    await toBills(world);
    await world.tap('next');
  },
  'review.fresh': async (world) => {
    await toBills(world);
    await world.tap('next');
    await world.seconds(0.2);
  },
  'review.ready': async (world) => {
    await toBills(world);
    await toReview(world);
  },
  'review.large.fresh': toLarge,
  'review.large.ready': async (world) => {
    await toLarge(world);
    await world.seconds(1);
  },
  'review.opening': async (world) => {
    await toBills(world);
    await toReview(world);
    world.ledger.openMs = 1_000;
    await world.tap('confirm');
  },
  'pay.live.showing': toPay,
  'pay.live.asked': async (world) => {
    await toPay(world);
    await world.tap('i-paid');
  },
  'pay.live.told': async (world) => {
    await toPay(world);
    await world.tap('i-paid');
    await world.seconds(3);
  },
  'pay.live.code-held': async (world) => {
    await toPay(world);
    world.scanner.scan(PAYMENT_CODE);
    await world.seconds(0);
  },
  'pay.live.card-held': async (world) => {
    await toPay(world);
    world.reader.remove();
    world.reader.insert({ ...CARD });
    await world.seconds(0);
  },
  'pay.closing': async (world) => {
    await toPay(world);
    await world.tap('cancel');
  },
  'pay.settling': async (world) => {
    await toPay(world);
    await world.moneyComes();
  },
  outcome: toOutcome,
  'case.registering': toCase,
  'case.registered': toRegistered,
  'case.unanswered': async (world) => {
    world.agency.caseAnswer = unknown('timeout');
    await toRegistered(world);
  },
  'case.refused': async (world) => {
    world.agency.caseAnswer = refused('NOT_FOUND');
    await toRegistered(world);
  },
  'case.printing': async (world) => {
    await toRegistered(world);
    await world.tap('print-slip');
  },
  'receipt.printing': async (world) => {
    await toOutcome(world);
    await world.tap('print-slip');
  },
  'receipt.printed': toPrinted,
  'receipt.electronic': async (world) => {
    await toOutcome(world);
    await world.tap('e-receipt');
  },
  farewell: async (world) => {
    await toBills(world);
    await world.tap('cancel');
  },
  'trouble.explaining': async (world) => {
    world.agency.down = true;
    await identifyByCard(world);
  },
  'trouble.printing': async (world) => {
    await notInsured(world);
    await world.tap('print-slip');
  },
  'out-of-service': async (world) => {
    world.scanner.unplug();
    world.reader.unplug();
    await world.seconds(0);
  },
};
