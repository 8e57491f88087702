import { assign } from 'xstate';
import type { OrderView } from '../../ledger/port.ts';
import { counts, isOurOrder, nextResident, noSuchControl, onBug, stay } from '../answers.ts';
import { type ReceiptContext, required, type VisitContext } from '../context.ts';
import { slipKind } from '../order-meaning.ts';
import type { VisitPorts } from '../ports.ts';
import { beginCount, counting, endCount, visit } from '../setup.ts';

/** The slip on paper, told as the printer proves it, or the same slip on the glass. */

type Holding = { readonly context: VisitContext };

const printing = visit.createStateConfig({
  entry: visit.assign(({ context: { receipt } }) => ({ receipt: { ...required(receipt), result: null } })),
  invoke: {
    src: 'printSlip',
    input: ({ context }) => jobOf(context),
    onDone: {
      target: 'printed',
      actions: assign(({ context: { receipt }, event }) => ({
        receipt: { ...required(receipt), ...event.output },
      })),
    },
    onError: onBug,
  },
  after: {
    // Nothing is known of a job that nobody has heard of again.
    printPatience: {
      target: 'printed',
      actions: visit.assign(({ context: { receipt } }) => ({
        receipt: {
          ...required(receipt),
          result: { state: 'UNCERTAIN', evidence: 'D', reason: 'timeout' },
        },
      })),
    },
  },
  on: stay(
    'the slip is being printed; its result will be said',
    'card-inserted',
    'print-slip',
    'e-receipt',
    'finish',
    'cancel',
    'back',
    'time-up',
    'more-time',
  ),
});

/** What both endings of a slip have in common. */
const shown = {
  // The order has moved on, and the slip with it: what became of the money comes first again.
  always: { guard: ({ context }: Holding) => isOutdated(context), target: '#visit.outcome' },
  on: {
    ...counts,
    finish: '#visit.farewell',
    cancel: '#visit.farewell',
    back: [
      { guard: ({ context }: Holding) => required(context.receipt).from === 'home', target: '#visit.home' },
      { target: '#visit.outcome' },
    ],
    'time-up': '#visit.farewell',
    'print-slip': [
      { guard: ({ context }: Holding) => context.ports.printer !== null, target: 'printing' },
      { actions: { type: 'stayed', params: { reason: 'there is no printer' } } },
    ],
  },
} as const;

const printed = visit.createStateConfig({
  entry: beginCount('receipt'),
  invoke: counting,
  exit: endCount,
  always: shown.always,
  on: {
    ...shown.on,
    'e-receipt': 'electronic',
    'more-time': { target: 'printed', reenter: true },
  },
});

const electronic = visit.createStateConfig({
  entry: [
    // Longer than beside paper: it is there to be photographed. It is no copy of any paper.
    beginCount('doubt'),
    ({ context: { ports, order } }: Holding) => ports.receipts?.want(required(order)),
    visit.assign(({ context: { ports, order, receipt } }) => {
      const current = required(receipt);
      return { receipt: { ...current, slip: ports.slip(required(order), current.kind, 0) } };
    }),
  ],
  invoke: counting,
  exit: endCount,
  always: shown.always,
  on: {
    ...shown.on,
    ...stay('it is on the glass already', 'e-receipt'),
    'more-time': { target: 'electronic', reenter: true },
  },
});

export const receipt = visit.createStateConfig({
  initial: 'printing',
  on: {
    'order-changed': [
      { guard: isOurOrder, actions: assign(({ event }) => ({ order: event.order })) },
      { actions: { type: 'stayed', params: { reason: 'an order of an earlier visit' } } },
    ],
    // The slip asks nothing of the card; home, where one may go back to, does.
    'card-removed': { actions: visit.assign({ cardTried: false }) },
    ...stay('the payment is over: the card has no say in it', 'reader-gone'),
    'card-inserted': nextResident,
    ...stay('a resident is here', 'start', 'code'),
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

/** The slip that an order can have now, not yet on paper. Only for an order that has proven something (`slipKind`). */
export function freshReceipt(
  ports: VisitPorts,
  order: OrderView,
  from: ReceiptContext['from'],
): ReceiptContext {
  const kind = required(slipKind(order));
  return { kind, from, copy: 0, slip: ports.slip(order, kind, 0), result: null };
}

function isOutdated({ order, receipt: current }: VisitContext): boolean {
  return slipKind(required(order)) !== required(current).kind;
}

function jobOf({ ports, order, receipt: current, settings }: VisitContext) {
  const { kind } = required(current);
  return {
    ports,
    printer: required(ports.printer),
    order: required(order),
    kind,
    largeType: settings.elder,
  };
}
