import { cardInside, noSuchControl, stay } from '../answers.ts';
import type { VisitContext } from '../context.ts';
import { visit } from '../setup.ts';
import { outOfService } from './attract.ts';

/** Whoever has put a card in while nothing could be done is served as soon as something can. */
const comesBack = [
  {
    guard: ({ context }: { readonly context: VisitContext }) =>
      outOfService(context) === null && cardInside(context),
    target: 'identify',
    actions: visit.assign({ method: 'card' }),
  },
  { target: 'attract' },
] as const;

/** Nothing can be sold. Looks again when a device comes back, and every half minute; orders go on meanwhile. */
export const outOfServiceState = visit.createStateConfig({
  entry: visit.assign(({ context }) => ({ outOfService: outOfService(context) })),
  after: { recheck: comesBack },
  on: {
    'reader-ready': comesBack,
    'scanner-ready': comesBack,
    'service-changed': comesBack,
    'card-inserted': comesBack,
    ...stay('out of service: nothing can be begun', 'card-removed', 'reader-gone', 'code', 'time-up'),
    ...noSuchControl(
      'start',
      'scan-instead',
      'insert-instead',
      'back',
      'cancel',
      'next',
      'retry',
      'pay-bills',
      'select-line',
      'choose-tier',
      'choose-channel',
      'confirm',
      'i-paid',
      'print-slip',
      'e-receipt',
      'reprint',
      'finish',
      'more-time',
    ),
  },
});
