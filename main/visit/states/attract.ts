import type { OutOfServiceReason } from '../../contract/trouble.ts';
import { noSuchControl, stay } from '../answers.ts';
import { codeHeld } from '../codes.ts';
import { blank, type VisitContext } from '../context.ts';
import { visit } from '../setup.ts';
import { canReadCards, canScan } from '../ways-in.ts';

/** The disk may have failed since the last resident: nobody begins what cannot be ended. */
const closed = {
  guard: ({ context }: { readonly context: VisitContext }) => outOfService(context) !== null,
  target: 'out-of-service',
} as const;

/** Nobody is there. Card, code or touch starts; nothing moves and no clock runs. */
export const attract = visit.createStateConfig({
  entry: visit.assign(({ context }) => blank(context.ports)),
  always: closed,
  on: {
    start: [
      closed,
      {
        target: 'identify',
        actions: visit.assign(({ context }) => ({ method: canReadCards(context) ? 'card' : 'scan' })),
      },
    ],
    'card-inserted': [closed, { target: 'identify', actions: visit.assign({ method: 'card' }) }],
    code: [closed, ...codeHeld],
    ...stay(
      'in service as long as one way in is left: asked after every event',
      'reader-gone',
      'scanner-gone',
      'service-changed',
    ),
    ...stay('nobody has begun a visit', 'card-removed', 'cancel', 'back', 'finish', 'time-up', 'more-time'),
    ...noSuchControl(
      'scan-instead',
      'insert-instead',
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
    ),
  },
});

/** Why nothing can be done here now; null = in service. */
export function outOfService(context: Pick<VisitContext, 'ports'>): OutOfServiceReason | null {
  if (context.ports.isClosed()) return 'CLOSED_BY_OPERATOR';
  if (context.ports.ledger.health() === 'read-only') return 'JOURNAL';
  if (!canReadCards(context) && !canScan(context)) return 'NO_IDENTIFICATION';
  return null;
}
