import { assign } from 'xstate';
import { counts, isOurOrder, nextResident, noSuchControl, stay } from '../answers.ts';
import { type CaseKind, caseOffer } from '../case-offer.ts';
import { type CaseFile, type ReceiptContext, required, type VisitContext } from '../context.ts';
import { isUnpaid, type OutcomeResult, outcomeResult, slipKind } from '../order-meaning.ts';
import { beginCount, counting, endCount, visit } from '../setup.ts';
import { freshCase } from './case.ts';
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
      { guard: ({ context }) => isUnpaid(required(context.order)), target: 'review' },
      {
        actions: {
          type: 'stayed',
          params: { reason: 'only an order that took no money may be tried again' },
        },
      },
    ],
    'register-case': [
      {
        guard: ({ context }) => registeredCase(context) !== null,
        target: 'case.registered',
      },
      {
        guard: ({ context }) => offer(context) !== null,
        target: 'case',
        actions: visit.assign(({ context }) => ({
          caseFile: freshCase(required(context.order).id, required(offer(context))),
        })),
      },
      { actions: { type: 'stayed', params: { reason: 'there is nothing to hand in about this order' } } },
    ],
    finish: 'farewell',
    cancel: 'farewell',
    'more-time': { target: 'outcome', reenter: true },
    ...stay('the payment is over: the card has no say in it', 'card-removed', 'reader-gone'),
    'card-inserted': nextResident,
    ...stay('a resident is here', 'start', 'code'),
    ...noSuchControl(
      'scan-instead',
      'insert-instead',
      'back',
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

function offer({ order, insured, ports }: VisitContext): CaseKind | null {
  return insured === null ? null : caseOffer(required(order), ports.clock.now());
}

/** The same thing is handed in once. */
function registeredCase({ order, caseFile }: VisitContext): CaseFile | null {
  return caseFile?.orderId === order?.id && caseFile?.opened != null ? caseFile : null;
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
