import { agencyContract } from './agency.contract.ts';
import { agencyWorld } from './testing/agency-world.ts';

agencyContract('HTTP against the emulator', async () => {
  const { clock, agency, people, pull, close, server } = await agencyWorld();
  const [first] = people;
  if (first === undefined) throw new Error('nobody is insured');
  return {
    agency,
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms),
    known: { by: 'card', idNumber: first.idNumber, name: first.name },
    unknown: { by: 'card', idNumber: first.idNumber, name: '别人' },
    line: { billId: `${first.insuredId}-PEN-2026`, tierId: 'T500' },
    freshToken: async () => `${server.issueEcode(first.insuredId)}`,
    loseBookingAnswer: () => pull('agency-fault', { op: 'book', phase: 'after-commit', kind: 'drop' }),
    holdBooking: () => pull('agency-booking', { next: 'pending' }),
    settle: () => pull('agency-settle-pending', { result: 'booked' }),
    quoteMs: 30 * 60_000 + 1000,
    close,
  };
});
