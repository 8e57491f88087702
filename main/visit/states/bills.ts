import { assign } from 'xstate';
import type { Bill } from '../../../drivers/agency/port.ts';
import type { Loaded } from '../actors.ts';
import {
  beginsAnew,
  cardWatched,
  endsInSilence,
  endsWithoutCard,
  noSuchControl,
  onBug,
  recordsBug,
  stay,
} from '../answers.ts';
import { billAmount, isPayable, preselect } from '../bill-choice.ts';
import { historyQuestion } from '../case-actors.ts';
import { paymentOfferOf } from '../case-screen.ts';
import { required, type VisitContext } from '../context.ts';
import { agencyTrouble, endIdle, idleInput, visit } from '../setup.ts';
import { opensCase } from './case.ts';

/** What is due, and which of it to pay. */

const loading = visit.createStateConfig({
  entry: visit.assign({ bills: [], selectedId: null, tierIds: {}, quote: null }),
  invoke: {
    src: 'loadBills',
    input: ({ context }) => ({
      agency: context.ports.agency,
      insuredId: required(context.insured).insuredId,
    }),
    onDone: [
      {
        guard: ({ event }) => event.output.kind === 'loaded',
        target: 'ready',
        actions: assign(({ context, event }) => answered(context, event.output)),
      },
      {
        target: '#visit.trouble',
        actions: assign(({ context, event }) => answered(context, event.output)),
      },
    ],
    onError: onBug,
  },
  on: stay('the bills are on their way', 'next', 'select-line', 'choose-tier', 'register-case'),
});

function answered(context: VisitContext, answer: Loaded<readonly Bill[]>): Partial<VisitContext> {
  if (answer.kind === 'trouble') return agencyTrouble(answer.code, 'bills');
  const bills = answer.value;
  return { bills, agencyDown: false, ...preselect(bills, (bill) => payable(context, bill)) };
}

const ready = visit.createStateConfig({
  on: {
    next: [
      { guard: ({ context }) => chosenBill(context) !== null, target: '#visit.review' },
      { actions: { type: 'stayed', params: { reason: 'no bill, or no tier, has been chosen' } } },
    ],
    'select-line': [
      {
        guard: ({ context, event }) => payableById(context, event.billId) !== null,
        actions: assign(({ event }) => ({ selectedId: event.billId })),
      },
      { actions: { type: 'stayed', params: { reason: 'this bill cannot be paid here' } } },
    ],
    'choose-tier': [
      {
        guard: ({ context, event }) =>
          payableById(context, event.billId)?.tiers?.some(({ tierId }) => tierId === event.tierId) === true,
        actions: assign(({ context, event }) => ({
          selectedId: event.billId,
          tierIds: { ...context.tierIds, [event.billId]: event.tierId },
        })),
      },
      { actions: { type: 'stayed', params: { reason: 'this bill has no such tier' } } },
    ],
    'register-case': opensCase('bills', paymentOfferOf),
  },
});

export const bills = visit.createStateConfig({
  initial: 'loading',
  invoke: [
    { src: 'idle', id: 'idle', input: idleInput('bills') },
    {
      src: 'askHistory',
      id: 'history',
      input: historyQuestion,
      onDone: { actions: assign(({ event }) => ({ payments: event.output })) },
      onError: { actions: recordsBug },
    },
  ],
  exit: endIdle,
  always: endsWithoutCard,
  on: {
    back: [{ guard: ({ context }) => hasHome(context), target: 'home' }, { target: 'farewell' }],
    cancel: 'farewell',
    finish: 'farewell',
    ...cardWatched,
    ...endsInSilence,
    'card-inserted': beginsAnew,
    ...stay('the resident is known already', 'start', 'code'),
    ...noSuchControl(
      'scan-instead',
      'insert-instead',
      'retry',
      'pay-bills',
      'choose-channel',
      'confirm',
      'i-paid',
      'print-slip',
      'e-receipt',
      'reprint',
    ),
  },
  states: {
    loading,
    ready,
    /** 返回 from review: what was chosen is still chosen. */
    history: { type: 'history', target: 'loading' },
  },
});

function payable({ insured, ports }: VisitContext, bill: Bill): boolean {
  return isPayable(bill, required(insured).insuredId, ports.ledger);
}

function payableById(context: VisitContext, billId: string | null): Bill | null {
  return context.bills.find((bill) => bill.billId === billId && payable(context, bill)) ?? null;
}

/** There is a choice besides paying, so home is where this screen was come to from. */
export function hasHome({ orders, cases }: VisitContext): boolean {
  return orders.length > 0 || cases.length > 0;
}

/** The bill that the resident has chosen and can pay, with its amount known. */
export function chosenBill(context: VisitContext): Bill | null {
  const bill = payableById(context, context.selectedId);
  return bill === null || billAmount(bill, context.tierIds) === null ? null : bill;
}
