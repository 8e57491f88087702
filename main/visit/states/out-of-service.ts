import { noSuchControl, stay } from '../answers.ts';
import { visit } from '../setup.ts';
import { outOfService } from './attract.ts';

/** Nothing can be sold. Looks again when a device comes back, and every half minute; orders go on meanwhile. */
export const outOfServiceState = visit.createStateConfig({
  entry: visit.assign(({ context }) => ({ outOfService: outOfService(context) })),
  after: { recheck: 'attract' },
  on: {
    'reader-ready': 'attract',
    'scanner-ready': 'attract',
    'card-inserted': 'attract',
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
