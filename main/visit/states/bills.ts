import { assign } from 'xstate';
import type { Bill } from '../../../drivers/agency/port.ts';
import { endsInSilence, endsWithoutCard, noSuchControl, stay } from '../answers.ts';
import { billAmount, isPayable, preselect } from '../bill-choice.ts';
import type { VisitContext } from '../context.ts';
import { endIdle, idleInput, inTrouble, visit } from '../setup.ts';

/** What is due, and which of it to pay. */

const loading = visit.createStateConfig({
  entry: visit.assign({ bills: [], selectedId: null, tierIds: {}, quote: null }),
  invoke: {
    src: 'loadBills',
    input: ({ context }) => ({
      agency: context.ports.agency,
      insuredId: context.insured?.insuredId ?? '',
    }),
    onDone: [
      {
        guard: ({ event }) => event.output.kind === 'loaded',
        target: 'ready',
        actions: assign(({ context, event }) => {
          if (event.output.kind !== 'loaded') return {};
          const bills = event.output.value;
          return { bills, agencyDown: false, ...preselect(bills, (bill) => payable(context, bill)) };
        }),
      },
      {
        target: '#visit.trouble',
        actions: assign(({ event }) =>
          event.output.kind === 'trouble'
            ? {
                trouble: { code: event.output.code, retry: 'bills' },
                agencyDown: event.output.code === 'AGENCY_UNREACHABLE',
              }
            : {},
        ),
      },
    ],
    onError: { target: '#visit.trouble', actions: inTrouble('INTERNAL') },
  },
  on: stay('the bills are on their way', 'next', 'select-line', 'choose-tier'),
});

const ready = visit.createStateConfig({
  on: {
    next: [
      { guard: ({ context }) => isChosen(context), target: '#visit.review' },
      { actions: { type: 'stayed', params: { reason: 'no bill, or no tier, has been chosen' } } },
    ],
    'select-line': [
      {
        guard: ({ context, event }) => payableById(context, event.billId) !== undefined,
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
  },
});

export const bills = visit.createStateConfig({
  initial: 'loading',
  invoke: { src: 'idle', id: 'idle', input: idleInput('bills') },
  exit: endIdle,
  on: {
    back: [{ guard: ({ context }) => context.orders.length > 0, target: 'home' }, { target: 'farewell' }],
    cancel: 'farewell',
    finish: 'farewell',
    ...endsWithoutCard,
    ...endsInSilence,
    ...stay('the resident is known already', 'start', 'card-inserted', 'code'),
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

export function payable(context: Pick<VisitContext, 'insured' | 'ports'>, bill: Bill): boolean {
  return context.insured !== null && isPayable(bill, context.insured.insuredId, context.ports.ledger);
}

function payableById(context: VisitContext, billId: string): Bill | undefined {
  return context.bills.find((bill) => bill.billId === billId && payable(context, bill));
}

/** The bill that the resident has chosen, with its amount known. */
export function chosenBill(context: VisitContext): Bill | null {
  const bill = context.selectedId === null ? undefined : payableById(context, context.selectedId);
  return bill === undefined || billAmount(bill, context.tierIds) === null ? null : bill;
}

function isChosen(context: VisitContext): boolean {
  return chosenBill(context) !== null;
}
