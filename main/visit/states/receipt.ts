import { assign } from 'xstate';
import { counts, noSuchControl, stay } from '../answers.ts';
import type { VisitContext } from '../context.ts';
import { countInput, endCount, inTrouble, visit } from '../setup.ts';

/** The slip on paper, told as the printer proves it, or the same slip on the glass. */

const printing = visit.createStateConfig({
  entry: visit.assign(({ context: { receipt } }) =>
    receipt === null ? {} : { receipt: { ...receipt, result: null } },
  ),
  invoke: {
    src: 'printSlip',
    input: ({ context }) => jobOf(context),
    onDone: {
      target: 'printed',
      actions: assign(({ context, event }) => {
        const { ports, order, receipt } = context;
        if (order === null || receipt === null) return {};
        const { copy, result } = event.output;
        return { receipt: { ...receipt, copy, result, slip: ports.slip(order, receipt.kind, copy) } };
      }),
    },
    onError: { target: '#visit.trouble', actions: inTrouble('INTERNAL') },
  },
  on: stay(
    'the slip is being printed; its result will be said',
    'print-slip',
    'e-receipt',
    'finish',
    'cancel',
    'back',
    'time-up',
    'more-time',
  ),
});

const shown = {
  finish: '#visit.farewell',
  cancel: '#visit.farewell',
  back: [
    {
      guard: ({ context }: { context: VisitContext }) => context.receipt?.from === 'home',
      target: '#visit.home',
    },
    { target: '#visit.outcome' },
  ],
  'time-up': '#visit.farewell',
  'print-slip': [
    { guard: ({ context }: { context: VisitContext }) => context.ports.printer !== null, target: 'printing' },
    { actions: { type: 'stayed', params: { reason: 'there is no printer' } } },
  ],
} as const;

const printed = visit.createStateConfig({
  invoke: { src: 'countdown', input: countInput('receipt') },
  exit: endCount,
  on: {
    ...shown,
    ...counts,
    'e-receipt': 'electronic',
    'more-time': { target: 'printed', reenter: true },
  },
});

const electronic = visit.createStateConfig({
  invoke: { src: 'countdown', input: countInput('doubt') },
  exit: endCount,
  on: {
    ...shown,
    ...counts,
    ...stay('it is on the glass already', 'e-receipt'),
    'more-time': { target: 'electronic', reenter: true },
  },
});

export const receipt = visit.createStateConfig({
  initial: 'printing',
  on: {
    'order-changed': [
      {
        guard: ({ context, event }) => event.order.id === context.order?.id,
        actions: assign(({ event }) => ({ order: event.order })),
      },
      { actions: { type: 'stayed', params: { reason: 'an order of an earlier visit' } } },
    ],
    ...stay('the payment is over: the card has no say in it', 'card-removed', 'reader-gone'),
    ...stay('a resident is here', 'start', 'card-inserted', 'code'),
    ...noSuchControl(
      'scan-instead',
      'insert-instead',
      'next',
      'retry',
      'pay-bills',
      'select-line',
      'choose-tier',
      'choose-channel',
      'confirm',
      'i-paid',
      'reprint',
    ),
  },
  states: { printing, printed, electronic },
});

/** Both ways into printing set the order and the receipt; anything else is a bug and must surface as one. */
function jobOf({ ports, order, receipt: slip }: VisitContext) {
  if (order === null || slip === null) throw new Error('printing without an order');
  return { ports, order, kind: slip.kind };
}
