import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrderView } from '../../../main/ledger/port.ts';
import type { CrashLife } from './crash-life.ts';
import { manners } from './crash-manners.ts';
import type { CrashWorld } from './crash-world.ts';

/**
 * What must be true when the dust has settled, whatever died in between. Source: payment notes, invariant checker. Each
 * violation is one sentence; none is the only right number.
 */
export function violations(world: CrashWorld, life: CrashLife): readonly string[] {
  const found: string[] = [];
  const must = (rule: string, holds: boolean): void => {
    if (!holds) found.push(rule);
  };
  const { ledger } = life;
  const { trades } = world;
  const known = trades.map((trade) => ({ trade, order: ledger.order(trade.outTradeNo) }));
  const numbers = new Set(trades.map(({ outTradeNo }) => outTradeNo));
  const ours = world.agency.inspect().bookings.filter(({ bookingKey }) => numbers.has(bookingKey));
  const booked = new Set(ours.filter(isBooked).map(({ bookingKey }) => bookingKey));
  const bills = world.agency
    .inspect()
    .bookings.filter(isBooked)
    .flatMap(({ billIds }) => billIds);

  must(
    'every order that the wallet knows is in the journal',
    known.every(({ order }) => order !== null),
  );
  const kept = sum(trades.map(({ paidFen, refundedFen }) => paidFen - refundedFen));
  const withStaff = known.filter(({ order }) => order !== null && isForStaff(order));
  must(
    'the wallet keeps exactly what the agency has booked, and what staff must look after',
    kept ===
      sum(ours.filter(isBooked).map(({ amountFen }) => amountFen)) +
        sum(withStaff.map(({ trade }) => trade.paidFen - trade.refundedFen)),
  );
  must('no bill is booked twice', new Set(bills).size === bills.length);

  for (const { trade, order } of known) {
    const hasVoucher = booked.has(trade.outTradeNo);
    must('nothing is both booked and refunded', !(hasVoucher && trade.refundedFen > 0));
    if (trade.paidFen > 0)
      must(
        'every paid order ends where money may end',
        endsWell(order, hasVoucher, trade.refundedFen, world),
      );
    else must('an unpaid order is closed', isClosed(order) || isRightlyFrozen(order, world));
  }
  must(
    'nothing is left open but what staff must look after',
    ledger.openOrders().every((order) => isForStaff(order)),
  );
  must(
    'no print is left without a result',
    known.every(({ order }) => order?.prints.every((print) => print.state !== 'PENDING')),
  );
  must(
    'a slip that says booked belongs to a booking',
    known.every(({ trade, order }) => !hasSlip(order) || booked.has(trade.outTradeNo)),
  );
  must(
    'who comes back is offered the slip that nobody has proof of',
    isSlipOffered(
      world,
      life,
      known.map(({ order }) => order),
    ),
  );
  must('the journal names nobody', !namesSomebody(world, life.disk));
  must(
    'nothing is sold that must not be',
    world.refusals.every((refusal) => world.mayRefuse.includes(refusal)),
  );
  return [...new Set([...found, ...manners(world)])];
}

function isBooked({ status }: { readonly status: string }): boolean {
  return status === 'booked';
}

function isForStaff({ state }: Pick<OrderView, 'state'>): boolean {
  return state === 'REFUND_STUCK' || state === 'FROZEN';
}

function isClosed(order: OrderView | null): boolean {
  return order?.state === 'CLOSED' || order?.state === 'NEVER_CREATED';
}

const FREEZING = ['MONEY_MISMATCH', 'FOREIGN_REFUND', 'ORDER_FROZEN'];

/** Only an answer that is not about our money freezes an order, and never silently. */
function isRightlyFrozen(order: OrderView | null, { hasLied, alarms }: CrashWorld): boolean {
  return order?.state === 'FROZEN' && hasLied && FREEZING.some((alarm) => alarms.includes(alarm));
}

function endsWell(
  order: OrderView | null,
  hasVoucher: boolean,
  refundedFen: number,
  world: CrashWorld,
): boolean {
  switch (order?.state) {
    case 'BOOKED':
      return hasVoucher && refundedFen === 0;
    case 'REFUNDED':
      return !hasVoucher && refundedFen === order.amountFen;
    case 'REFUND_STUCK':
      return !hasVoucher && refundedFen === 0 && world.alarms.includes('REFUND_STUCK');
    case 'FROZEN':
      return !hasVoucher && isRightlyFrozen(order, world);
    default:
      return false;
  }
}

function hasSlip(order: OrderView | null): boolean {
  return order?.prints.some(({ kind }) => kind === 'booked') ?? false;
}

function isSlipOffered(world: CrashWorld, life: CrashLife, orders: readonly (OrderView | null)[]): boolean {
  const offered = new Set(life.ledger.ordersOf(world.person.insuredId).map((order) => order.id));
  return orders.every((order) => {
    if (order?.state !== 'BOOKED') return true;
    const isProven = order.prints.some((print) => print.kind === 'booked' && print.state === 'PRINTED');
    return offered.has(order.id) !== isProven;
  });
}

function namesSomebody({ secrets }: CrashWorld, disk: string): boolean {
  return readdirSync(disk).some((name) => {
    const bytes = readFileSync(join(disk, name));
    return secrets.some((secret) => bytes.includes(secret));
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
