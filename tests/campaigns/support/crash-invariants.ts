import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrderView } from '../../../main/ledger/port.ts';
import type { CrashLife } from './crash-life.ts';
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
  const wallet = world.wallet.inspect();
  const agency = world.agency.inspect();
  const orders = wallet.trades.map(({ outTradeNo }) => life.ledger.order(outTradeNo));
  const stuck = orders.filter((order) => order?.state === 'REFUND_STUCK' || order?.state === 'FROZEN');

  must(
    'every order that the wallet knows is in the journal',
    orders.every((order) => order !== null),
  );
  must(
    'the wallet keeps exactly what the agency has booked, and what staff must look after',
    wallet.keptFen === agency.bookedFen + stuck.reduce((sum, order) => sum + (order?.amountFen ?? 0), 0),
  );
  const booked = agency.bookings.filter((booking) => booking.status === 'booked');
  const bills = booked.flatMap((booking) => booking.billIds);
  must('no bill is booked twice', new Set(bills).size === bills.length);

  for (const trade of wallet.trades) {
    const order = life.ledger.order(trade.outTradeNo);
    const isBooked = booked.some((booking) => booking.bookingKey === trade.outTradeNo);
    must('nothing is both booked and refunded', !(isBooked && trade.refundedFen > 0));
    if (trade.paidFen > 0)
      must('every paid order ends where money may end', endsWell(order, isBooked, trade.refundedFen, world));
    else must('an unpaid order is closed', order?.state === 'CLOSED' || order?.state === 'NEVER_CREATED');
  }
  must(
    'nothing is left open but what staff must look after',
    life.ledger.openOrders().every((order) => order.state === 'REFUND_STUCK' || order.state === 'FROZEN'),
  );
  must(
    'no print is left without a result',
    orders.every((order) => order?.prints.every((print) => print.state !== 'PENDING')),
  );
  must('who comes back is offered the slip that nobody has proof of', isSlipOffered(world, life, orders));
  for (const [what, bodies] of world.bodies) {
    must(`every attempt sends the same bytes: ${what.split(' ')[0]}`, bodies.size === 1);
  }
  must('the journal names nobody', !namesSomebody(world, life.disk));
  return [...new Set(found)];
}

function endsWell(
  order: OrderView | null,
  isBooked: boolean,
  refundedFen: number,
  world: CrashWorld,
): boolean {
  switch (order?.state) {
    case 'BOOKED':
      return isBooked && refundedFen === 0;
    case 'REFUNDED':
      return !isBooked && refundedFen === order.amountFen;
    case 'REFUND_STUCK':
      return !isBooked && refundedFen === 0 && world.alarms.includes('REFUND_STUCK');
    default:
      return false;
  }
}

function isSlipOffered(world: CrashWorld, life: CrashLife, orders: readonly (OrderView | null)[]): boolean {
  const offered = new Set(life.ledger.ordersOf(world.person.insuredId).map((order) => order.id));
  return orders.every((order) => {
    if (order?.state !== 'BOOKED') return true;
    const isProven = order.prints.some((print) => print.kind === 'booked' && print.state === 'PRINTED');
    return offered.has(order.id) !== isProven;
  });
}

function namesSomebody({ person }: CrashWorld, disk: string): boolean {
  const secrets = [person.insuredId, person.idNumber, person.name, person.cardNumber ?? person.idNumber];
  return readdirSync(disk).some((name) => {
    const bytes = readFileSync(join(disk, name));
    return secrets.some((secret) => bytes.includes(secret));
  });
}
