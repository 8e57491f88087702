import type { Slip } from '../../../drivers/printer/slip.ts';
import { daySlip, type Sum } from '../../receipt/day-slip.ts';
import type { DayReport } from './report.ts';
import type { ReportHead } from './report-doc.ts';

/** The report for the slip printer: sums of all channels, and which orders do not agree. */
export function reportSlip(report: DayReport, { terminal, demo, at }: ReportHead): Slip {
  const { day, channels, mismatches, reviews } = report;
  return daySlip({
    date: day,
    paid: channels.map(({ channel, paid }) => ({ channel, ...paid })),
    booked: total(channels.map(({ booked }) => booked)),
    refunded: total(channels.map(({ refunded }) => refunded)),
    open: total(channels.map(({ open }) => open)),
    review: total(reviews.map(({ amountFen }) => ({ count: 1, fen: amountFen }))),
    mismatches: [...new Set(mismatches.map(({ order }) => order))],
    at,
    terminal,
    demo,
  });
}

function total(sums: readonly Sum[]): Sum {
  return sums.reduce((all, { count, fen }) => ({ count: all.count + count, fen: all.fen + fen }), {
    count: 0,
    fen: 0,
  });
}
