import type { OperatorRequest } from '../../main/contract/operator.ts';

/** Asks main for something; `label` is what the technician pressed. Answers whether it was done; the words come by themselves. */
export type Ask = (request: OperatorRequest, label: string) => Promise<boolean>;

/** What came of the last request, for people. */
export interface Answered {
  readonly ok: boolean;
  /** What was pressed. */
  readonly label: string;
  /** Why not; empty when it was done. */
  readonly message: string;
}
