import { assign } from 'xstate';
import type { ChannelId } from '../../../drivers/payment/port.ts';
import type { OrderView } from '../../ledger/port.ts';
import { cardLost, counts, isOurOrder, noSuchControl, stay } from '../answers.ts';
import { required, type VisitContext } from '../context.ts';
import { type OutcomeResult, outcomeResult } from '../order-meaning.ts';
import { counting, endCount, inTrouble, partWithPerson, visit } from '../setup.ts';
import { isStale } from './review.ts';

/**
 * The code is on the glass, or on its way. From here the ledger decides and the screen follows what is on disk. Nothing
 * that happens to the card, the reader or the resident undoes a payment that may have been made.
 */

type Holding = { readonly context: VisitContext };

const is =
  (...results: readonly OutcomeResult[]) =>
  ({ context }: Holding) =>
    results.includes(outcomeResult(required(context.order)));

const isPaid = is('pending');
const isUnpaid = is('closed', 'unscanned');
const isEnded = is('booked', 'refunding', 'refunded', 'refund-stuck', 'frozen');

/** A card that is taken before any code could be scanned says that its owner wants to stop; after that it says nothing. */
function leftBeforeCode({ context: { identifiedBy, codeShown } }: Holding): boolean {
  return identifiedBy === 'card' && !codeShown;
}

/**
 * Another wallet's code is a new order, and a new order needs the card that told who this is. Nobody is offered what
 * would come to nothing.
 */
export function walletsToSwitchTo(context: VisitContext): readonly ChannelId[] {
  const { ports, order } = context;
  return cardLost(context) ? [] : ports.channels.filter((channel) => channel !== required(order).channel);
}

const isSwitching = ({ context }: Holding): boolean => context.switchingTo !== null && !cardLost(context);

const takeLeave = visit.assign({ leaving: true });

function askNow({ context: { ports, order } }: Holding): void {
  ports.ledger.askNow(required(order).id);
}

const asks = { target: 'asked', actions: askNow } as const;

const hints = {
  code: { target: 'code-held', reenter: true },
  'card-inserted': { target: 'card-held', reenter: true },
} as const;

const live = visit.createStateConfig({
  initial: 'showing',
  always: { guard: isPaid, target: 'settling' },
  after: {
    codePatience: [
      { guard: ({ context }) => !context.codeShown, target: 'closing' },
      { actions: { type: 'stayed', params: { reason: 'the code is there' } } },
    ],
    codeEnd: '#visit.outcome',
  },
  on: {
    back: { target: 'closing', actions: takeLeave },
    cancel: { target: 'closing', actions: takeLeave },
    'choose-channel': [
      {
        guard: ({ context, event }) => walletsToSwitchTo(context).includes(event.channel),
        target: 'closing',
        actions: assign(({ event }) => ({ channel: event.channel, switchingTo: event.channel })),
      },
      { actions: { type: 'stayed', params: { reason: 'no other wallet of this name can be changed to' } } },
    ],
    'card-removed': [
      { guard: leftBeforeCode, target: 'closing', actions: takeLeave },
      {
        actions: {
          type: 'stayed',
          params: { reason: 'a code was shown: the payment goes on without the card' },
        },
      },
    ],
  },
  states: {
    showing: { on: { 'i-paid': asks, ...hints } },
    asked: {
      after: { notYetPaidAfter: 'told' },
      on: stay('the wallet is being asked', 'i-paid', 'code', 'card-inserted'),
    },
    told: { after: { notYetPaidFor: 'showing' }, on: { 'i-paid': asks, ...hints } },
    /** Whoever holds a code under the scanner is told that here it is the phone that scans. */
    'code-held': { after: { hintFor: 'showing' }, on: { 'i-paid': asks, ...hints } },
    /** Whoever is next has put a card in already. */
    'card-held': { after: { hintFor: 'showing' }, on: { 'i-paid': asks, ...hints } },
  },
});

const closing = visit.createStateConfig({
  entry: ({ context: { ports, order } }) => ports.ledger.cancel(required(order).id),
  always: { guard: isPaid, target: 'settling' },
  after: { closingPatience: '#visit.outcome' },
  on: stay(
    'the wallet is being asked before the order closes',
    'back',
    'cancel',
    'i-paid',
    'choose-channel',
    'card-removed',
  ),
});

const settling = visit.createStateConfig({
  after: { bookingPatience: '#visit.outcome' },
  on: stay('paid: it is being booked', 'back', 'cancel', 'i-paid', 'choose-channel', 'card-removed'),
});

export const pay = visit.createStateConfig({
  initial: 'live',
  entry: [
    // What happened between the order's birth and this screen.
    visit.assign(({ context: { ports, order } }) =>
      follow(required(ports.ledger.order(required(order).id)), false),
    ),
    visit.assign(({ context: { ports, order } }) => ({
      secondsLeft: Math.max(0, Math.ceil((required(order).expiresAt - ports.clock.now()) / 1_000)),
    })),
  ],
  invoke: counting,
  exit: endCount,
  always: [
    { guard: isEnded, target: 'outcome' },
    {
      // The first code is proven to be of no use, and only now is there another one.
      guard: ({ context }) => isUnpaid({ context }) && isSwitching({ context }) && !isStale(context),
      target: 'review.opening',
    },
    { guard: ({ context }) => isUnpaid({ context }) && isSwitching({ context }), target: 'review.quoting' },
    {
      guard: ({ context }) => isUnpaid({ context }) && context.leaving,
      target: 'farewell',
      actions: partWithPerson,
    },
    {
      guard: ({ context }) => isUnpaid({ context }) && !context.codeShown,
      target: 'trouble',
      actions: inTrouble('WALLET_UNREACHABLE', 'review'),
    },
    { guard: isUnpaid, target: 'outcome' },
  ],
  on: {
    ...counts,
    'order-changed': [
      {
        guard: isOurOrder,
        actions: assign(({ context, event }) => follow(event.order, context.codeShown)),
      },
      { actions: { type: 'stayed', params: { reason: 'an order of an earlier visit' } } },
    ],
    ...stay('the ledger ends the order by itself', 'time-up'),
    ...stay('a payment is under way', 'start', 'card-inserted', 'reader-gone', 'code', 'more-time'),
    ...noSuchControl(
      'scan-instead',
      'insert-instead',
      'next',
      'retry',
      'pay-bills',
      'select-line',
      'choose-tier',
      'confirm',
      'print-slip',
      'e-receipt',
      'reprint',
      'finish',
    ),
  },
  states: { live, closing, settling },
});

function follow(order: OrderView, shownBefore: boolean): Pick<VisitContext, 'order' | 'codeShown'> {
  return { order, codeShown: shownBefore || order.codeUrl !== null };
}
