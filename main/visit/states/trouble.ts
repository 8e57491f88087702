import { assign } from 'xstate';
import type { PrintResult } from '../../../drivers/printer/port.ts';
import { TROUBLES } from '../../contract/trouble.ts';
import { type CounterTrouble, needsCounter } from '../../receipt/counter-slip.ts';
import { cardLost, counts, leaves, noSuchControl, onBug, stay } from '../answers.ts';
import type { CounterJob } from '../case-actors.ts';
import { codeHeld } from '../codes.ts';
import { type RetryTarget, required, type VisitContext } from '../context.ts';
import { beginCount, counting, endCount, partWithPerson, visit } from '../setup.ts';
import { canScan } from '../ways-in.ts';

/** What happened, is my money safe, what now. */

type Holding = { readonly context: VisitContext };

const retries =
  (target: RetryTarget) =>
  ({ context }: Holding) =>
    canRetry(context) && context.trouble?.retry === target;

const explaining = visit.createStateConfig({
  entry: beginCount('trouble'),
  invoke: counting,
  exit: endCount,
  on: {
    ...counts,
    retry: [
      { guard: retries('identify'), target: '#visit.identify', actions: visit.assign({ fault: null }) },
      { guard: retries('bills'), target: '#visit.bills' },
      { guard: retries('review'), target: '#visit.review' },
      { actions: { type: 'stayed', params: { reason: 'this trouble offers no second try' } } },
    ],
    'print-slip': [
      {
        guard: ({ context }) => counterTrouble(context) !== null && context.ports.printer !== null,
        target: 'printing',
      },
      { actions: { type: 'stayed', params: { reason: 'there is no slip for this trouble, or no printer' } } },
    ],
    finish: leaves,
    cancel: leaves,
    back: leaves,
    'time-up': leaves,
    // A card is a new question of who is there, also when somebody is known by code.
    'card-inserted': {
      target: '#visit.identify',
      actions: [
        partWithPerson,
        visit.assign(({ context }) => ({
          method: 'card',
          fault: context.trouble?.code === 'CARD_TAKEN' ? 'CARD_SWAPPED' : null,
        })),
      ],
    },
    'scan-instead': [
      {
        guard: ({ context }) => offersEcode(context),
        target: '#visit.identify',
        actions: visit.assign({ method: 'scan', fault: null }),
      },
      { actions: { type: 'stayed', params: { reason: 'no code would help here' } } },
    ],
    code: [
      {
        guard: ({ context }) => !offersEcode(context),
        actions: { type: 'stayed', params: { reason: 'no code would help here' } },
      },
      ...codeHeld,
    ],
    'more-time': { target: 'explaining', reenter: true },
  },
});

const printing = visit.createStateConfig({
  entry: visit.assign(({ context }) => printed(context, undefined)),
  invoke: {
    src: 'printForCounter',
    input: ({ context }) => jobOf(context),
    onDone: {
      target: 'explaining',
      actions: assign(({ context, event }) => printed(context, event.output)),
    },
    onError: onBug,
  },
  after: {
    // Nothing is known of a job that nobody has heard of again.
    printPatience: {
      target: 'explaining',
      actions: visit.assign(({ context }) =>
        printed(context, { state: 'UNCERTAIN', evidence: 'D', reason: 'timeout' }),
      ),
    },
  },
  on: stay(
    'the slip is being printed; its result will be said',
    'retry',
    'print-slip',
    'finish',
    'cancel',
    'back',
    'time-up',
    'card-inserted',
    'scan-instead',
    'code',
    'more-time',
  ),
});

export const trouble = visit.createStateConfig({
  initial: 'explaining',
  // Without a second try nobody needs to be known any more; and whoever has taken the card has left.
  always: { guard: ({ context }) => isKnown(context) && !canRetry(context), actions: partWithPerson },
  on: {
    'card-removed': { actions: visit.assign({ cardTried: false }) },
    ...stay('what is known of a person goes with the card: asked after every event', 'reader-gone'),
    ...stay('something is being explained', 'start'),
    ...noSuchControl(
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
  states: { explaining, printing },
});

function printed({ trouble: current }: VisitContext, result: PrintResult | undefined) {
  const { printed: _, ...rest } = required(current);
  return { trouble: result === undefined ? rest : { ...rest, printed: result } };
}

function jobOf(context: VisitContext): CounterJob {
  const { ports, settings } = context;
  const code = required(counterTrouble(context));
  return {
    cases: ports.cases,
    printer: required(ports.printer),
    of: 'counter',
    slip: () => ports.counterSlip(code, settings.elder),
  };
}

/** The trouble of which a slip tells a counter; null = no counter would help. */
export function counterTrouble({ trouble: current }: VisitContext): CounterTrouble | null {
  return current !== null && needsCounter(current.code) ? current.code : null;
}

/** Every retry but the first needs the person, who is known only as long as the card that told is still there. */
export function canRetry(context: VisitContext): boolean {
  const { trouble: current, identifiedBy } = context;
  if (current === null || current.retry === null) return false;
  if (current.retry === 'identify') return true;
  return identifiedBy !== null && !cardLost(context);
}

/** The card in the resident's hand does not help here, and there is something to hold a phone under. */
export function offersEcode(context: VisitContext): boolean {
  return context.trouble !== null && TROUBLES[context.trouble.code].next === 'ecode' && canScan(context);
}

function isKnown({ identifiedBy, insured }: VisitContext): boolean {
  return identifiedBy !== null || insured !== null;
}
