import { assign } from 'xstate';
import type { Result } from '../../../drivers/base/result.ts';
import type { PrintResult } from '../../../drivers/printer/port.ts';
import type { CaseFile } from '../../ledger/case-events.ts';
import { counts, isOurOrder, nextResident, noSuchControl, onBug, stay } from '../answers.ts';
import type { CounterJob } from '../case-actors.ts';
import { type Offer, withCase } from '../case-offer.ts';
import { type CaseContext, required, type VisitContext } from '../context.ts';
import type { VisitEvent } from '../events.ts';
import { beginCount, counting, endCount, visit } from '../setup.ts';

/** Something for a person at the agency to look into: its number, until when, and a slip that says both. */

const waiting = (reason: string) =>
  stay(reason, 'card-inserted', 'print-slip', 'retry', 'finish', 'cancel', 'back', 'time-up', 'more-time');

const registering = visit.createStateConfig({
  invoke: {
    src: 'handIn',
    input: ({ context }) => ({
      cases: context.ports.cases,
      request: { ...required(context.caseFile).facts, insuredId: required(context.insured).insuredId },
    }),
    onDone: [
      {
        guard: ({ context, event }) => stateOf(context, event.output) === 'opened',
        target: 'registered',
        actions: assign(({ context, event }) => answered(context, event.output)),
      },
      {
        guard: ({ context, event }) => stateOf(context, event.output) === 'refused',
        target: 'refused',
        actions: assign(({ context, event }) => answered(context, event.output)),
      },
      { target: 'unanswered', actions: assign(({ context, event }) => answered(context, event.output)) },
    ],
    onError: onBug,
  },
  on: waiting('the agency is being asked'),
});

/** Nothing was sent by a terminal that could not write it down first; but an earlier attempt may have got through. */
function stateOf({ caseFile }: VisitContext, answer: Result<CaseFile, 'JOURNAL'>): CaseFile['state'] {
  if (answer.ok) return answer.value.state;
  return required(caseFile).file === null ? 'refused' : 'intended';
}

function answered(
  { caseFile, cases }: VisitContext,
  answer: Result<CaseFile, 'JOURNAL'>,
): Pick<VisitContext, 'caseFile' | 'cases'> {
  if (!answer.ok) return { caseFile, cases };
  const file = answer.value;
  return { caseFile: { ...required(caseFile), file }, cases: withCase(cases, file) };
}

/** The number has to be written down: as long as for an outcome that is not known. */
const shown = {
  entry: beginCount('doubt'),
  invoke: counting,
  exit: endCount,
} as const;

const cameFrom =
  (place: CaseContext['from']) =>
  ({ context }: { readonly context: VisitContext }) =>
    required(context.caseFile).from === place;

const leaving = {
  ...counts,
  back: [
    { guard: cameFrom('home'), target: '#visit.home' },
    { guard: cameFrom('bills'), target: '#visit.bills.history' },
    { target: '#visit.outcome' },
  ],
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
  entry: visit.assign(({ context }) => told(context, null)),
  invoke: {
    src: 'printForCounter',
    input: ({ context }) => jobOf(context),
    onDone: {
      target: 'registered',
      actions: assign(({ context, event }) => told(context, event.output)),
    },
    onError: onBug,
  },
  after: {
    printPatience: {
      target: 'registered',
      actions: visit.assign(({ context }) =>
        told(context, { state: 'UNCERTAIN', evidence: 'D', reason: 'timeout' }),
      ),
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
    // Nothing is asked of the card here; but the screens that 返回 leads to want the one that told who this is.
    'card-removed': { actions: visit.assign({ cardTried: false }) },
    ...stay('what is handed in is handed in: the card has no say in it', 'reader-gone'),
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
    ),
  },
  states: { registering, registered, unanswered, refused, printing },
});

/** Where somebody is led who asks about a matter, from which screen, and with what. */
export function opensCase(
  from: CaseContext['from'],
  offer: (context: VisitContext, voucherNo: string | undefined) => Offer | null,
) {
  const asked = ({ context, event }: { readonly context: VisitContext; readonly event: VisitEvent }) =>
    offer(context, voucherIn(event));
  const actions = visit.assign(({ context, event }) => ({
    caseFile: { ...required(asked({ context, event })), from, printed: null },
  }));
  return [
    {
      guard: (args: Parameters<typeof asked>[0]) => asked(args)?.file?.state === 'opened',
      target: '#visit.case.registered',
      actions,
    },
    {
      guard: (args: Parameters<typeof asked>[0]) => asked(args) !== null,
      target: '#visit.case.registering',
      actions,
    },
    { actions: { type: 'stayed', params: { reason: 'there is nothing to hand in about it' } } },
  ] as const;
}

/** Only `register-case` comes here; an answer that several states share is not narrowed to its own event. */
function voucherIn(event: VisitEvent): string | undefined {
  /* v8 ignore next -- narrows the type; the other side is never taken */
  return event.type === 'register-case' ? event.voucherNo : undefined;
}

function told({ caseFile }: VisitContext, printed: PrintResult | null): Pick<VisitContext, 'caseFile'> {
  return { caseFile: { ...required(caseFile), printed } };
}

function jobOf({ ports, insured, caseFile, settings }: VisitContext): CounterJob {
  const file = required(required(caseFile).file);
  return {
    cases: ports.cases,
    printer: required(ports.printer),
    of: { insuredId: required(insured).insuredId, matter: file.matter },
    slip: (copy) => ports.caseSlip(file, copy, settings.elder),
  };
}
