import { assign } from 'xstate';
import type { CaseRequest } from '../../../drivers/agency/port.ts';
import { counts, isOurOrder, nextResident, noSuchControl, onBug, stay } from '../answers.ts';
import type { CaseKind } from '../case-offer.ts';
import { type CaseFile, required, type VisitContext } from '../context.ts';
import { beginCount, counting, endCount, visit } from '../setup.ts';

/** Something for a person at the agency to look into: its number, until when, and a slip that says both. */

const waiting = (reason: string) =>
  stay(reason, 'card-inserted', 'print-slip', 'retry', 'finish', 'cancel', 'back', 'time-up', 'more-time');

const registering = visit.createStateConfig({
  invoke: {
    src: 'openCase',
    input: ({ context }) => ({ desk: context.ports.cases, request: requestOf(context) }),
    onDone: [
      {
        guard: ({ event }) => event.output.kind === 'ok',
        target: 'registered',
        actions: assign(({ context, event }) => {
          const { output } = event;
          return {
            caseFile: { ...required(context.caseFile), opened: output.kind === 'ok' ? output.value : null },
          };
        }),
      },
      { guard: ({ event }) => event.output.kind === 'refused', target: 'refused' },
      { target: 'unanswered' },
    ],
    onError: onBug,
  },
  on: waiting('the agency is being asked'),
});

/** The number has to be written down: as long as for an outcome that is not known. */
const shown = {
  entry: beginCount('doubt'),
  invoke: counting,
  exit: endCount,
} as const;

const leaving = {
  ...counts,
  back: '#visit.outcome',
  finish: '#visit.farewell',
  cancel: '#visit.farewell',
  'time-up': '#visit.farewell',
  'card-inserted': nextResident,
} as const;

const registered = visit.createStateConfig({
  ...shown,
  on: {
    ...leaving,
    'more-time': { target: 'registered', reenter: true },
    'print-slip': [
      { guard: ({ context }) => context.ports.printer !== null, target: 'printing' },
      { actions: { type: 'stayed', params: { reason: 'there is no printer' } } },
    ],
    ...stay('it is registered', 'retry'),
  },
});

const unanswered = visit.createStateConfig({
  ...shown,
  on: {
    ...leaving,
    'more-time': { target: 'unanswered', reenter: true },
    retry: 'registering',
    ...stay('there is no number that a slip could say', 'print-slip'),
  },
});

const refused = visit.createStateConfig({
  ...shown,
  on: {
    ...leaving,
    'more-time': { target: 'refused', reenter: true },
    ...stay('the agency has said no', 'print-slip', 'retry'),
  },
});

const printing = visit.createStateConfig({
  entry: visit.assign(({ context: { caseFile } }) => {
    const file = required(caseFile);
    return { caseFile: { ...file, prints: file.prints + 1, printed: null } };
  }),
  invoke: {
    src: 'printCase',
    input: ({ context }) => jobOf(context),
    onDone: {
      target: 'registered',
      actions: assign(({ context, event }) => ({
        caseFile: { ...required(context.caseFile), printed: event.output },
      })),
    },
    onError: onBug,
  },
  after: {
    printPatience: {
      target: 'registered',
      actions: visit.assign(({ context }) => ({
        caseFile: {
          ...required(context.caseFile),
          printed: { state: 'UNCERTAIN', evidence: 'D', reason: 'timeout' },
        },
      })),
    },
  },
  on: waiting('the slip is being printed'),
});

export const caseState = visit.createStateConfig({
  initial: 'registering',
  on: {
    'order-changed': [
      { guard: isOurOrder, actions: assign(({ event }) => ({ order: event.order })) },
      { actions: { type: 'stayed', params: { reason: 'an order of an earlier visit' } } },
    ],
    ...stay('the payment is over: the card has no say in it', 'card-removed', 'reader-gone'),
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
      'e-receipt',
      'reprint',
      'register-case',
    ),
  },
  states: { registering, registered, unanswered, refused, printing },
});

export function freshCase(orderId: string, kind: CaseKind): CaseFile {
  return { orderId, kind, opened: null, prints: 0, printed: null };
}

function requestOf({ insured, caseFile }: VisitContext): CaseRequest {
  const { kind, orderId } = required(caseFile);
  return { kind, insuredId: required(insured).insuredId, note: orderId };
}

function jobOf({ ports, order, caseFile }: VisitContext) {
  const { kind, opened, orderId, prints } = required(caseFile);
  const slip = ports.caseSlip(required(order), kind, required(opened));
  return { printer: required(ports.printer), job: { jobId: `${orderId}-C${prints}`, slip } };
}
