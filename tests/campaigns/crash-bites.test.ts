import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../drivers/base/result.ts';
import type * as JournalModule from '../../main/ledger/journal.ts';
import type * as OrderModule from '../../main/ledger/order.ts';
import type { Order, OrderEvent } from '../../main/ledger/order-events.ts';
import type * as ScheduleModule from '../../main/ledger/schedule.ts';
import type { WalletName } from './support/crash-wallets.ts';

/**
 * A campaign that finds nothing proves something only if it finds what is there. Each of these is a mistake that has
 * been made in real payment systems, put into the production code by module replacement; the campaign must see it.
 */

type Mistake = (order: Order, event: OrderEvent, right: Order) => Order;

interface Bite {
  readonly what: string;
  readonly mistake: Mistake;
  /** The story that shows it. */
  readonly row: number;
  readonly story: string;
  readonly wallet: WalletName;
  /** The rule that must break. */
  readonly rule: string;
}

const ORDER = '../../main/ledger/order.ts';
const JOURNAL = '../../main/ledger/journal.ts';
const SCHEDULE = '../../main/ledger/schedule.ts';

const NOT_WELL = 'every paid order ends where money may end';

const BITES: readonly Bite[] = [
  {
    what: 'refunds when the booking gets no answer',
    row: 6,
    story: 'the booking answer is lost',
    wallet: 'wechat',
    mistake: (order, event, right) =>
      order.state === 'BOOKING' && event.type === 'UNANSWERED'
        ? { ...right, state: 'REFUNDING', refund: { ...right.refund, reason: 'TIMEOUT' } }
        : right,
    rule: 'nothing is both booked and refunded',
  },
  {
    what: 'takes a refused close for the end of an unpaid order',
    row: 10,
    story: 'cancelled as the payment lands',
    wallet: 'wechat',
    mistake: (_, event, right) =>
      event.type === 'CLOSE_REFUSED' ? { ...right, state: 'CLOSED', settledAt: event.at } : right,
    rule: NOT_WELL,
  },
  {
    what: 'takes silence for not paid',
    row: 35,
    story: 'no question is answered to the end: nothing but close is sent',
    wallet: 'wechat',
    mistake: (order, event, right) =>
      order.state === 'CLOSING' && event.type === 'UNANSWERED'
        ? { ...right, state: 'CLOSED', settledAt: event.at }
        : right,
    rule: NOT_WELL,
  },
  {
    what: 'takes "no such trade" for the end of a code that nobody has scanned yet',
    row: 13,
    story: 'left, and the photographed code is paid minutes later',
    wallet: 'alipay',
    mistake: (order, event, right) =>
      order.state === 'CLOSING' && event.type === 'TRADE' && event.trade.state === 'NOT_SCANNED'
        ? { ...right, state: 'CLOSED', settledAt: event.at }
        : right,
    rule: NOT_WELL,
  },
  {
    what: 'refunds with a new number after a restart',
    row: 24,
    story: 'the refund answer is lost',
    wallet: 'wechat',
    mistake: (order, event, right) =>
      order.state === 'REFUNDING' && event.type === 'RESTARTED'
        ? { ...right, refund: { ...right.refund, outRefundNo: `R${order.id}x${order.version}`, body: '' } }
        : right,
    rule: 'every attempt sends the same bytes: refund',
  },
  {
    what: 'counts as closed because nobody looks at it any more',
    row: 4,
    story: 'paid, and killed before it is booked',
    wallet: 'wechat',
    mistake: (order, event, right) =>
      order.state === 'QR_LIVE' && event.type === 'RESTARTED'
        ? { ...right, state: 'CLOSED', settledAt: event.at }
        : right,
    rule: NOT_WELL,
  },
  {
    what: 'is given up when a restart finds it being booked',
    row: 4,
    story: 'paid, and killed before it is booked',
    wallet: 'wechat',
    mistake: (order, event, right) =>
      order.state === 'BOOKING' && event.type === 'RESTARTED' ? { ...right, state: 'FROZEN' } : right,
    rule: NOT_WELL,
  },
  {
    what: 'is booked although another amount was paid',
    row: 18,
    story: 'another amount is paid than was asked for',
    wallet: 'alipay',
    mistake: (order, event, right) => {
      if (event.type !== 'TRADE' || event.trade.state !== 'PAID' || right.state !== 'FROZEN') return right;
      const { transactionId, paidAt } = event.trade;
      return { ...order, state: 'PAID', payment: { transactionId, paidAt, funding: null } };
    },
    rule: 'the wallet keeps exactly what the agency has booked, and what staff must look after',
  },
  {
    what: 'counts as refunded as soon as that is intended',
    row: 8,
    story: 'refused: the period is over',
    wallet: 'wechat',
    mistake: (order, event, right) =>
      order.state === 'REFUNDING' && event.type === 'REFUND_INTENDED'
        ? { ...right, state: 'REFUNDED', settledAt: event.at }
        : right,
    rule: NOT_WELL,
  },
];

async function firstViolations(bite: Pick<Bite, 'row' | 'story' | 'wallet'>): Promise<readonly string[]> {
  const { CALM, play } = await import('./support/crash-campaign.ts');
  const { everyCrash } = await import('./support/crash-plans.ts');
  const { SCENARIOS } = await import('./support/crash-scenarios.ts');
  const scenario = SCENARIOS.find(({ row, name }) => row === bite.row && name === bite.story);
  if (scenario === undefined) throw new Error(`no story ${bite.row}: ${bite.story}`);
  const calm = await play(scenario, bite.wallet, CALM);
  if (calm.violations.length > 0) return calm.violations;
  for (const plan of everyCrash(calm)) {
    const { violations } = await play(scenario, bite.wallet, plan);
    if (violations.length > 0) return violations;
  }
  return [];
}

describe('the campaign bites', () => {
  beforeEach(() => vi.resetModules());
  afterEach(() => {
    for (const module of [ORDER, JOURNAL, SCHEDULE]) vi.doUnmock(module);
  });

  it.each(BITES.map((bite) => [bite.what, bite] as const))(
    'an order that %s',
    async (_, bite) => {
      vi.doMock(ORDER, async (original) => {
        const real = await original<typeof OrderModule>();
        const { nextCommand } = await import('../../main/ledger/next-command.ts');
        const reduce: typeof OrderModule.reduce = (order, event) => {
          const step = real.reduce(order, event);
          const mistaken = bite.mistake(order, event, step.order);
          if (mistaken === step.order) return step;
          const wrong = { ...mistaken, version: order.version + 1 };
          const next = nextCommand(wrong);
          return { order: wrong, commands: next === null ? [] : [next] };
        };
        return { ...real, reduce };
      });
      expect(await firstViolations(bite)).toContain(bite.rule);
    },
    60_000,
  );

  it('an engine that acts first and writes the intent down with the result', async () => {
    vi.doMock(JOURNAL, async (original) => {
      const real = await original<typeof JournalModule>();
      const { write } = real.Journal.prototype;
      const held: Parameters<typeof write>[] = [];
      real.Journal.prototype.write = function (...args) {
        held.push(args);
        if (args[1].type === 'OPENED' || args[1].type === 'CODE_RECEIVED') return ok();
        const results = held.splice(0).map((each) => write.apply(this, each));
        return results.find((result) => !result.ok) ?? ok();
      };
      return real;
    });
    const found = await firstViolations({
      row: 4,
      story: 'paid, and killed before it is booked',
      wallet: 'wechat',
    });
    expect(found).toContain('every order that the wallet knows is in the journal');
  }, 60_000);

  it('an engine that asks as often as it can', async () => {
    vi.doMock(SCHEDULE, async (original) => {
      const real = await original<typeof ScheduleModule>();
      return { ...real, delayBefore: () => 200 };
    });
    const found = await firstViolations({
      row: 3,
      story: 'nobody pays, the code runs out',
      wallet: 'alipay',
    });
    expect(found).toContain('the same thing is never asked twice within a second');
  }, 60_000);
});
