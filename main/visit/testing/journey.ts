import { ANSWER_MS } from './fake-agency.ts';
import { PRINT_MS } from './fake-printer.ts';
import { type FakeCard, READ_MS } from './fake-reader.ts';
import { CARD, PENSION } from './people.ts';
import type { World } from './world.ts';

/** What a resident does, one stretch after the other. Each begins where the one before it ends. */

/** attract → the card has been read and the agency has answered: bills on their way, or home. */
export async function identifyByCard(world: World, card: FakeCard = CARD): Promise<void> {
  world.reader.insert(card);
  await world.clock.advance(READ_MS);
  await world.clock.advance(ANSWER_MS);
}

/** attract → bills.ready. */
export async function toBills(world: World): Promise<void> {
  await identifyByCard(world);
  await world.clock.advance(ANSWER_MS);
}

export async function toBillsByCode(world: World): Promise<void> {
  world.scanner.scan('TOKEN-1');
  await world.clock.advance(ANSWER_MS);
  await world.clock.advance(ANSWER_MS);
}

/** bills.ready → review.ready. */
export async function toReview(world: World): Promise<void> {
  await world.tap('next');
  await world.clock.advance(ANSWER_MS);
  await world.seconds(1);
}

/** attract → pay, code on the glass. */
export async function toPay(world: World): Promise<void> {
  await toBills(world);
  await toReview(world);
  await world.tap('confirm');
  await world.codeComes();
}

/** attract → outcome, booked. */
export async function toOutcome(world: World): Promise<void> {
  await toPay(world);
  await world.moneyComes();
  await world.isBooked();
}

/** attract → receipt.printed. */
export async function toPrinted(world: World): Promise<void> {
  await toOutcome(world);
  await world.tap('print-slip');
  await world.clock.advance(PRINT_MS);
}

/** An order of an earlier visit, booked, its slip not proven: the resident comes back to home. */
export async function anEarlierOrder(world: World): Promise<void> {
  await world.ledger.open({
    channel: 'wechat',
    insuredId: 'P-0001',
    payer: { name: '王*明', idNumber: '440***********0011' },
    quoteId: 'Q-0',
    quoteValidUntil: '2026-11-24T10:00:00+08:00',
    amountFen: 36_000,
    lines: [
      {
        billId: 'B-EARLIER',
        insurance: PENSION.insurance,
        item: PENSION.item,
        period: '2025',
        tierLabel: '二档',
        amountFen: 36_000,
      },
    ],
  });
  await world.isBooked();
}
