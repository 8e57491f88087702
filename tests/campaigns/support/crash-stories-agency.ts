import { agencyFault, agencySays, all, inTurn, leaves, outage, pays, type Scenario } from './crash-story.ts';

const HOUR = 3_600;

/** From the money to its booking, or to the agency's final no. */
export const agencyStories: readonly Scenario[] = [
  {
    row: 6,
    name: 'the booking arrives late, and after the terminal has given up waiting',
    ends: ['BOOKED'],
    arrange: agencyFault('book', { phase: 'before', kind: 'delay' }),
    onCode: pays(5),
  },
  {
    row: 6,
    name: 'the booking answer is lost',
    ends: ['BOOKED'],
    arrange: agencyFault('book'),
    onCode: pays(5),
  },
  {
    row: 7,
    name: 'booked, and nothing is heard of it for a while',
    ends: ['BOOKED'],
    arrange: inTurn(
      agencyFault('book', { kind: 'delay' }),
      agencyFault('query-booking', { kind: '500', count: 20 }),
    ),
    onCode: pays(5),
  },
  {
    row: 7,
    name: 'the booking stays pending for an hour',
    ends: ['BOOKED'],
    arrange: agencySays('pending'),
    onCode: all(pays(5), settles('booked')),
  },
  {
    row: 7,
    name: 'the booking stays pending for an hour, and is then refused',
    ends: ['REFUNDED'],
    arrange: agencySays('pending'),
    onCode: all(pays(5), settles('rejected')),
  },
  {
    row: 8,
    name: 'refused: the period is over',
    ends: ['REFUNDED'],
    arrange: agencySays('rejected', 'PERIOD_CLOSED'),
    onCode: pays(5),
  },
  {
    row: 8,
    name: 'refused with a code that nobody knows, and the answer is lost',
    ends: ['REFUNDED'],
    arrange: inTurn(agencySays('rejected', 'SOMETHING_NEW'), agencyFault('book')),
    onCode: pays(5),
  },
  {
    row: 16,
    name: 'the same bill is paid at another till',
    ends: ['REFUNDED'],
    onCode: all((stage) => stage.after(2, () => stage.isPaidElsewhere()), pays(5)),
  },
  {
    row: 31,
    name: 'paid a second before midnight, booked after it',
    startAt: '2026-11-24T23:59:50+08:00',
    ends: ['BOOKED'],
    onCode: pays(9),
  },
  {
    row: 32,
    name: 'quoted anew while the code was shown',
    ends: ['REFUNDED'],
    arrange: agencySays('rejected', 'QUOTE_EXPIRED'),
    onCode: pays(60),
  },
  {
    row: 36,
    name: 'the agency is down for three hours',
    ends: ['BOOKED'],
    onCode: all(outage('agency', 1, 3 * HOUR), pays(5)),
  },
  {
    row: 36,
    name: 'the agency is down, and the resident leaves unpaid',
    ends: ['CLOSED'],
    onCode: all(outage('agency', 1, 3 * HOUR), (stage, view) => stage.scans(view, 2), leaves(5)),
  },
];

/** After an hour; and again later, for a booking that came while the terminal was dark until then. */
function settles(result: 'booked' | 'rejected'): Scenario['onCode'] {
  const args = { result, ...(result === 'rejected' ? { code: 'INSURED_STATE' } : {}) };
  return (stage) => {
    for (const hours of [1, 6, 24]) {
      stage.after(hours * HOUR, () => stage.world.pull('agency-settle-pending', args));
    }
  };
}
