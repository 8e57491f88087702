import type { Order, OrderEvent } from './order-events.ts';
import type { OrderView, PrintRecord, SlipKind } from './port.ts';

/**
 * Slips of one order. "Written" is not "printed": a record stays PENDING until the printer's own answer is on disk, and
 * nothing here ever touches the money. Source: print notes, job states.
 */

/** The next attempt: its job number is unique for ever, its copy number is what the slip says (第 n 次补打). */
export function nextPrint(
  order: Pick<Order, 'id' | 'prints'>,
  kind: SlipKind,
): { readonly jobId: string; readonly copy: number } {
  // Not one byte of a FAILED_CLEAN job left, so the next attempt is still the same copy.
  const copies = order.prints.filter((print) => print.kind === kind && print.state !== 'FAILED_CLEAN');
  return { jobId: `${order.id}-${order.prints.length + 1}`, copy: copies.length };
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

export function withPrintBegun(order: Order, event: Extract<OrderEvent, { type: 'PRINT_BEGUN' }>): Order {
  const { jobId, kind, copy, at } = event;
  if (order.prints.some((print) => print.jobId === jobId)) return order;
  return {
    ...order,
    prints: [...order.prints, { jobId, kind, copy, at, state: 'PENDING', evidence: 'none' }],
  };
}

export function withPrintEnded(order: Order, event: Extract<OrderEvent, { type: 'PRINT_ENDED' }>): Order {
  const { jobId, result } = event;
  const evidence = result.state === 'FAILED_CLEAN' ? 'none' : result.evidence;
  return change(order, (print) =>
    print.jobId === jobId ? { ...print, state: result.state, evidence } : print,
  );
}

/** A job whose end nobody has seen may lie half printed in the tray. It is not sent again by itself. */
export function withPrintsInterrupted(order: Order): Order {
  return change(order, (print) => ({ ...print, state: 'UNCERTAIN' }));
}

/** Only PENDING records can change: a proven result is never taken back. */
function change(order: Order, next: (print: PrintRecord) => PrintRecord): Order {
  if (!order.prints.some((print) => print.state === 'PENDING' && next(print) !== print)) return order;
  return {
    ...order,
    prints: order.prints.map((print) => (print.state === 'PENDING' ? next(print) : print)),
  };
}
