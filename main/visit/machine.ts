import { assign } from 'xstate';
import { stay } from './answers.ts';
import { blank } from './context.ts';
import { visit } from './setup.ts';
import { attract } from './states/attract.ts';
import { bills } from './states/bills.ts';
import { caseState } from './states/case.ts';
import { farewell } from './states/farewell.ts';
import { home } from './states/home.ts';
import { identify } from './states/identify.ts';
import { outOfServiceState } from './states/out-of-service.ts';
import { outcome } from './states/outcome.ts';
import { pay } from './states/pay.ts';
import { receipt } from './states/receipt.ts';
import { review } from './states/review.ts';
import { trouble } from './states/trouble.ts';

/**
 * One terminal's life as a statechart: every state is a screen of the same name. What holds on all screens is answered
 * here; the wildcard catches what nobody thought of, records it, and the visit goes on.
 */
export const visitMachine = visit.createMachine({
  id: 'visit',
  initial: 'attract',
  context: ({ input }) => blank(input.ports),
  on: {
    'elder-mode': {
      actions: assign(({ context, event }) => ({ settings: { ...context.settings, elder: event.on } })),
    },
    theme: {
      actions: assign(({ context, event }) => ({ settings: { ...context.settings, theme: event.theme } })),
    },
    reveal: {
      actions: [
        assign(({ context, event }) => ({ revealed: event.on && context.insured !== null })),
        visit.cancel('conceal'),
        visit.raise({ type: 'conceal' }, { id: 'conceal', delay: 'reveal' }),
      ],
    },
    conceal: { actions: visit.assign({ revealed: false }) },
    'operator-open': {
      actions: { type: 'openOperator', params: ({ event }) => ({ by: event.by }) },
    },
    ...stay(
      'shown from the device’s own state',
      'reader-ready',
      'scanner-ready',
      'scanner-gone',
      'printer-changed',
    ),
    ...stay('shown from the delivery’s own state', 'receipts-changed'),
    ...stay('this screen has no such control', 'view-order', 'register-case'),
    ...stay('the ledger goes on without this screen', 'order-changed'),
    ...stay('nobody closes the terminal while somebody is there', 'service-changed'),
    ...stay('no clock runs on this screen', 'touch', 'tick', 'idle-tick'),
    '*': { actions: 'unanswered' },
  },
  states: {
    attract,
    identify,
    home,
    bills,
    review,
    pay,
    outcome,
    case: caseState,
    receipt,
    farewell,
    trouble,
    'out-of-service': outOfServiceState,
  },
});
