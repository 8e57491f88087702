import { cardInside, counts, leaves, noSuchControl, stay } from '../answers.ts';
import type { VisitContext } from '../context.ts';
import { countInput, endCount, parted, partWithPerson, visit } from '../setup.ts';

/** What happened, is my money safe, what now. */

/** Whoever is still known may try again where the trouble says so; whoever took the card has left. */
const retries =
  (target: 'identify' | 'bills' | 'review') =>
  ({ context }: { context: VisitContext }) =>
    canRetry(context) && context.trouble?.retry === target;

export const trouble = visit.createStateConfig({
  // Without a second try nobody needs to be known any more.
  entry: visit.assign(({ context }) => (context.trouble?.retry == null ? parted(context) : {})),
  invoke: { src: 'countdown', id: 'countdown', input: countInput('trouble') },
  exit: endCount,
  on: {
    ...counts,
    retry: [
      { guard: retries('identify'), target: 'identify' },
      { guard: retries('bills'), target: 'bills' },
      { guard: retries('review'), target: 'review' },
      { actions: { type: 'stayed', params: { reason: 'this trouble offers no second try' } } },
    ],
    finish: leaves,
    cancel: leaves,
    back: leaves,
    'time-up': leaves,
    'card-inserted': { target: 'identify', actions: visit.assign({ method: 'card' }) },
    'more-time': { target: 'trouble', reenter: true },
    'card-removed': [
      { guard: ({ context }) => context.identifiedBy === 'card', actions: partWithPerson },
      { actions: { type: 'stayed', params: { reason: 'identified by code, not by this card' } } },
    ],
    ...stay('something is being explained', 'reader-gone'),
    ...stay('something is being explained', 'start', 'code'),
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
  return identifiedBy === 'code' || cardInside(context);
}
