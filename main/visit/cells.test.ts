import { describe, expect, it } from 'vitest';
import { snapshotSchema } from '../contract/snapshot.ts';
import type { OrderView } from '../ledger/port.ts';
import { VISIT_EVENT_TYPES, type VisitEvent, type VisitEventType } from './events.ts';
import { visitMachine } from './machine.ts';
import { PAYMENT_CODE } from './testing/people.ts';
import { ROADS } from './testing/roads.ts';
import { PAY_CODE, visitWorld, type World } from './testing/world.ts';

type Node = (typeof visitMachine)['root'];

/** States in which an event can arrive: leaves, but for those that are left in the same step and history. */
function restingLeaves(node: Node = visitMachine.root): readonly Node[] {
  if (node.type === 'history' || isTransient(node)) return [];
  const children = Object.values(node.states);
  return children.length === 0 ? [node] : children.flatMap((child) => restingLeaves(child));
}

/** Has an unguarded way out that needs no event: nobody can ever be found there. */
function isTransient(node: Node): boolean {
  return (node.always ?? []).some(({ guard }) => guard === undefined);
}

/** The nearest state, from the leaf up to the root, that always has an answer; a guarded last word is none. */
function answerOf(leaf: Node, type: VisitEventType): Node | null {
  for (let node: Node | undefined = leaf; node !== undefined; node = node.parent) {
    if (node.transitions.get(type)?.some(({ guard }) => guard === undefined)) return node;
  }
  return null;
}

const leaves = restingLeaves();
const nameOf = (leaf: Node) => leaf.path.join('.');

describe('every state × event', () => {
  it('has a written answer, at the state or above it, and the wildcard is none', () => {
    const unanswered = leaves.flatMap((leaf) =>
      VISIT_EVENT_TYPES.filter((type) => answerOf(leaf, type) === null).map(
        (type) => `${nameOf(leaf)} × ${type}`,
      ),
    );
    expect(unanswered).toEqual([]);
    const cells = leaves.length * VISIT_EVENT_TYPES.length;
    console.info(
      `visit: ${leaves.length} states × ${VISIT_EVENT_TYPES.length} events = ${cells} cells answered`,
    );
    expect(cells).toBeGreaterThan(700);
  });

  it('excepts only what nobody can stand in: identify.found and the memory of bills', () => {
    const all = (node: Node): readonly Node[] => [node, ...Object.values(node.states).flatMap(all)];
    const resting = new Set(leaves);
    const excepted = all(visitMachine.root).filter(
      (node) => Object.keys(node.states).length === 0 && !resting.has(node),
    );
    expect(excepted.map(nameOf)).toEqual(['identify.found', 'bills.history']);
  });

  it('is walked in the test below: there is a road to each', () => {
    expect(Object.keys(ROADS).sort()).toEqual(leaves.map(nameOf).sort());
  });

  it('would notice a gap', () => {
    expect(answerOf(visitMachine.root, 'start')).toBeNull();
  });
});

describe.each(Object.entries(ROADS))('in %s', (name, road) => {
  it('every event leaves a whole screen and no bug', async () => {
    for (const type of VISIT_EVENT_TYPES) {
      const world = visitWorld();
      await road(world);
      expect(world.state).toBe(name);
      for (const event of eventsOf(type, world)) {
        world.visit.deliver(event);
        await world.seconds(0);
        expect([type, world.logged('visit-unanswered'), world.logged('bug')]).toEqual([type, [], []]);
        snapshotSchema.parse(world.snapshot);
      }
      await world.seconds(60);
      expect([type, world.logged('visit-unanswered'), world.logged('bug')]).toEqual([type, [], []]);
      world.stop();
    }
  });
});

/** An order that an earlier visit left to the ledger. */
const FOREIGN: OrderView = {
  id: 'K0001-0',
  version: 3,
  state: 'QR_LIVE',
  status: 'waiting',
  channel: 'wechat',
  amountFen: 1,
  codeUrl: PAY_CODE,
  expiresAt: 0,
  createdAt: 0,
  payer: { name: '李*', idNumber: '110***********0022' },
  lines: [],
  doubtful: true,
  settled: false,
  prints: [],
};

/** The event as it would come, and as a stale or mistaken hand would send it. */
function eventsOf(type: VisitEventType, { ledger }: World): readonly VisitEvent[] {
  switch (type) {
    case 'select-line':
      return [
        { type, billId: 'B-MEDICAL' },
        { type, billId: 'B-PAID' },
      ];
    case 'choose-tier':
      return [
        { type, billId: 'B-PENSION', tierId: 'T3' },
        { type, billId: 'B-PENSION', tierId: 'T9' },
      ];
    case 'choose-channel':
      return [
        { type, channel: 'alipay' },
        { type, channel: 'wechat' },
      ];
    case 'register-case':
      return [{ type }, { type, voucherNo: 'V2' }];
    case 'view-order':
    case 'reprint':
      return [
        { type, orderId: 'K0001-9' },
        { type, orderId: 'K0001-1' },
      ];
    case 'elder-mode':
      return [
        { type, on: true },
        { type, on: false },
      ];
    case 'theme':
      return [{ type, theme: 'high-contrast' }];
    case 'operator-open':
      return [{ type, by: 'corner' }];
    case 'reveal':
      return [
        { type, on: true },
        { type, on: false },
      ];
    case 'code':
      return [
        { type, text: 'TOKEN-9' },
        { type, text: PAYMENT_CODE },
        { type, text: 'https://example.com' },
      ];
    case 'order-changed':
      return [
        ...ledger.openOrders().map((order): VisitEvent => ({ type, order: { ...order, doubtful: true } })),
        { type, order: FOREIGN },
      ];
    case 'tick':
      return [{ type, secondsLeft: 7 }];
    case 'idle-tick':
      return [
        { type, secondsLeft: 9 },
        { type, secondsLeft: null },
      ];
    default:
      // More plain events than the compiler is willing to tell apart.
      return [{ type } as VisitEvent];
  }
}
