import { cardInside, counts, noSuchControl, stay } from '../answers.ts';
import { blank } from '../context.ts';
import { beginCount, counting, endCount, partWithPerson, visit } from '../setup.ts';

/** The card goes home with its owner. With a card inside this screen stays, however long it takes. */
export const farewell = visit.createStateConfig({
  entry: [partWithPerson, beginCount('farewell')],
  invoke: counting,
  exit: endCount,
  on: {
    ...counts,
    'card-removed': 'attract',
    'time-up': [
      { guard: ({ context }) => cardInside(context), target: 'farewell', reenter: true },
      { target: 'attract' },
    ],
    finish: [
      { guard: ({ context }) => !cardInside(context), target: 'attract' },
      { actions: { type: 'stayed', params: { reason: 'the card is still inside' } } },
    ],
    // Somebody else is here already: nothing that the last resident had set is theirs.
    'card-inserted': {
      target: 'identify',
      actions: visit.assign(({ context }) => ({ ...blank(context.ports), method: 'card' })),
    },
    ...stay('the visit is over', 'start', 'code', 'cancel', 'back', 'reader-gone', 'more-time'),
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
