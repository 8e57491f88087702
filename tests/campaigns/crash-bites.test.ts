import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../drivers/base/result.ts';
import type * as JournalModule from '../../main/ledger/journal.ts';
import type * as OrderModule from '../../main/ledger/order.ts';
import type { Order, OrderEvent } from '../../main/ledger/order-events.ts';
import type { Outcome } from './support/crash-campaign.ts';

/**
 * A campaign that finds nothing proves something only if it finds what is there. Each of these is a mistake that has
 * been made in real payment systems, put into the production code by module replacement; the campaign must see it.
 */

type Mistake = (order: Order, event: OrderEvent, right: Order) => Order;

const ORDER = '../../main/ledger/order.ts';
const JOURNAL = '../../main/ledger/journal.ts';

const NOT_WELL = 'every paid order ends where money may end';

/** What it does, in which story, and the rule that must break. */
const MISTAKES: readonly (readonly [string, string, Mistake, string])[] = [
  [
    'refunds when the booking gets no answer',
    'the booking answer is lost (5)',
    (order, event, right) =>
      order.state === 'BOOKING' && event.type === 'UNANSWERED'
        ? { ...right, state: 'REFUNDING', refund: { ...right.refund, reason: 'TIMEOUT' } }
        : right,
    'nothing is both booked and refunded',
  ],
  [
    'takes a refused close for the end of an unpaid order',
    'the resident cancels as the payment lands (3)',
    (_, event, right) =>
      event.type === 'CLOSE_REFUSED' ? { ...right, state: 'CLOSED', settledAt: event.at } : right,
    NOT_WELL,
  ],
  [
    'takes silence for not paid',
    'paid while every question is lost, then cancelled',
    (order, event, right) =>
      order.state === 'CLOSING' && event.type === 'UNANSWERED'
        ? { ...right, state: 'CLOSED', settledAt: event.at }
        : right,
    NOT_WELL,
  ],
  [
    'takes "no such trade" for the end of a code that nobody has scanned yet',
    'Alipay: the resident leaves, and somebody pays the photographed code minutes later (13)',
    (order, event, right) =>
      order.state === 'CLOSING' && event.type === 'TRADE' && event.trade.state === 'NOT_SCANNED'
        ? { ...right, state: 'CLOSED', settledAt: event.at }
        : right,
    NOT_WELL,
  ],
  [
    'refunds with a new number after a restart',
    'refused, and the refund answer is lost',
    (order, event, right) =>
      order.state === 'REFUNDING' && event.type === 'RESTARTED'
        ? { ...right, refund: { ...right.refund, outRefundNo: `R${order.id}x${order.version}`, body: '' } }
        : right,
    'every attempt sends the same bytes: refund',
  ],
  [
    'counts as closed because nobody looks at it any more',
    'the happy path; paid and killed before booking (4)',
    (order, event, right) =>
      order.state === 'QR_LIVE' && event.type === 'RESTARTED'
        ? { ...right, state: 'CLOSED', settledAt: event.at }
        : right,
    NOT_WELL,
  ],
  [
    'is given up when a restart finds it being booked',
    'the happy path; paid and killed before booking (4)',
    (order, event, right) =>
      order.state === 'BOOKING' && event.type === 'RESTARTED' ? { ...right, state: 'FROZEN' } : right,
    NOT_WELL,
  ],
];

async function firstViolation(name: string): Promise<Outcome | undefined> {
  const { campaign } = await import('./support/crash-campaign.ts');
  const { SCENARIOS } = await import('./support/crash-scenarios.ts');
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  const { outcomes } = await campaign(scenario, (outcome) => outcome.violations.length > 0);
  return outcomes.find((outcome) => outcome.violations.length > 0);
}

describe('the campaign bites', () => {
  beforeEach(() => vi.resetModules());
  afterEach(() => {
    vi.doUnmock(ORDER);
    vi.doUnmock(JOURNAL);
  });

  it.each(MISTAKES)(
    'an order that %s',
    async (_, scenario, mistake, rule) => {
      vi.doMock(ORDER, async (original) => {
        const real = await original<typeof OrderModule>();
        const { nextCommand } = await import('../../main/ledger/next-command.ts');
        const reduce: typeof OrderModule.reduce = (order, event) => {
          const step = real.reduce(order, event);
          const mistaken = mistake(order, event, step.order);
          if (mistaken === step.order) return step;
          const wrong = { ...mistaken, version: order.version + 1 };
          const next = nextCommand(wrong);
          return { order: wrong, commands: next === null ? [] : [next] };
        };
        return { ...real, reduce };
      });
      const found = await firstViolation(scenario);
      expect(found?.violations).toContain(rule);
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
    const found = await firstViolation('the happy path; paid and killed before booking (4)');
    expect(found?.violations).toContain('every order that the wallet knows is in the journal');
  }, 60_000);
});
