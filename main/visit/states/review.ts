import { assign } from 'xstate';
import type { Bill, QuoteRequest } from '../../../drivers/agency/port.ts';
import type { NewOrder, OrderLine } from '../../ledger/port.ts';
import { isLargeAmount } from '../../policy/amounts.ts';
import type { Loaded, Opened, Priced } from '../actors.ts';
import {
  beginsAnew,
  cardLost,
  cardWatched,
  endsInSilence,
  endsWithoutCard,
  noSuchControl,
  onBug,
  stay,
} from '../answers.ts';
import { billTotal, orderLine, quoteLine } from '../bill-choice.ts';
import { required, type VisitContext } from '../context.ts';
import { maskIdNumber, maskName } from '../mask.ts';
import { printerNotice } from '../printer-notice.ts';
import { agencyTrouble, endIdle, idleInput, inTrouble, troubled, visit } from '../setup.ts';

/** Who, what, how much, and whether a slip can be printed: all said before money is asked for. */

/**
 * A quote must outlive the payment code: the shortest is shown for 60 s and payable for 30 s more, and the agency's clock
 * may differ a little from ours.
 */
const QUOTE_MARGIN_MS = 100_000;

const quoting = visit.createStateConfig({
  entry: visit.assign({ quote: null }),
  invoke: {
    src: 'priceUp',
    input: ({ context }) => ({
      ports: context.ports,
      request: request(context),
      shownFen: required(billTotal(selected(context), context.tierIds)),
    }),
    onDone: [
      {
        guard: ({ event }) => event.output.kind === 'loaded',
        target: 'fresh',
        actions: assign(({ context, event }) => priced(context, event.output)),
      },
      {
        target: '#visit.trouble',
        actions: assign(({ context, event }) => priced(context, event.output)),
      },
    ],
    onError: onBug,
  },
  always: endsWithoutCard,
  on: stay('the price is on its way', 'confirm', 'choose-channel'),
});

function priced({ channel, ports }: VisitContext, answer: Loaded<Priced>): Partial<VisitContext> {
  if (answer.kind === 'trouble') {
    return agencyTrouble(answer.code, answer.code === 'BILL_CHANGED' ? 'bills' : 'review');
  }
  const { quote, notice } = answer.value;
  return {
    quote,
    printerNotice: notice,
    channel: channel ?? ports.channels[0] ?? null,
    agencyDown: false,
  };
}

/** The notice follows the printer while the screen is up: it appears, changes, and goes away again. */
const hearPrinter = visit.assign(({ context }) => ({ printerNotice: printerNotice(context.ports) }));

/** A notice that was not there before has to be read like one that was there from the beginning. */
const printerNews = [
  {
    guard: ({ context }: { readonly context: VisitContext }) =>
      context.printerNotice === null && printerNotice(context.ports) !== null,
    target: 'fresh',
    reenter: true,
    actions: hearPrinter,
  },
  { actions: hearPrinter },
] as const;

/**
 * The price, or what the printer says, has just appeared where another key was: a second tap that was meant for that key
 * must not pay for something that nobody can have read.
 */
const fresh = visit.createStateConfig({
  after: { secondTap: 'ready' },
  always: endsWithoutCard,
  on: {
    'printer-changed': printerNews,
    ...stay('what has just appeared has to be read first', 'confirm', 'choose-channel'),
  },
});

const ready = visit.createStateConfig({
  always: endsWithoutCard,
  on: {
    'printer-changed': printerNews,
    confirm: [
      {
        guard: ({ context }) => context.channel === null,
        target: '#visit.trouble',
        actions: inTrouble('NO_CHANNEL'),
      },
      { guard: ({ context }) => isStale(context), target: 'quoting' },
      { guard: ({ context }) => isLarge(context), target: 'large' },
      { target: 'opening' },
    ],
    'choose-channel': [
      {
        guard: ({ context, event }) => context.ports.channels.includes(event.channel),
        actions: assign(({ event }) => ({ channel: event.channel })),
      },
      { actions: { type: 'stayed', params: { reason: 'this wallet is not offered here' } } },
    ],
  },
});

/** A large amount is a question of its own: nobody pays it with the tap that was meant for the screen before. */
const large = visit.createStateConfig({
  initial: 'fresh',
  always: endsWithoutCard,
  on: {
    back: '#visit.review.fresh',
    'printer-changed': [
      { guard: printerNews[0].guard, target: '#visit.review.fresh', actions: hearPrinter },
      { actions: hearPrinter },
    ],
    ...stay('the wallet has been chosen on the screen before', 'choose-channel'),
  },
  states: {
    fresh: {
      after: { secondTap: 'ready' },
      on: stay('what has just appeared has to be read first', 'confirm'),
    },
    ready: {
      on: {
        confirm: [
          { guard: ({ context }) => isStale(context), target: '#visit.review.quoting' },
          { target: '#visit.review.opening' },
        ],
      },
    },
  },
});

const opening = visit.createStateConfig({
  invoke: {
    src: 'openOrder',
    input: ({ context }) => ({
      ports: context.ports,
      order: newOrder(context),
      told: context.printerNotice,
    }),
    onDone: [
      {
        // The card was taken while the order was written down: nobody is to pay it.
        guard: ({ context, event }) => event.output.kind === 'opened' && cardLost(context),
        target: '#visit.pay.closing',
        actions: [assign(({ event }) => opened(event.output)), visit.assign({ leaving: true })],
      },
      {
        guard: ({ event }) => event.output.kind === 'opened',
        target: '#visit.pay',
        actions: assign(({ event }) => opened(event.output)),
      },
      {
        guard: ({ event }) => event.output.kind === 'tell-first',
        target: 'fresh',
        actions: assign(({ event }) => opened(event.output)),
      },
      { target: '#visit.trouble', actions: assign(({ event }) => opened(event.output)) },
    ],
    onError: onBug,
  },
  on: stay(
    'the order is being written down; what is on its way cannot be called back, only closed on the next screen',
    'confirm',
    'choose-channel',
    'back',
    'cancel',
    'card-inserted',
    'reader-gone',
  ),
});

function opened(answer: Opened): Partial<VisitContext> {
  switch (answer.kind) {
    case 'opened':
      return { order: answer.order, codeShown: false, leaving: false, switchingTo: null };
    case 'tell-first':
      return { printerNotice: answer.notice };
    case 'trouble':
      return troubled(answer.code, 'bills');
  }
}

export const review = visit.createStateConfig({
  initial: 'quoting',
  invoke: { src: 'idle', id: 'idle', input: idleInput('review') },
  exit: endIdle,
  on: {
    ...cardWatched,
    ...endsInSilence,
    back: 'bills.history',
    cancel: 'farewell',
    'printer-changed': { actions: hearPrinter },
    'card-inserted': beginsAnew,
    ...stay('the resident is known already', 'start', 'code'),
    ...noSuchControl(
      'scan-instead',
      'insert-instead',
      'next',
      'retry',
      'pay-bills',
      'select-line',
      'choose-tier',
      'i-paid',
      'print-slip',
      'e-receipt',
      'reprint',
      'finish',
    ),
  },
  states: { quoting, fresh, ready, large, opening },
});

/** What was chosen on the bills screen. Whether an order for it exists by now is the ledger's question, asked at opening. */
export function chosenLine(context: VisitContext): OrderLine {
  return required(orderLine(selected(context), context.tierIds));
}

function selected({ bills, selectedId }: VisitContext): Bill {
  /* v8 ignore next -- what cannot be found is a bug, and `required` says so */
  return required(bills.find(({ billId }) => billId === selectedId) ?? null);
}

function request(context: VisitContext): QuoteRequest {
  const { insuredId: payerId } = required(context.insured);
  return { payerId, lines: [quoteLine(payerId, selected(context), context.tierIds)] };
}

function isLarge({ quote }: VisitContext): boolean {
  return isLargeAmount(required(quote).amountFen);
}

/** Too little is left of the price for another payment code. */
export function isStale({ ports, quote }: VisitContext): boolean {
  return Date.parse(required(quote).validUntil) - ports.clock.now() < QUOTE_MARGIN_MS;
}

function newOrder(context: VisitContext): NewOrder {
  const insured = required(context.insured);
  const quote = required(context.quote);
  return {
    channel: required(context.channel),
    insuredId: insured.insuredId,
    payer: { name: maskName(insured.name), idNumber: maskIdNumber(insured.idNumber) },
    quoteId: quote.quoteId,
    quoteValidUntil: quote.validUntil,
    amountFen: quote.amountFen,
    lines: [chosenLine(context)],
    ...(isLarge(context) ? { riskReview: 'large-amount' as const } : {}),
  };
}
