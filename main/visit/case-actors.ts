import { fromPromise } from 'xstate';
import type { CaseDesk, CaseRequest, OpenedCase } from '../../drivers/agency/port.ts';
import type { Outcome } from '../../drivers/base/outcome.ts';
import type { PrinterPort, PrintJob, PrintResult } from '../../drivers/printer/port.ts';

/** What a case asks of the world. Neither touches the money: a rejection is a bug, everything else an answer. */

export const openCase = fromPromise<Outcome<OpenedCase>, { desk: CaseDesk; request: CaseRequest }>(
  ({ input }) => input.desk.openCase(input.request),
);

export const printCase = fromPromise<PrintResult, { printer: PrinterPort; job: PrintJob }>(({ input }) =>
  input.printer.print(input.job),
);
