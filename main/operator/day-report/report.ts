import type { DayReportView } from '../../contract/day-report.ts';
import type { Order } from '../../ledger/order-events.ts';
import type { OrderView } from '../../ledger/port.ts';
import { totalsOf } from '../../ledger/reconcile/match.ts';
import type { DayStanding } from '../../ledger/reconcile/reconciler.ts';
import { FINDING_WORDS, NEXT_WORDS, WAITING_WORDS } from './words.ts';

/** What the report of a day says; when and where it was written is not in it. */
export type DayReport = Omit<DayReportView, 'busy' | 'exported'>;

/**
 * The report of a day: sums are the journal's as they are now (a refund that has come through since counts as one), the
 * wallet's sum and the mismatches are those of the newest verdict.
 *
 * @param orders those that may have been paid on the day, of all channels
 * @param open all that are not settled, whatever their day
 */
export function dayReport(facts: {
  readonly day: string;
  readonly today: string;
  readonly standings: readonly DayStanding[];
  readonly orders: readonly Order[];
  readonly open: readonly OrderView[];
}): DayReport {
  const { day, today, standings, orders, open } = facts;
  return {
    day,
    channels: standings.map((standing) => ({
      channel: standing.channel,
      standing: standingOf(standing, day < today),
      waitsFor: standing.waitsFor === null ? null : WAITING_WORDS[standing.waitsFor],
      billed: standing.verdict?.match.billed ?? null,
      ...totalsOf(
        day,
        orders.filter(({ channel }) => channel === standing.channel),
      ),
    })),
    mismatches: standings.flatMap(({ channel, verdict }) =>
      (verdict?.match.findings ?? []).map(({ order, code, amountFen, certain }) => ({
        order,
        channel,
        code,
        amountFen,
        certain,
        ...FINDING_WORDS[code],
      })),
    ),
    open: open.map(({ id, channel, state, amountFen, createdAt }) => ({
      order: id,
      channel,
      state,
      amountFen,
      createdAt,
      next: NEXT_WORDS[state],
    })),
  };
}

function standingOf(
  { verdict, waitsFor }: DayStanding,
  isOver: boolean,
): DayReport['channels'][number]['standing'] {
  if (!isOver) return 'running';
  if (waitsFor !== null) return 'waiting';
  if (verdict === null) return 'due';
  return verdict.complete ? 'final' : 'preliminary';
}
