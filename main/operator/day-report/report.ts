import type { DayReportView } from '../../contract/day-report.ts';
import type { Order } from '../../ledger/order-events.ts';
import type { OrderView } from '../../ledger/port.ts';
import { dayOfInstant } from '../../ledger/reconcile/day.ts';
import { totalsOf } from '../../ledger/reconcile/match.ts';
import type { DayStanding } from '../../ledger/reconcile/reconciler.ts';
import { calendarEndsSoon } from '../../policy/workdays.ts';
import { findingWords, NEXT_WORDS, REVIEW_WORDS, WAITING_WORDS } from './words.ts';

/** What the report of a day says; when and where it was written is not in it. */
export type DayReport = Omit<DayReportView, 'busy' | 'exported' | 'canPrint' | 'slip'>;

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
      byQuery: isByQuery(standing),
      ...totalsOf(
        day,
        orders.filter(({ channel }) => channel === standing.channel),
      ),
    })),
    mismatches: standings.flatMap((standing) =>
      (standing.verdict?.match.findings ?? []).map(({ order, code, amountFen, certain }) => ({
        order,
        channel: standing.channel,
        code,
        amountFen,
        certain,
        ...findingWords(code, isByQuery(standing)),
      })),
    ),
    reviews: orders.flatMap(({ id, channel, state, amountFen, payment, riskReview }) =>
      riskReview !== undefined && payment !== null && dayOfInstant(payment.paidAt) === day
        ? [{ order: id, channel, state, amountFen, what: REVIEW_WORDS[riskReview], next: NEXT_WORDS[state] }]
        : [],
    ),
    open: open.map(({ id, channel, state, amountFen, createdAt, riskReview }) => ({
      order: id,
      channel,
      state,
      amountFen,
      createdAt,
      next: NEXT_WORDS[state],
      review: riskReview !== undefined,
    })),
    calendarEnds: calendarEndsSoon(today),
  };
}

function isByQuery({ verdict }: DayStanding): boolean {
  return verdict?.match.byQuery === true;
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
