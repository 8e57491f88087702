import { assign } from 'xstate';
import { counts, noSuchControl, stay } from '../answers.ts';
import type { ReceiptContext, VisitContext } from '../context.ts';
import { outcomeResult, slipKind } from '../order-meaning.ts';
import { countInput, endCount, visit } from '../setup.ts';

/** What became of the money, before anything is printed. */

export const outcome = visit.createStateConfig({
  invoke: {
    src: 'countdown',
    id: 'countdown',
    // Longer while the result is not known, because the order number is worth writing down.
    input: ({ context }) => countInput(isDoubtful(context) ? 'doubt' : 'outcome')({ context }),
  },
  exit: endCount,
  on: {
    ...counts,
    'time-up': 'farewell',
    'order-changed': [
      {
        guard: ({ context, event }) => event.order.id === context.order?.id,
        target: 'outcome',
        reenter: true,
        actions: assign(({ event }) => ({ order: event.order })),
      },
      { actions: { type: 'stayed', params: { reason: 'an order of an earlier visit' } } },
    ],
    'print-slip': [
      {
        guard: ({ context }) => context.ports.printer !== null && slipOf(context) !== null,
        target: 'receipt.printing',
        actions: visit.assign(({ context }) => ({ receipt: slipOf(context) })),
      },
      { actions: { type: 'stayed', params: { reason: 'there is no slip to print' } } },
    ],
    'e-receipt': [
      {
        guard: ({ context }) => slipOf(context) !== null,
        target: 'receipt.electronic',
        actions: visit.assign(({ context }) => ({ receipt: slipOf(context) })),
      },
      { actions: { type: 'stayed', params: { reason: 'there is no receipt to show' } } },
    ],
    retry: [
      {
        guard: ({ context }) => context.order !== null && outcomeResult(context.order) === 'closed',
        target: 'review',
      },
      {
        actions: {
          type: 'stayed',
          params: { reason: 'only an order that took no money may be tried again' },
        },
      },
    ],
    finish: 'farewell',
    cancel: 'farewell',
    'more-time': { target: 'outcome', reenter: true },
    ...stay('the payment is over: the card has no say in it', 'card-removed', 'reader-gone'),
    ...stay('a resident is here', 'start', 'card-inserted', 'code'),
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

function isDoubtful({ order }: VisitContext): boolean {
  const result = order === null ? 'unknown' : outcomeResult(order);
  return result === 'unknown' || result === 'frozen';
}

/** Copy numbers come from the journal when the print begins; 0 stands for a slip that is not on paper. */
function slipOf({ ports, order }: VisitContext): ReceiptContext | null {
  const kind = order === null ? null : slipKind(order);
  if (order === null || kind === null) return null;
  return { kind, from: 'outcome', copy: 0, slip: ports.slip(order, kind, 0), result: null };
}
