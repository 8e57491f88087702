import { TROUBLES } from '../../contract/trouble.ts';
import { cardLost, counts, leaves, noSuchControl, stay } from '../answers.ts';
import { codeHeld } from '../codes.ts';
import type { RetryTarget, VisitContext } from '../context.ts';
import { beginCount, counting, endCount, partWithPerson, visit } from '../setup.ts';
import { canScan } from '../ways-in.ts';

/** What happened, is my money safe, what now. */

type Holding = { readonly context: VisitContext };

const retries =
  (target: RetryTarget) =>
  ({ context }: Holding) =>
    canRetry(context) && context.trouble?.retry === target;

export const trouble = visit.createStateConfig({
  entry: beginCount('trouble'),
  invoke: counting,
  exit: endCount,
  // Without a second try nobody needs to be known any more; and whoever has taken the card has left.
  always: { guard: ({ context }) => isKnown(context) && !canRetry(context), actions: partWithPerson },
  on: {
    ...counts,
    retry: [
      { guard: retries('identify'), target: 'identify', actions: visit.assign({ fault: null }) },
      { guard: retries('bills'), target: 'bills' },
      { guard: retries('review'), target: 'review' },
      { actions: { type: 'stayed', params: { reason: 'this trouble offers no second try' } } },
    ],
    finish: leaves,
    cancel: leaves,
    back: leaves,
    'time-up': leaves,
    // A card is a new question of who is there, also when somebody is known by code.
    'card-inserted': {
      target: 'identify',
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
        target: 'identify',
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
    'card-removed': { actions: visit.assign({ cardTried: false }) },
    'more-time': { target: 'trouble', reenter: true },
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
      'print-slip',
      'e-receipt',
      'reprint',
    ),
  },
});

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
