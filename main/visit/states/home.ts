import { assign } from 'xstate';
import { endsInSilence, endsWithoutCard, noSuchControl, stay } from '../answers.ts';
import type { VisitContext } from '../context.ts';
import { slipKind } from '../order-meaning.ts';
import { endIdle, idleInput, visit } from '../setup.ts';

/** Only when there is a choice: an earlier order to look at or a slip to print, besides paying. */
export const home = visit.createStateConfig({
  invoke: { src: 'idle', id: 'idle', input: idleInput('home') },
  entry: visit.assign(({ context }) => ({ orders: ordersOf(context), order: null, receipt: null })),
  exit: endIdle,
  on: {
    'pay-bills': 'bills',
    reprint: [
      {
        guard: ({ context, event }) => context.orders.some((order) => canReprint(order, event.orderId)),
        target: 'receipt.printing',
        actions: assign(({ context, event }) => {
          const order = context.orders.find(({ id }) => id === event.orderId) ?? null;
          const kind = order === null ? null : slipKind(order);
          if (order === null || kind === null) return {};
          const slip = context.ports.slip(order, kind, 0);
          return { order, receipt: { kind, from: 'home', copy: 0, slip, result: null } };
        }),
      },
      { actions: { type: 'stayed', params: { reason: 'no slip can be printed for this order' } } },
    ],
    'order-changed': { actions: visit.assign(({ context }) => ({ orders: ordersOf(context) })) },
    back: 'farewell',
    cancel: 'farewell',
    finish: 'farewell',
    ...endsWithoutCard,
    ...endsInSilence,
    ...stay('the resident is known already', 'start', 'card-inserted', 'code'),
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
  return insured === null ? [] : ports.ledger.ordersOf(insured.insuredId);
}

function canReprint(order: VisitContext['orders'][number], id: string): boolean {
  return order.id === id && slipKind(order) !== null;
}
