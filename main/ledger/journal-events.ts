import type { CaseEvent } from './case-events.ts';
import type { Opened, OrderEvent } from './order-events.ts';

/** Whatever a row of the journal can hold: something that happened to an order, to a case, or to a slip of its own. */
export type JournalEvent = Opened | OrderEvent | CaseEvent;

/** One line of a story. */
export interface EventRow {
  readonly version: number;
  readonly at: number;
  readonly event: JournalEvent;
}
