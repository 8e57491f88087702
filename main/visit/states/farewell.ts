import { cardInside, counts, nextResident, noSuchControl, stay } from '../answers.ts';
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
    'card-inserted': nextResident,
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
