import { fromPromise } from 'xstate';
import type { DaySpan, PastPayment, PaymentHistory } from '../../drivers/agency/port.ts';
import type { Result } from '../../drivers/base/result.ts';
import type { PrinterPort, PrintResult } from '../../drivers/printer/port.ts';
import type { Slip } from '../../drivers/printer/slip.ts';
import type { CaseBook, CaseOf, NewCase } from '../ledger/case-book.ts';
import type { CaseFile } from '../ledger/case-events.ts';
import { printJournalled } from '../ledger/print-book.ts';
import { required, type VisitContext } from './context.ts';
import { lookBack } from './duplicate-payments.ts';

/** What a case asks of the world. None of it touches the money: a rejection is a bug, everything else an answer. */

export const handIn = fromPromise<Result<CaseFile, 'JOURNAL'>, { cases: CaseBook; request: NewCase }>(
  ({ input }) => input.cases.handIn(input.request),
);

export interface CounterJob {
  readonly cases: CaseBook;
  readonly printer: PrinterPort;
  /** Whose slip it is; `counter`: nobody's. */
  readonly of: CaseOf | 'counter';
  /** The slip that says which copy it is. */
  slip(copy: number): Slip;
}

export const printForCounter = fromPromise<PrintResult, CounterJob>(
  ({ input: { cases, printer, of, slip } }) =>
    printJournalled(cases, of, ({ jobId, copy }) => printer.print({ jobId, slip: slip(copy) })),
);

export interface HistoryQuestion {
  readonly history: PaymentHistory;
  readonly insuredId: string;
  readonly days: DaySpan;
  /** What this visit has been told already; it is not asked twice. */
  readonly known: readonly PastPayment[] | null;
}

/**
 * What was paid before; null = nobody has said. Asked for beside everything else, and nothing waits for it: silence means
 * that nothing is offered, and even a bug is only recorded.
 */
export const askHistory = fromPromise<readonly PastPayment[] | null, HistoryQuestion>(async ({ input }) => {
  const { history, insuredId, days, known } = input;
  if (known !== null) return known;
  const outcome = await history.payments(insuredId, days);
  return outcome.kind === 'ok' ? outcome.value : null;
});

export function historyQuestion({ context }: { readonly context: VisitContext }): HistoryQuestion {
  const { ports, insured, payments } = context;
  const { insuredId } = required(insured);
  return { history: ports.history, insuredId, days: lookBack(ports.clock.now()), known: payments };
}
