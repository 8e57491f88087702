import { assign } from 'xstate';
import type { OrderView } from '../../ledger/port.ts';
import {
  beginsAnew,
  cardWatched,
  endsInSilence,
  endsWithoutCard,
  noSuchControl,
  recordsBug,
  stay,
} from '../answers.ts';
import { historyQuestion } from '../case-actors.ts';
import { offerOf, paymentOfferOf } from '../case-screen.ts';
import { required, type VisitContext } from '../context.ts';
import { slipKind, worthShowing } from '../order-meaning.ts';
import { printerNotice } from '../printer-notice.ts';
import { endIdle, idleInput, visit } from '../setup.ts';
import { opensCase } from './case.ts';
import { freshReceipt } from './receipt.ts';

/** Only when there is a choice: an earlier order or a case to look at or a slip to print, besides paying. */
export const home = visit.createStateConfig({
  invoke: [
    { src: 'idle', id: 'idle', input: idleInput('home') },
    {
      src: 'askHistory',
      id: 'history',
      input: historyQuestion,
      onDone: { actions: assign(({ event }) => ({ payments: event.output })) },
      onError: { actions: recordsBug },
    },
  ],
  entry: visit.assign(({ context }) => ({
    orders: ordersOf(context),
    order: null,
    outcomeFrom: 'pay',
    receipt: null,
    caseFile: null,
  })),
  exit: endIdle,
  always: endsWithoutCard,
  on: {
    'pay-bills': 'bills',
    reprint: [
      {
        guard: ({ context, event }) =>
          withSlip(context, event.orderId) !== null && printerNotice(context.ports) === null,
        target: 'receipt.printing',
        actions: assign(({ context, event }) => opened(context, event.orderId)),
      },
      {
        // No paper, now or ever: what can be had comes first.
        guard: ({ context, event }) => withSlip(context, event.orderId) !== null,
        target: 'receipt.electronic',
        actions: assign(({ context, event }) => opened(context, event.orderId)),
      },
      { actions: { type: 'stayed', params: { reason: 'no slip can be printed for this order' } } },
    ],
    'view-order': [
      {
        guard: ({ context, event }) => withCase(context, event.orderId) !== null,
        target: 'outcome',
        actions: assign(({ context, event }) => ({
          order: withCase(context, event.orderId),
          outcomeFrom: 'home' as const,
        })),
      },
      { actions: { type: 'stayed', params: { reason: 'there is nothing more to say about this order' } } },
    ],
    'register-case': opensCase('home', paymentOfferOf),
    // Its key stands on this screen, and whoever wants more time has it here already.
    'elder-mode': {
      target: 'home',
      reenter: true,
      actions: assign(({ context, event }) => ({ settings: { ...context.settings, elder: event.on } })),
    },
    'order-changed': { actions: visit.assign(({ context }) => ({ orders: ordersOf(context) })) },
    back: 'farewell',
    cancel: 'farewell',
    finish: 'farewell',
    ...cardWatched,
    ...endsInSilence,
    'card-inserted': beginsAnew,
    ...stay('the resident is known already', 'start', 'code'),
    ...noSuchControl(
      'scan-instead',
      'insert-instead',
      'next',
      'retry',
      'select-line',
      'choose-tier',
      'choose-channel',
      'confirm',
      'i-paid',
      'print-slip',
      'e-receipt',
    ),
  },
});

function ordersOf({ ports, insured }: VisitContext): VisitContext['orders'] {
  return worthShowing(ports.ledger.ordersOf(required(insured).insuredId));
}

/** The order about which something can be handed in, or has been. */
function withCase(context: VisitContext, id: string): OrderView | null {
  return context.orders.find((order) => order.id === id && offerOf(context, order) !== null) ?? null;
}

function withSlip({ orders }: VisitContext, id: string): OrderView | null {
  return orders.find((order) => order.id === id && slipKind(order) !== null) ?? null;
}

function opened(context: VisitContext, id: string): Pick<VisitContext, 'order' | 'receipt'> {
  const order = required(withSlip(context, id));
  return { order, receipt: freshReceipt(context.ports, order, 'home') };
}
