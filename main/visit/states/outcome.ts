import { assign } from 'xstate';
import { counts, isOurOrder, nextResident, noSuchControl, stay } from '../answers.ts';
import { offerOf } from '../case-screen.ts';
import { type ReceiptContext, required, type VisitContext } from '../context.ts';
import { isUnpaid, type OutcomeResult, outcomeResult, slipKind } from '../order-meaning.ts';
import { beginCount, counting, endCount, visit } from '../setup.ts';
import { opensCase } from './case.ts';
import { freshReceipt } from './receipt.ts';

/** What became of the money, before anything is printed. */

export const outcome = visit.createStateConfig({
  // Longer where somebody has to be asked, because the order number is worth writing down.
  entry: beginCount((context) => (isUnfinished(context) ? 'doubt' : 'outcome')),
  invoke: counting,
  exit: endCount,
  on: {
    ...counts,
    'time-up': 'farewell',
    'order-changed': [
      {
        // News about the money is news: it has its own time on the glass.
        guard: ({ context, event }) =>
          isOurOrder({ context, event }) && outcomeResult(event.order) !== resultOf(context),
        target: 'outcome',
        reenter: true,
        actions: assign(({ event }) => ({ order: event.order })),
      },
      { guard: isOurOrder, actions: assign(({ event }) => ({ order: event.order })) },
      { actions: { type: 'stayed', params: { reason: 'an order of an earlier visit' } } },
    ],
    'print-slip': [
      {
        guard: ({ context }) => context.ports.printer !== null && hasSlip(context),
        target: 'receipt.printing',
        actions: visit.assign(({ context }) => ({ receipt: slipOf(context) })),
      },
      { actions: { type: 'stayed', params: { reason: 'there is no slip to print' } } },
    ],
    'e-receipt': [
      {
        guard: ({ context }) => hasSlip(context),
        target: 'receipt.electronic',
        actions: visit.assign(({ context }) => ({ receipt: slipOf(context) })),
      },
      { actions: { type: 'stayed', params: { reason: 'there is no receipt to show' } } },
    ],
    retry: [
      {
        guard: ({ context }) => context.outcomeFrom === 'pay' && isUnpaid(required(context.order)),
        target: 'review',
      },
      {
        actions: {
          type: 'stayed',
          params: { reason: 'only an order that took no money may be tried again' },
        },
      },
    ],
    'register-case': opensCase('outcome', (context) => offerOf(context)),
    finish: 'farewell',
    cancel: 'farewell',
    'more-time': { target: 'outcome', reenter: true },
    back: [
      { guard: ({ context }) => context.outcomeFrom === 'home', target: 'home' },
      {
        actions: { type: 'stayed', params: { reason: 'the payment is over: there is no way back into it' } },
      },
    ],
    // The payment is over and asks nothing of the card; home, where one may go back to, does.
    'card-removed': { actions: visit.assign({ cardTried: false }) },
    ...stay('the payment is over: the card has no say in it', 'reader-gone'),
    'card-inserted': nextResident,
    ...stay('a resident is here', 'start', 'code'),
    ...noSuchControl(
      'scan-instead',
      'insert-instead',
      'next',
      'pay-bills',
      'select-line',
      'choose-tier',
      'choose-channel',
      'confirm',
      'i-paid',
      'reprint',
    ),
  },
});

function resultOf({ order }: VisitContext): OutcomeResult {
  return outcomeResult(required(order));
}

function isUnfinished(context: VisitContext): boolean {
  const result = resultOf(context);
  return result === 'unknown' || result === 'frozen' || result === 'refund-stuck';
}

function hasSlip({ order }: VisitContext): boolean {
  return slipKind(required(order)) !== null;
}

function slipOf({ ports, order }: VisitContext): ReceiptContext {
  return freshReceipt(ports, required(order), 'outcome');
}
