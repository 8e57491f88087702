import type { PrintEvent } from './case-events.ts';
import type { Order } from './order-events.ts';
import type { OrderView, PrintKind, PrintRecord, SlipKind } from './port.ts';

/** Whatever can have slips: an order, a case. */
interface Printed {
  readonly prints: readonly PrintRecord[];
}

/**
 * Slips of one order or case. "Written" is not "printed": a record stays PENDING until the printer's own answer is on disk, and
 * nothing here ever touches the money. Source: print notes, job states.
 */

/** The next attempt: its job number is unique for ever, its copy number is what the slip says (第 n 次补打). */
export function nextPrint(
  order: Pick<Order, 'id' | 'prints'>,
  kind: SlipKind,
): { readonly jobId: string; readonly copy: number } {
  return { jobId: `${order.id}-${order.prints.length + 1}`, copy: nextCopy(order, kind) };
}

/** 0 = the original. Not one byte of a FAILED_CLEAN job left, so the next attempt is still the same copy. */
export function nextCopy({ prints }: Printed, kind: PrintKind): number {
  return prints.filter((print) => print.kind === kind && print.state !== 'FAILED_CLEAN').length;
}

/** The order that a job number of `nextPrint` belongs to. */
export function orderOfJob(jobId: string): string {
  return jobId.slice(0, Math.max(0, jobId.lastIndexOf('-')));
}

/** Whether somebody who comes back should be offered this slip: no printer has proven the one that fits the outcome. */
export function isSlipOwed(order: Pick<Order, 'state' | 'prints'>): boolean {
  const kind: SlipKind | null =
    order.state === 'BOOKED' ? 'booked' : order.state === 'REFUNDED' ? 'refunding' : null;
  return kind !== null && !order.prints.some((print) => print.kind === kind && print.state === 'PRINTED');
}

/** Which slips would tell the truth about an order in this state. */
export function maySay(view: Pick<OrderView, 'state'>, kind: SlipKind): boolean {
  switch (kind) {
    case 'booked':
      return view.state === 'BOOKED';
    case 'refunding':
      return view.state === 'REFUNDING' || view.state === 'REFUNDED' || view.state === 'REFUND_STUCK';
    case 'pending':
      return true;
  }
}

export function withPrintBegun<Of extends Printed>(
  of: Of,
  event: Extract<PrintEvent, { type: 'PRINT_BEGUN' }>,
): Of {
  const { jobId, kind, copy, at } = event;
  if (of.prints.some((print) => print.jobId === jobId)) return of;
  return {
    ...of,
    prints: [...of.prints, { jobId, kind, copy, at, state: 'PENDING', evidence: 'none' }],
  };
}

export function withPrintEnded<Of extends Printed>(
  of: Of,
  event: Extract<PrintEvent, { type: 'PRINT_ENDED' }>,
): Of {
  const { jobId, result } = event;
  const evidence = result.state === 'FAILED_CLEAN' ? 'none' : result.evidence;
  return change(of, (print) => (print.jobId === jobId ? { ...print, state: result.state, evidence } : print));
}

/** A job whose end nobody has seen may lie half printed in the tray. It is not sent again by itself. */
export function withPrintsInterrupted<Of extends Printed>(of: Of): Of {
  return change(of, (print) => ({ ...print, state: 'UNCERTAIN' }));
}

/** Only PENDING records can change: a proven result is never taken back. */
function change<Of extends Printed>(of: Of, next: (print: PrintRecord) => PrintRecord): Of {
  if (!of.prints.some((print) => print.state === 'PENDING' && next(print) !== print)) return of;
  return {
    ...of,
    prints: of.prints.map((print) => (print.state === 'PENDING' ? next(print) : print)),
  };
}
